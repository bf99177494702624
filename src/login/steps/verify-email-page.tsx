import { EmailField } from '../../kit/ui/email-field.tsx';
import { Notice, ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';
import type { EmailState } from '../../people/emails/index.ts';

interface VerifyEmailPageProps {
  site: Site;
  next: string;
  email: EmailState;
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
  const { pending, verified } = email;
  const asks = !verified && pending === null;
  return (
    <Layout site={site} title="Confirm your e-mail address" shape="split" failed={problem !== undefined}>
      <Split title={verified ? 'Your address is confirmed' : 'Confirm your address'} lead={leadFor(email)}>
        <Notice text={said === 'sent' ? ({ login }) => login.verifyEmail.sent : undefined} />
        {said === 'waiting' && !verified && (
          <p class="notice notice-warn" role="status">
            The address is not confirmed yet. Open the link in the newest mail first.
          </p>
        )}
        {!asks && (
          <form class="form" method="post" action="/login/verify-email">
            {!verified && (
              <p class="identity">
                The mail goes to <bdi>{pending}</bdi>
              </p>
            )}
            <input type="hidden" name="act" value="go-on" />
            <input type="hidden" name="next" value={next} />
            <button class="button button-wide" type="submit">
              Go on
            </button>
          </form>
        )}
        {!verified && mailbox && (
          <p class="aside-link">
            In development: <a href={mailbox}>read it in the mailbox</a>
          </p>
        )}
        {!verified && (
          <details class="fold" open={asks || problem !== undefined}>
            <summary>{asks ? 'Your address' : 'No mail, or the wrong address?'}</summary>
            <form class="form" method="post" action="/login/verify-email">
              <ProblemSummary problem={problem} controls={{ email: 'email' }} />
              <EmailField
                id="email"
                label="E-mail address"
                hint="A new link is sent there, and an older one is dead from then on."
                value={typed ?? pending ?? ''}
                error={problem?.fields.email}
                alone
                required
              />
              <input type="hidden" name="act" value="send" />
              <input type="hidden" name="next" value={next} />
              <button class={asks ? 'button button-wide' : 'button button-quiet button-wide'} type="submit">
                Send the link
              </button>
            </form>
          </details>
        )}
        <p class="aside-link">
          Not you? <a href="/login">Start over</a>
        </p>
      </Split>
    </Layout>
  );
}

function leadFor({ pending, verified }: EmailState): string {
  if (verified) return 'One step more, and you are logged in.';
  if (pending === null)
    return 'This site asks for an e-mail address. A link is sent there to confirm that it is yours.';
  return 'Open the link in the mail, come back here, and go on.';
}
