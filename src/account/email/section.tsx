import { EmailField } from '../../kit/ui/email-field.tsx';
import { ProblemSummary, SectionNotice } from '../../kit/ui/form-problem.tsx';
import type { Done, FormProblem } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';
import type { EmailState } from '../../people/emails/index.ts';

interface EmailSectionProps {
  email: EmailState;
  problem?: FormProblem | undefined;
  done?: Done | undefined;
}

/** The e-mail address, as the account's page shows it: what is confirmed, what is not yet, and how to change it. */
export function EmailSection({ email: { email, pending }, problem, done }: EmailSectionProps) {
  const { section: said } = useWords().accountEmail;
  return (
    <section class="card" id="email" aria-labelledby="email-title">
      <h2 id="email-title">
        {said.title}{' '}
        <span class={email === null ? 'chip chip-warn' : 'chip chip-good'}>
          {email === null ? said.none : said.confirmed}
        </span>
      </h2>
      <SectionNotice of="email" done={done} />
      <p class="card-lead">{email === null ? said.withoutOne : said.goesTo(<bdi>{email}</bdi>)}</p>
      {pending !== null && <p class="notice notice-warn">{said.pending(<bdi>{pending}</bdi>)}</p>}
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
    </section>
  );
}
