import { OneTimeCodeField } from '../../kit/ui/code-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { AnswerPlace } from '../answering.ts';
import { Answers } from '../answers.tsx';

/** Asks for the code of the authenticator app. */
export function TotpAnswerForm({ at, action, next, problem, typed, first, isQuiet, challenge }: AnswerPlace) {
  const { answer: said, codeHint } = useWords().totp;
  return (
    <form class="form" method="post" action={action} autocomplete="off">
      <ProblemSummary problem={problem} controls={{ code: 'app-code' }} />
      <OneTimeCodeField id="app-code" label={said.label} hint={codeHint} value={typed} first={first} />
      <Answers factor="totp" next={next} label={said.submit[at]} isQuiet={isQuiet}>
        {/* A script fills it in: whether the phone's clock is wrong or this server's, a third one tells. */}
        <input type="hidden" name="clock" data-clock />
        {challenge}
      </Answers>
    </form>
  );
}
