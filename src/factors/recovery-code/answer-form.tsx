import { RecoveryCodeField } from '../../kit/ui/code-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import type { AnswerPlace } from '../answering.ts';
import { Answers } from '../answers.tsx';

const words = {
  login: { summary: "I don't have my phone", label: 'Use it and log in' },
  verification: { summary: 'Use a recovery code', label: 'Continue with the recovery code' },
};

/** Asks for a recovery code, folded away where there is another way. */
export function RecoveryCodeAnswerForm({ at, action, next, problem, isOnly }: AnswerPlace) {
  const { summary, label } = words[at];
  return (
    <details class="fold" open={isOnly || problem !== undefined}>
      <summary>{summary}</summary>
      <form class="form" method="post" action={action} autocomplete="off">
        <ProblemSummary problem={problem} controls={{ code: 'recovery-code' }} />
        <RecoveryCodeField
          id="recovery-code"
          label="Recovery code"
          hint="One of the codes you saved. Each code works once."
        />
        <Answers factor="recovery-code" next={next} label={label} isQuiet={!isOnly} />
      </form>
    </details>
  );
}
