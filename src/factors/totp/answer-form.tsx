import { OneTimeCodeField } from '../../kit/ui/code-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import type { AnswerPlace } from '../answering.ts';
import { Answers } from '../answers.tsx';

export const codeHint = '6 digits. A new code appears every 30 seconds.';

const labels = { login: 'Log in', verification: 'Continue with the code' };

/** Asks for the code of the authenticator app. */
export function TotpAnswerForm({ at, action, next, problem, typed, first, challenge }: AnswerPlace) {
  return (
    <form class="form" method="post" action={action} autocomplete="off">
      <ProblemSummary problem={problem} controls={{ code: 'app-code' }} />
      <OneTimeCodeField
        id="app-code"
        label="Code from your authenticator app"
        hint={codeHint}
        value={typed}
        first={first}
      />
      <Answers factor="totp" next={next} label={labels[at]}>
        {challenge}
      </Answers>
    </form>
  );
}
