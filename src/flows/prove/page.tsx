import { OneTimeCodeField, RecoveryCodeField } from '../../kit/ui/code-field.tsx';
import { Notice, ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import { AnswerWithPasskey, type PasskeyOffer, passkeyScript } from '../../kit/ui/passkey.tsx';
import { CurrentPasswordField } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';

interface ProvePageProps {
  site: Site;
  viewer: Viewer;
  next: string;
  /** The names of the factors that would do, and no others. */
  factors: readonly string[];
  /** What a passkey needs to answer, if one would do. */
  passkey: PasskeyOffer | null;
  /** The password was right, and a second factor is still to come. */
  isHalfDone: boolean;
  /** The one whose form came back. */
  tried?: string | undefined;
  problem?: FormProblem | undefined;
}

/** Before something sensitive: the password, or a second factor where the account has one. */
export function ProvePage(props: ProvePageProps) {
  const { site, viewer, next, factors, passkey, isHalfDone, tried, problem } = props;
  const of = (name: string) => (tried === name ? problem : undefined);
  const [hasPassword, hasApp, hasCodes] = ['password', 'totp', 'recovery-code'].map((name) =>
    factors.includes(name),
  );
  // A form that came back for what is no longer asked for: its refusal is said all the same.
  const orphan = tried !== undefined && !factors.includes(tried) ? problem : undefined;
  return (
    <Layout
      site={site}
      viewer={viewer}
      title="Is it still you?"
      shape="split"
      failed={problem !== undefined}
      scripts={['password.js', passkeyScript]}
    >
      <Split title="Is it still you?" lead="Confirm it's you to continue.">
        <Notice
          text={
            isHalfDone ? 'Your password is correct. Now confirm your second factor to continue.' : undefined
          }
        />
        <ProblemSummary problem={orphan} controls={{}} />
        {hasPassword && (
          <form class="form" method="post" action="/account/prove">
            <ProblemSummary problem={of('password')} controls={{ password: 'password' }} />
            <input type="text" autocomplete="username" value={viewer.username} readonly hidden />
            <CurrentPasswordField
              id="password"
              name="password"
              label="Password"
              error={of('password')?.fields.password}
              alone
              first={!problem}
            />
            <Answers factor="password" next={next} label="Continue" />
          </form>
        )}
        {passkey && <AnswerWithPasskey {...passkey} label="Use my passkey" next={next} />}
        {hasApp && (
          <form class="form" method="post" action="/account/prove" autocomplete="off">
            <ProblemSummary problem={of('totp')} controls={{ code: 'app-code' }} />
            <OneTimeCodeField
              id="app-code"
              label="Code from your authenticator app"
              hint="6 digits. A new code appears every 30 seconds."
              first={!problem}
            />
            <Answers factor="totp" next={next} label="Continue with the code" />
          </form>
        )}
        {hasCodes && (
          <details class="fold" open={tried === 'recovery-code' || (!hasApp && !passkey)}>
            <summary>Use a recovery code</summary>
            <form class="form" method="post" action="/account/prove" autocomplete="off">
              <ProblemSummary problem={of('recovery-code')} controls={{ code: 'recovery-code' }} />
              <RecoveryCodeField
                id="recovery-code"
                label="Recovery code"
                hint="One of the codes you saved. Each code works once."
              />
              <Answers
                factor="recovery-code"
                next={next}
                label="Continue with the recovery code"
                isQuiet={hasApp || passkey !== null}
              />
            </form>
          </details>
        )}
        <p class="aside-link">
          <a href="/account">Back to my account</a>
        </p>
      </Split>
    </Layout>
  );
}

interface AnswersProps {
  factor: string;
  next: string;
  label: string;
  isQuiet?: boolean | undefined;
}

/** Which factor a form answers, where its owner wanted to go, and its button. */
function Answers({ factor, next, label, isQuiet = false }: AnswersProps) {
  return (
    <>
      <input type="hidden" name="factor" value={factor} />
      <input type="hidden" name="next" value={next} />
      <button class={`button button-wide ${isQuiet ? 'button-quiet' : ''}`} type="submit">
        {label}
      </button>
    </>
  );
}
