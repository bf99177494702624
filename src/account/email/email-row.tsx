import { EmailField } from '../../kit/ui/email-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Change, Row } from '../../kit/ui/row.tsx';
import type { Done, FormProblem } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';
import type { EmailState } from '../../people/emails/index.ts';

interface EmailRowProps {
  email: EmailState;
  problem?: FormProblem | undefined;
  done?: Done | undefined;
}

/** The email address, as the account's page shows it: what is verified, what is not yet, and how to change it. */
export function EmailRow({ email: { email, pending }, problem, done }: EmailRowProps) {
  const { section: said } = useWords().accountEmail;
  return (
    <Row
      id="email"
      title={said.title}
      chip={email !== null && <span class="chip chip-good">{said.confirmed}</span>}
      value={email === null ? said.withoutOne : <bdi>{email}</bdi>}
      done={done}
    >
      {pending !== null && <p class="notice notice-warn">{said.pending(<bdi>{pending}</bdi>)}</p>}
      <Change label={email === null ? said.add : said.change} what={said.title} open={problem !== undefined}>
        <form class="form form-narrow" method="post" action="/account/email">
          <ProblemSummary problem={problem} controls={{ email: 'email-address' }} />
          <EmailField
            id="email-address"
            label={email === null ? said.address : said.newAddress}
            hint={said.hint}
            error={problem?.fields.email}
            alone
            required
          />
          <p class="actions">
            <button class="button" type="submit">
              {said.submit}
            </button>
          </p>
        </form>
        {(email ?? pending) !== null && (
          <form method="post" action="/account/email/remove">
            <button class="link-button" type="submit">
              {said.remove}
            </button>
          </form>
        )}
      </Change>
    </Row>
  );
}
