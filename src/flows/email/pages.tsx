import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import { LinkTokenField, linkTokenScript } from '../../kit/ui/link-token-field.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';

interface VerifyPageProps {
  site: Site;
  viewer?: Viewer | undefined;
  token: string;
  problem?: FormProblem | undefined;
}

/** GET and a refused POST of `/email/verify`: asks, because a program that opens links must change nothing. */
export function VerifyPage({ site, viewer, token, problem }: VerifyPageProps) {
  return (
    <Layout
      site={site}
      viewer={viewer}
      title="Confirm your e-mail address"
      shape="split"
      failed={problem !== undefined}
      scripts={[linkTokenScript]}
    >
      <Split
        title="Confirm your address"
        lead="Only if you asked for it: from then on it belongs to the account that the mail names."
      >
        <form class="form" method="post" action="/email/verify">
          <ProblemSummary problem={problem} controls={{ token: 'token' }} />
          <LinkTokenField
            id="token"
            name="token"
            value={token}
            error={problem?.fields.token}
            first={!problem}
          />
          <button class="button button-wide" type="submit">
            Confirm this address
          </button>
        </form>
      </Split>
    </Layout>
  );
}

interface VerifiedPageProps {
  site: Site;
  viewer?: Viewer | undefined;
  /** This browser is in the middle of a login, which may have waited for this. */
  inLogin?: boolean | undefined;
}

/** GET `/email/verified`: after the link was used. */
export function VerifiedPage({ site, viewer, inLogin }: VerifiedPageProps) {
  const [href, words] = viewer
    ? ['/account', 'Go to your account']
    : inLogin
      ? ['/login/verify-email', 'Go on with your login']
      : ['/login', 'Log in'];
  return (
    <Layout site={site} viewer={viewer} title="Your e-mail address is confirmed">
      <article class="prose">
        <h1>Your address is confirmed</h1>
        <p class="lead">
          If you forget your password, you can now choose a new one by a mail. And when something important
          happens to your account, you are told there.
        </p>
        <p class="actions">
          <a class="button" href={href}>
            {words}
          </a>
        </p>
      </article>
    </Layout>
  );
}
