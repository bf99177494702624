import { FormPage } from '../../kit/ui/form-page.tsx';
import { LinkTokenField, linkTokenScript } from '../../kit/ui/link-token-field.tsx';
import { MessagePage } from '../../kit/ui/message-page.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';

interface VerifyPageProps {
  site: Site;
  viewer?: Viewer | undefined;
  token: string;
  problem?: FormProblem | undefined;
}

/** GET and a refused POST of `/email/verify`: asks, because a program that opens links must change nothing. */
export function VerifyPage({ site, viewer, token, problem }: VerifyPageProps) {
  const { verify: said } = useWords().accountEmail;
  return (
    <FormPage
      site={site}
      viewer={viewer}
      title={said.title}
      heading={said.heading}
      lead={said.lead}
      action="/email/verify"
      controls={{ token: 'token' }}
      problem={problem}
      submit={said.submit}
      aside={said.tooOld(<a href="/account#email">{said.another}</a>)}
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
  const { verified: said } = useWords().accountEmail;
  const way: [href: string, words: string] = viewer
    ? ['/account', said.toAccount]
    : inLogin
      ? ['/login/verify-email', said.toLogin]
      : ['/login', said.logIn];
  return (
    <MessagePage
      site={site}
      viewer={viewer}
      title={said.title}
      heading={said.heading}
      lead={said.lead}
      ways={[way]}
    />
  );
}
