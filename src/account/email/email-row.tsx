import { EmailField } from '../../kit/ui/email-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Cancel, Change, Row } from '../../kit/ui/row.tsx';
import type { Done, FormProblem } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';
import type { EmailState } from '../../people/emails/index.ts';

export interface EmailView extends EmailState {
  /** The next login waits until the address is verified that is asked for. */
  holdsUpLogin: boolean;
}

interface EmailRowProps {
  email: EmailView;
  problem?: FormProblem | undefined;
  done?: Done | undefined;
}

/** The email address, as the account's page shows it: what is verified, what is not yet, and how to change it. */
export function EmailRow({ email: state, problem, done }: EmailRowProps) {
  const { email, pending, holdsUpLogin } = state;
  const { section: said } = useWords().accountEmail;
  return (
    <Row
      id="email"
      title={said.title}
      value={(email ?? pending) === null ? said.withoutOne : <Addresses {...state} />}
      done={done}
    >
      {pending !== null && (
        <p class="notice notice-warn">{said.pending(<bdi>{pending}</bdi>, holdsUpLogin)}</p>
      )}
      <Change
        of="email"
        label={email === null ? said.add : said.change}
        what={said.title}
        open={problem !== undefined}
      >
        <form class="form form-narrow" method="post" action="/account/email">
          <ProblemSummary problem={problem} controls={{ email: 'email-address' }} />
          <EmailField
            id="email-address"
            label={email === null ? said.address : said.newAddress}
            hint={said.hint(holdsUpLogin)}
            error={problem?.fields.email}
            alone
            required
          />
          <p class="actions">
            <button class="button" type="submit">
              {said.submit}
            </button>
            <Cancel />
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

/** Each address with a chip of its own: what isn't verified yet may stand beside what is. */
function Addresses({ email, pending }: EmailState) {
  const { section: said } = useWords().accountEmail;
  return (
    <>
      {email !== null && (
        <span class="address">
          <bdi>{email}</bdi> <span class="chip chip-good">{said.confirmed}</span>
        </span>
      )}
      {pending !== null && (
        <span class="address">
          <bdi>{pending}</bdi> <span class="chip chip-warn">{said.unconfirmed}</span>
        </span>
      )}
    </>
  );
}
