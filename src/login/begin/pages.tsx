import { Challenge, challengeAssets, InsteadField, type InsteadOfProof } from '../../kit/ui/challenge.tsx';
import { RememberField, UsernameField } from '../../kit/ui/fields.tsx';
import { Notice, ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import { Or } from '../../kit/ui/or.tsx';
import { LogInWithPasskey, passkeyScript } from '../../kit/ui/passkey.tsx';
import { CurrentPasswordField } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';
import { type Say, useWords } from '../../kit/words/index.ts';
import { SendCodeInstead } from '../steps/email-code-pages.tsx';
import { WithProviders, type WithProvidersProps } from './with-providers.tsx';

export interface LoginPageProps {
  site: Site;
  next: string;
  /** What people log in with, in the words of the field. */
  identifier: Say;
  values: { username: string; remember: boolean };
  problem?: FormProblem | undefined;
  /** Asks for a proof of work. */
  challenge?: boolean | undefined;
  /** What may come in its place. */
  instead?: InsteadOfProof | undefined;
  notice?: Say | undefined;
  /** Where a login of this browser waits that has proved something; a suggested passkey would take its place. */
  unfinishedAt?: string | undefined;
  /** There is a way back from a forgotten password. */
  canRecover?: boolean | undefined;
  /** A code may be sent by mail in the place of the password. */
  withCode?: boolean | undefined;
  /** The providers that people can sign in with. */
  providers?: WithProvidersProps['providers'];
  /** Where passkeys work; null where this server has no name for them. */
  passkeyOrigin: string | null;
}

/** GET and a refused POST of `/login`. */
export function LoginPage(props: LoginPageProps) {
  const {
    site,
    next,
    values,
    problem,
    challenge,
    instead,
    notice,
    unfinishedAt,
    canRecover,
    withCode,
    providers = [],
    passkeyOrigin,
  } = props;
  const words = useWords();
  const { logIn } = words.login;
  const { signUp = 'open' } = site;
  const free = !problem && !notice && !unfinishedAt;
  return (
    <Layout
      site={site}
      title={logIn.title}
      description={logIn.lead(site.name)}
      shape="split"
      failed={problem !== undefined}
      scripts={['password.js', passkeyScript, ...(challenge ? challengeAssets.scripts : [])]}
      styles={challenge ? challengeAssets.styles : []}
    >
      <Split title={logIn.title} lead={logIn.lead(site.name)}>
        <Notice text={notice} warns />
        {unfinishedAt && <Unfinished to={unfinishedAt} />}
        <form class="form" method="post" action="/login">
          <ProblemSummary problem={problem} controls={{ username: 'username', password: 'password' }} />
          <UsernameField
            id="username"
            name="username"
            label={props.identifier(words)}
            value={values.username}
            error={problem?.fields.username}
            first={free && values.username === ''}
            passkeys={passkeyOrigin !== null && !unfinishedAt}
          />
          <CurrentPasswordField
            id="password"
            name="password"
            label={logIn.password}
            error={problem?.fields.password}
            first={free && values.username !== ''}
            aside={canRecover && <a href="/recover">{logIn.forgot}</a>}
          />
          <RememberField checked={values.remember} />
          <input type="hidden" name="next" value={next} />
          {challenge ? <Challenge site={site} instead={instead} /> : <InsteadField instead={instead} />}
          <button class="button button-wide" type="submit">
            {logIn.submit}
          </button>
        </form>
        {(passkeyOrigin !== null || withCode || providers.length > 0) && (
          <div class="other-ways">
            <Or />
            <WithProviders providers={providers} next={next} />
            <LogInWithPasskey origin={passkeyOrigin} next={next} suggests={!unfinishedAt} />
            {withCode && <SendCodeInstead next={next} />}
          </div>
        )}
        <p class="aside-link">
          {signUp === 'open'
            ? logIn.noAccount(<a href={`/register?next=${encodeURIComponent(next)}`}>{logIn.register}</a>)
            : words.ui.signUp[signUp]}
        </p>
      </Split>
    </Layout>
  );
}

/** Without a name: it may be somebody else who sits here now. */
function Unfinished({ to }: { to: string }) {
  const { unfinished, finishIt } = useWords().login.logIn;
  return (
    <div class="notice notice-warn" role="status">
      <p>{unfinished}</p>
      <p>
        <a href={to}>{finishIt}</a>
      </p>
    </div>
  );
}

/** GET `/logout`: asks, because a link alone must not end a session. */
export function LogoutPage({ site, viewer }: { site: Site; viewer?: Viewer | undefined }) {
  const said = useWords().login.logOut;
  return (
    <Layout site={site} viewer={viewer} title={said.title}>
      <article class="prose">
        <h1>{viewer ? said.question : said.done}</h1>
        {viewer ? (
          <form method="post" action="/logout">
            <p class="lead">{said.lead(<bdi>{viewer.username}</bdi>)}</p>
            <p class="actions">
              <button class="button" type="submit">
                {said.submit}
              </button>
              <a class="button button-quiet" href="/account">
                {said.stay}
              </a>
            </p>
          </form>
        ) : (
          <>
            <p class="lead">{said.noSession}</p>
            <p class="actions">
              <a class="button" href="/login">
                {said.logIn}
              </a>
            </p>
          </>
        )}
      </article>
    </Layout>
  );
}
