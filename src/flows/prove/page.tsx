import { OneTimeCodeField, RecoveryCodeField } from '../../kit/ui/code-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import { AnswerWithPasskey, type PasskeyOffer, passkeyScript } from '../../kit/ui/passkey.tsx';
import { CurrentPasswordField } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';

interface ProvePageProps {
  site: Site;
  viewer: Viewer;
  next: string;
  /** The names of the factors that the account has besides its password. */
  factors: readonly string[];
  /** What a passkey needs to answer, if the account has one. */
  passkey: PasskeyOffer | null;
  /** The one whose form came back. */
  tried?: string | undefined;
  problem?: FormProblem | undefined;
}

/** Before something sensitive: the password, or another factor, once more. */
export function ProvePage({ site, viewer, next, factors, passkey, tried, problem }: ProvePageProps) {
  const of = (name: string) => (tried === name ? problem : undefined);
  return (
    <Layout
      site={site}
      viewer={viewer}
      title="Is it still you?"
      shape="split"
      failed={problem !== undefined}
      scripts={['password.js', passkeyScript]}
    >
      <Split
        title="Is it still you?"
        lead="What you want to do is sensitive, so prove once more that it is you."
      >
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
          <input type="hidden" name="factor" value="password" />
          <input type="hidden" name="next" value={next} />
          <button class="button button-wide" type="submit">
            Go on
          </button>
        </form>
        {passkey && <AnswerWithPasskey {...passkey} label="Use my passkey instead" next={next} isQuiet />}
        {factors.includes('totp') && (
          <details class="fold" open={tried === 'totp'}>
            <summary>Use my authenticator app instead</summary>
            <form class="form" method="post" action="/account/prove" autocomplete="off">
              <ProblemSummary problem={of('totp')} controls={{ code: 'app-code' }} />
              <OneTimeCodeField id="app-code" label="Code" hint="Six digits from the app." />
              <input type="hidden" name="factor" value="totp" />
              <input type="hidden" name="next" value={next} />
              <button class="button button-wide button-quiet" type="submit">
                Go on with the code
              </button>
            </form>
          </details>
        )}
        {factors.includes('recovery-code') && (
          <details class="fold" open={tried === 'recovery-code'}>
            <summary>Use a recovery code instead</summary>
            <form class="form" method="post" action="/account/prove" autocomplete="off">
              <ProblemSummary problem={of('recovery-code')} controls={{ code: 'recovery-code' }} />
              <RecoveryCodeField id="recovery-code" label="Recovery code" hint="Each works once." />
              <input type="hidden" name="factor" value="recovery-code" />
              <input type="hidden" name="next" value={next} />
              <button class="button button-wide button-quiet" type="submit">
                Go on with the recovery code
              </button>
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
