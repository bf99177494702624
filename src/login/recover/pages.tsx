import { Challenge, challengeAssets } from '../../kit/ui/challenge.tsx';
import { UsernameField } from '../../kit/ui/fields.tsx';
import { FormPage } from '../../kit/ui/form-page.tsx';
import { LinkTokenField, linkTokenScript } from '../../kit/ui/link-token-field.tsx';
import { MessagePage } from '../../kit/ui/message-page.tsx';
import { NewPasswordField, type PasswordRules } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';

interface RecoverPageProps {
  site: Site;
  identifier: string;
  problem?: FormProblem | undefined;
  /** Asks for a proof of work; `offered` accepts the form without it too. */
  challenge?: boolean | 'offered' | undefined;
}

/** GET and a refused POST of `/recover`. */
export function RecoverPage({ site, identifier, problem, challenge }: RecoverPageProps) {
  const { login, recover } = useWords();
  const said = recover.ask;
  return (
    <FormPage
      site={site}
      title={said.title}
      lead={said.lead}
      action="/recover"
      controls={{ identifier: 'identifier' }}
      problem={problem}
      submit={said.submit}
      aside={said.remembered(<a href="/login">{said.logIn}</a>)}
      scripts={challenge ? challengeAssets.scripts : []}
      styles={challenge ? challengeAssets.styles : []}
    >
      <UsernameField
        id="identifier"
        name="identifier"
        label={login.identifiers.both}
        value={identifier}
        error={problem?.fields.identifier}
        alone
        first={!problem}
      />
      {challenge && <Challenge site={site} isRequired={challenge !== 'offered'} />}
    </FormPage>
  );
}

/** GET `/recover/sent`: the same for everybody. */
export function RecoverSentPage({ site, lifetime }: { site: Site; lifetime: number }) {
  const said = useWords().recover.sent;
  return (
    <MessagePage
      site={site}
      title={said.title}
      lead={said.lead(lifetime)}
      ways={[
        ['/login', said.backToLogIn],
        ['/recover?again=1', said.another],
      ]}
    >
      <p>{said.nothing}</p>
    </MessagePage>
  );
}

interface NewPasswordPageProps {
  site: Site;
  token: string;
  rules: PasswordRules;
  problem?: FormProblem | undefined;
}

/** GET and a refused POST of `/recover/complete`. */
export function RecoverCompletePage({ site, token, rules, problem }: NewPasswordPageProps) {
  const said = useWords().recover.complete;
  return (
    <FormPage
      site={site}
      title={said.title}
      lead={said.lead}
      action="/recover/complete"
      controls={{ token: 'token', newPassword: 'new-password' }}
      problem={problem}
      submit={said.submit}
      aside={said.tooOld(<a href="/recover">{said.askAgain}</a>)}
      scripts={['password.js', linkTokenScript]}
    >
      <LinkTokenField id="token" name="token" value={token} error={problem?.fields.token} first={!problem} />
      <NewPasswordField
        id="new-password"
        name="newPassword"
        label={said.newPassword}
        rules={rules}
        context={[site.name]}
        error={problem?.fields.newPassword}
      />
    </FormPage>
  );
}

/** GET `/recover/done`. */
export function RecoverDonePage({ site }: { site: Site }) {
  const said = useWords().recover.done;
  return <MessagePage site={site} title={said.title} lead={said.lead} ways={[['/login', said.logIn]]} />;
}
