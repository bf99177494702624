import { UsernameField } from '../../kit/ui/fields.tsx';
import { FormPage } from '../../kit/ui/form-page.tsx';
import { LinkTokenField, linkTokenScript } from '../../kit/ui/link-token-field.tsx';
import { MessagePage } from '../../kit/ui/message-page.tsx';
import { NewPasswordField, type PasswordRules } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';

interface WithCode {
  site: Site;
  token: string;
  problem?: FormProblem | undefined;
}

interface InvitedPageProps extends WithCode {
  username: string;
  rules: PasswordRules & { usernameMin: number; usernameMax: number };
}

/** GET and a refused POST of `/invitation`, for who isn't signed in. */
export function InvitedPage({ site, token, username, rules, problem }: InvitedPageProps) {
  const { accountInvitations, login, register } = useWords();
  const said = accountInvitations.invited;
  return (
    <FormPage
      site={site}
      title={said.title}
      lead={said.lead}
      action="/invitation"
      controls={{ token: 'token', username: 'username', password: 'password' }}
      problem={problem}
      submit={register.submit}
      aside={said.hasAccount(<a href="/login?next=%2Finvitation">{register.logIn}</a>)}
      scripts={['password.js', linkTokenScript]}
    >
      <LinkTokenField id="token" name="token" value={token} error={problem?.fields.token} first={!problem} />
      <UsernameField
        id="username"
        name="username"
        label={login.identifiers.username}
        value={username}
        hint={register.usernameHint(rules.usernameMin, rules.usernameMax)}
        error={problem?.fields.username}
      />
      <NewPasswordField
        id="password"
        name="password"
        label={register.password}
        rules={rules}
        context={[site.name]}
        error={problem?.fields.password}
      />
    </FormPage>
  );
}

interface AcceptPageProps extends WithCode {
  viewer: Viewer | undefined;
  /** The account hasn't confirmed the address that was invited. */
  isForAnother: boolean;
}

/** GET `/invitation` and a refused POST of `/account/invitation`, for who is signed in. */
export function AcceptPage({ site, viewer, token, problem, isForAnother }: AcceptPageProps) {
  const { accept: said } = useWords().accountInvitations;
  return (
    <FormPage
      site={site}
      viewer={viewer}
      title={said.title}
      lead={said.lead}
      action="/account/invitation"
      controls={{ token: 'token' }}
      problem={problem}
      submit={said.submit}
      aside={said.another(<a href="/logout">{said.logOut}</a>, isForAnother)}
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

/** GET `/account/invitation/accepted`. */
export function AcceptedPage({ site, viewer }: { site: Site; viewer: Viewer | undefined }) {
  const { accepted: said } = useWords().accountInvitations;
  return (
    <MessagePage
      site={site}
      viewer={viewer}
      title={said.title}
      lead={said.lead}
      ways={[['/account', said.toAccount]]}
    />
  );
}
