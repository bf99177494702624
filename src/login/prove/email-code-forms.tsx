import { Answers } from '../../factors/answers.tsx';
import { OneTimeCodeField } from '../../kit/ui/code-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import type { FormProblem } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';

/** Where a code goes, and whether one was sent there that can still be entered. */
export interface EmailCodeOffer {
  readonly email: string;
  readonly sent: boolean;
}

interface EmailCodeFormsProps extends EmailCodeOffer {
  next: string;
  /** Why the code was refused. */
  problem: FormProblem | undefined;
  /** The page opens with the cursor in the field. */
  first: boolean;
}

/** A code by email: a button that sends one, and once it's sent the field to enter it. */
export function EmailCodeForms({ email, sent, next, problem, first }: EmailCodeFormsProps) {
  const { byEmail: said } = useWords().prove;
  return (
    <>
      {sent && (
        <form class="form" method="post" action="/account/prove" autocomplete="off">
          <ProblemSummary problem={problem} controls={{ code: 'email-code' }} />
          <OneTimeCodeField
            id="email-code"
            label={said.code}
            hint={said.codeHint(<bdi>{email}</bdi>)}
            first={first}
          />
          <Answers factor="email-code" next={next} label={said.submit} />
        </form>
      )}
      <form class="form" method="post" action="/account/prove">
        {!sent && <p class="identity">{said.goesTo(<bdi>{email}</bdi>)}</p>}
        <input type="hidden" name="send" value="on" />
        <Answers factor="email-code" next={next} label={sent ? said.sendAnother : said.send} isQuiet={sent} />
      </form>
    </>
  );
}
