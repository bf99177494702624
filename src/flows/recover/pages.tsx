import { Challenge, challengeAssets } from '../../kit/ui/challenge.tsx';
import { UsernameField } from '../../kit/ui/fields.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import { LinkTokenField, linkTokenScript } from '../../kit/ui/link-token-field.tsx';
import { NewPasswordField, type PasswordRules } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';

interface RecoverPageProps {
  site: Site;
  identifier: string;
  problem?: FormProblem | undefined;
  /** Asks for a proof of work. */
  challenge?: boolean | undefined;
}

/** GET and a refused POST of `/recover`. */
export function RecoverPage({ site, identifier, problem, challenge }: RecoverPageProps) {
  return (
    <Layout
      site={site}
      title="Forgot your password?"
      shape="split"
      failed={problem !== undefined}
      scripts={challenge ? challengeAssets.scripts : []}
      styles={challenge ? challengeAssets.styles : []}
    >
      <Split
        title="Forgot your password?"
        lead="We send a link to the confirmed address of your account. With it you choose a new one."
      >
        <form class="form" method="post" action="/recover">
          <ProblemSummary problem={problem} controls={{ identifier: 'identifier' }} />
          <UsernameField
            id="identifier"
            name="identifier"
            label="Username or e-mail address"
            value={identifier}
            error={problem?.fields.identifier}
            first={!problem}
          />
          {challenge && <Challenge site={site} />}
          <button class="button button-wide" type="submit">
            Send me a link
          </button>
        </form>
        <p class="aside-link">
          Remembered it? <a href="/login">Log in</a>
        </p>
      </Split>
    </Layout>
  );
}

/** GET `/recover/sent`: the same for everybody. */
export function RecoverSentPage({ site, lifetime }: { site: Site; lifetime: string }) {
  return (
    <Layout site={site} title="Look into your mail">
      <article class="prose">
        <h1>Look into your mail</h1>
        <p class="lead">
          If there is an account of this name with a confirmed address, a mail is on its way to it. Its link
          is good for {lifetime}.
        </p>
        <p>
          Nothing there after a few minutes? Look into the folder for unwanted mail. An address that was never
          confirmed gets no mail; then only whoever runs this site can help.
        </p>
        <p class="actions">
          <a class="button" href="/login">
            Back to the login
          </a>
          <a class="button button-quiet" href="/recover">
            Try another name
          </a>
        </p>
      </article>
    </Layout>
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
    <Layout
      site={site}
      title="Choose a new password"
      shape="split"
      failed={problem !== undefined}
      scripts={['password.js', linkTokenScript]}
    >
      <Split
        title="Choose a new password"
        lead="It counts from the moment you save it, and every session of the account ends. Then you log in with it."
      >
        <form class="form" method="post" action="/recover/complete">
          <ProblemSummary problem={problem} controls={{ token: 'token', newPassword: 'new-password' }} />
          <LinkTokenField
            id="token"
            name="token"
            value={token}
            error={problem?.fields.token}
            first={!problem}
          />
          <NewPasswordField
            id="new-password"
            name="newPassword"
            label="New password"
            rules={rules}
            context={[site.name]}
            error={problem?.fields.newPassword}
          />
          <button class="button button-wide" type="submit">
            Save the new password
          </button>
        </form>
        <p class="aside-link">
          Is the link too old? <a href="/recover">Ask for a new one</a>
        </p>
      </Split>
    </Layout>
  );
}

/** GET `/recover/done`. */
export function RecoverDonePage({ site }: { site: Site }) {
  return (
    <Layout site={site} title="Your password is changed">
      <article class="prose">
        <h1>Your password is changed</h1>
        <p class="lead">
          All sessions of the account are over. Log in with the new password; a second factor is asked for as
          before.
        </p>
        <p class="actions">
          <a class="button" href="/login">
            Log in
          </a>
        </p>
      </article>
    </Layout>
  );
}
