import { RecoveryCodeField } from '../../kit/ui/code-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { AnswerPlace } from '../answering.ts';
import { Answers } from '../answers.tsx';

/** Asks for a recovery code, folded away where there is another way. */
export function RecoveryCodeAnswerForm({ at, action, next, problem, isOnly }: AnswerPlace) {
  const { answer: said } = useWords()['recovery-code'];
  const { open, submit } = said[at];
  return (
    <details class="fold" open={isOnly || problem !== undefined}>
      <summary>{open}</summary>
      <form class="form" method="post" action={action} autocomplete="off">
        <ProblemSummary problem={problem} controls={{ code: 'recovery-code' }} />
        <RecoveryCodeField id="recovery-code" label={said.label} hint={said.hint} />
        <Answers factor="recovery-code" next={next} label={submit} isQuiet={!isOnly} />
      </form>
    </details>
  );
}
