import { Challenge, challengeAssets } from '../../kit/ui/challenge.tsx';
import { OneTimeCodeField, RecoveryCodeField } from '../../kit/ui/code-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import { AnswerWithPasskey, type PasskeyOffer, passkeyScript } from '../../kit/ui/passkey.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';

interface SecondFactorPageProps {
  site: Site;
  next: string;
  /** The names of the factors that can be answered. */
  factors: readonly string[];
  /** What a passkey needs to answer, if the account has one. */
  passkey: PasskeyOffer | null;
  /** The one whose form came back. */
  tried?: string | undefined;
  /** The code of that form, where it was not judged. */
  typed?: string | undefined;
  problem?: FormProblem | undefined;
  /** A code of the app needs a proof of work; a recovery code never does. */
  challenge?: boolean | undefined;
}

/** After a right password or code: the second factor, each way in a form of its own. */
export function SecondFactorPage(props: SecondFactorPageProps) {
  const { site, next, factors, passkey, tried, typed, problem, challenge } = props;
  const hasApp = factors.includes('totp');
  const hasCodes = factors.includes('recovery-code');
  const recovering = tried === 'recovery-code' || (!hasApp && !passkey);
  return (
    <Layout
      site={site}
      title="Your second factor"
      shape="split"
      failed={problem !== undefined}
      scripts={[passkeyScript, ...(challenge ? challengeAssets.scripts : [])]}
      styles={challenge ? challengeAssets.styles : []}
    >
      <Split title="One more step" lead="That was right. Now prove that you have your second factor.">
        {passkey && <AnswerWithPasskey {...passkey} label="Use my passkey" next={next} />}
        {hasApp && (
          <form class="form" method="post" action="/login/second-factor" autocomplete="off">
            <ProblemSummary problem={recovering ? undefined : problem} controls={{ code: 'app-code' }} />
            <OneTimeCodeField
              id="app-code"
              label="Code from your authenticator app"
              hint="Six digits. A new code comes every half minute."
              value={recovering ? undefined : typed}
              first={!problem}
            />
            <input type="hidden" name="factor" value="totp" />
            <input type="hidden" name="next" value={next} />
            {challenge && <Challenge site={site} />}
            <button class="button button-wide" type="submit">
              Log in
            </button>
          </form>
        )}
        {hasCodes && (
          <details class="fold" open={recovering}>
            <summary>I do not have my phone</summary>
            <form class="form" method="post" action="/login/second-factor" autocomplete="off">
              <ProblemSummary
                problem={recovering ? problem : undefined}
                controls={{ code: 'recovery-code' }}
              />
              <RecoveryCodeField
                id="recovery-code"
                label="Recovery code"
                hint="One of the codes that you printed or saved. Each works once."
              />
              <input type="hidden" name="factor" value="recovery-code" />
              <input type="hidden" name="next" value={next} />
              <button class="button button-wide" type="submit">
                Use it and log in
              </button>
            </form>
          </details>
        )}
        <p class="aside-link">
          Not you? <a href="/login">Start over</a>
        </p>
      </Split>
    </Layout>
  );
}
