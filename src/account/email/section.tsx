import { EmailField } from '../../kit/ui/email-field.tsx';
import { ProblemSummary, SectionNotice } from '../../kit/ui/form-problem.tsx';
import type { Done, FormProblem } from '../../kit/ui/site.ts';
import type { EmailState } from '../../people/emails/index.ts';

interface EmailSectionProps {
  email: EmailState;
  problem?: FormProblem | undefined;
  done?: Done | undefined;
}

/** The e-mail address, as the account's page shows it: what is confirmed, what is not yet, and how to change it. */
export function EmailSection({ email: { email, pending }, problem, done }: EmailSectionProps) {
  return (
    <section class="card" id="email" aria-labelledby="email-title">
      <h2 id="email-title">
        E-mail address{' '}
        <span class={email === null ? 'chip chip-warn' : 'chip chip-good'}>
          {email === null ? 'None' : 'Confirmed'}
        </span>
      </h2>
      <SectionNotice of="email" done={done} />
      <p class="card-lead">
        {email === null ? (
          'Without one there is no way back from a forgotten password.'
        ) : (
          <>
            Mail goes to <bdi>{email}</bdi>: a way back from a forgotten password, and word of what happens to
            the account.
          </>
        )}
      </p>
      {pending !== null && (
        <p class="notice notice-warn">
          <bdi>{pending}</bdi> is not confirmed yet. Open the link in the mail that was sent there.
        </p>
      )}
      <form class="form form-narrow" method="post" action="/account/email">
        <ProblemSummary problem={problem} controls={{ email: 'email-address' }} />
        <EmailField
          id="email-address"
          label={email === null ? 'Address' : 'New address'}
          hint="A link is sent there. The address is yours once you have opened it."
          error={problem?.fields.email}
          alone
          required
        />
        <p class="actions">
          <button class="button" type="submit">
            Send the link
          </button>
        </p>
      </form>
      {(email ?? pending) !== null && (
        <form method="post" action="/account/email/remove">
          <button class="link-button" type="submit">
            Remove it
          </button>
        </form>
      )}
    </section>
  );
}
