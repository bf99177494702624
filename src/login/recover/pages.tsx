import { Challenge, challengeAssets } from '../../kit/ui/challenge.tsx';
import { UsernameField } from '../../kit/ui/fields.tsx';
import { FormPage } from '../../kit/ui/form-page.tsx';
import { LinkTokenField, linkTokenScript } from '../../kit/ui/link-token-field.tsx';
import { MessagePage } from '../../kit/ui/message-page.tsx';
import { NewPasswordField, type PasswordRules } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';

interface RecoverPageProps {
  site: Site;
  identifier: string;
  problem?: FormProblem | undefined;
  /** Asks for a proof of work; `offered` accepts the form without it too. */
  challenge?: boolean | 'offered' | undefined;
}

/** GET and a refused POST of `/recover`. */
export function RecoverPage({ site, identifier, problem, challenge }: RecoverPageProps) {
  return (
    <FormPage
      site={site}
      title="Forgot your password?"
      lead="We send a link to the confirmed address of your account. With it you choose a new one."
      action="/recover"
      controls={{ identifier: 'identifier' }}
      problem={problem}
      submit="Send me a link"
      aside={
        <>
          Remembered it? <a href="/login">Log in</a>
        </>
      }
      scripts={challenge ? challengeAssets.scripts : []}
      styles={challenge ? challengeAssets.styles : []}
    >
      <UsernameField
        id="identifier"
        name="identifier"
        label="Username or e-mail address"
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
export function RecoverSentPage({ site, lifetime }: { site: Site; lifetime: string }) {
  return (
    <MessagePage
      site={site}
      title="Look into your mail"
      lead={`If there is an account of this name with a confirmed address, a mail is on its way to it. Its link is good for ${lifetime}.`}
      ways={[
        ['/login', 'Back to the login'],
        ['/recover?again=1', 'Send another email'],
      ]}
    >
      <p>
        Nothing there after a few minutes? Look into the folder for unwanted mail. An address that was never
        confirmed gets no mail; then only whoever runs this site can help.
      </p>
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
  return (
    <FormPage
      site={site}
      title="Choose a new password"
      lead="It counts from the moment you save it, and every session of the account ends. Then you log in with it."
      action="/recover/complete"
      controls={{ token: 'token', newPassword: 'new-password' }}
      problem={problem}
      submit="Save the new password"
      aside={
        <>
          Is the link too old? <a href="/recover">Ask for a new one</a>
        </>
      }
      scripts={['password.js', linkTokenScript]}
    >
      <LinkTokenField id="token" name="token" value={token} error={problem?.fields.token} first={!problem} />
      <NewPasswordField
        id="new-password"
        name="newPassword"
        label="New password"
        rules={rules}
        context={[site.name]}
        error={problem?.fields.newPassword}
      />
    </FormPage>
  );
}

/** GET `/recover/done`. */
export function RecoverDonePage({ site }: { site: Site }) {
  return (
    <MessagePage
      site={site}
      title="Your password is changed"
      lead="You've been signed out everywhere. Log in with your new password. If you have a second factor, you still need it."
      ways={[['/login', 'Log in']]}
    />
  );
}
