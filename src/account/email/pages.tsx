import { FormPage } from '../../kit/ui/form-page.tsx';
import { LinkTokenField, linkTokenScript } from '../../kit/ui/link-token-field.tsx';
import { MessagePage } from '../../kit/ui/message-page.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';

interface VerifyPageProps {
  site: Site;
  viewer?: Viewer | undefined;
  token: string;
  problem?: FormProblem | undefined;
}

/** GET and a refused POST of `/email/verify`: asks, because a program that opens links must change nothing. */
export function VerifyPage({ site, viewer, token, problem }: VerifyPageProps) {
  return (
    <FormPage
      site={site}
      viewer={viewer}
      title="Confirm your e-mail address"
      heading="Confirm your address"
      lead="Only if you asked for it: from then on it belongs to the account that the mail names."
      action="/email/verify"
      controls={{ token: 'token' }}
      problem={problem}
      submit="Confirm this address"
      aside={
        <>
          Is the link too old? <a href="/account#email">Ask for a new one</a>
        </>
      }
      scripts={[linkTokenScript]}
    >
      <LinkTokenField
        id="token"
        name="token"
        value={token}
        error={problem?.fields.token}
        alone
        first={!problem}
      />
    </FormPage>
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
  const way: [href: string, words: string] = viewer
    ? ['/account', 'Go to your account']
    : inLogin
      ? ['/login/verify-email', 'Go on with your login']
      : ['/login', 'Log in'];
  return (
    <MessagePage
      site={site}
      viewer={viewer}
      title="Your e-mail address is confirmed"
      heading="Your address is confirmed"
      lead="If you forget your password, you can now choose a new one by a mail. And when something important happens to your account, you are told there."
      ways={[way]}
    />
  );
}
