import { EmailField } from '../../kit/ui/email-field.tsx';
import { Notice, ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';
import { useWords, type Words } from '../../kit/words/index.ts';
import type { WaitingEmail } from './verify-email.ts';

interface VerifyEmailPageProps {
  site: Site;
  next: string;
  email: WaitingEmail;
  /** The address of the form that came back. */
  typed?: string | undefined;
  /** Where the mail can be read, in development. */
  mailbox: string | null;
  /** What became of the form before: a link was sent, or the address is not confirmed yet. */
  said: string;
  problem?: FormProblem | undefined;
}

/** GET and a refused POST of `/login/verify-email`: the login waits until an address is confirmed. */
export function VerifyEmailPage(props: VerifyEmailPageProps) {
  const { site, next, email, typed, mailbox, said, problem } = props;
  const { notYou, startOver, verifyEmail: words } = useWords().loginSteps;
  const { pending, verified, undelivered } = email;
  const asks = !verified && pending === null;
  return (
    <Layout
      site={site}
      title={words.title}
      shape="split"
      failed={problem !== undefined}
      scripts={asks || verified ? [] : ['waiting.js']}
    >
      <Split title={verified ? words.verified : words.heading} lead={leadFor(words, email)}>
        <Notice text={said === 'sent' ? ({ login }) => login.verifyEmail.sent : undefined} />
        {said === 'waiting' && !verified && !undelivered && (
          <p class="notice notice-warn" role="status">
            {words.waiting}
          </p>
        )}
        {!verified && undelivered && said !== 'sent' && (
          <p class="notice notice-warn" role="status">
            {words.undelivered[undelivered]}
          </p>
        )}
        {!asks && (
          <form
            class="form"
            method="post"
            action="/login/verify-email"
            data-waits={verified ? undefined : ''}
          >
            {!verified && <p class="identity">{words.goesTo(<bdi>{pending}</bdi>)}</p>}
            <input type="hidden" name="act" value="continue" />
            <input type="hidden" name="next" value={next} />
            <button class="button button-wide" type="submit">
              {words.continueLogin}
            </button>
          </form>
        )}
        {!verified && mailbox && (
          <p class="aside-link">{words.inDevelopment(<a href={mailbox}>{words.readIt}</a>)}</p>
        )}
        {!verified && (
          <details
            class="fold"
            open={asks || problem !== undefined || (undelivered !== undefined && undelivered !== 'not-yet')}
          >
            <summary>{asks ? words.yourAddress : words.noMail}</summary>
            <form class="form" method="post" action="/login/verify-email">
              <ProblemSummary problem={problem} controls={{ email: 'email' }} />
              <EmailField
                id="email"
                label={words.email}
                hint={words.emailHint}
                value={typed ?? pending ?? ''}
                error={problem?.fields.email}
                alone
                required
              />
              <input type="hidden" name="act" value="send" />
              <input type="hidden" name="next" value={next} />
              <button class={asks ? 'button button-wide' : 'button button-quiet button-wide'} type="submit">
                {words.send}
              </button>
            </form>
          </details>
        )}
        <p class="aside-link">{notYou(<a href="/login">{startOver}</a>)}</p>
      </Split>
    </Layout>
  );
}

function leadFor(words: Words['loginSteps']['verifyEmail'], { pending, verified }: WaitingEmail): string {
  if (verified) return words.leadVerified;
  return pending === null ? words.leadAsks : words.lead;
}
