import { type TotpSetUp, TotpSteps } from '../../factors/enrol/index.ts';
import type { QrCode } from '../../factors/totp/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import { AddPasskeyInLogin, type PasskeyOffer, passkeyScript } from '../../kit/ui/passkey.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';

interface AddSecondFactorPageProps {
  site: Site;
  next: string;
  username: string;
  accountId: string;
  /** What a passkey needs to be made; null where this server has no name for it. */
  passkey: PasskeyOffer | null;
  setUp: TotpSetUp & { qrCode: QrCode };
  problem?: FormProblem | undefined;
}

/** After a right password, for an account that must have a second factor and has none: it adds one of the two. */
export function AddSecondFactorPage(props: AddSecondFactorPageProps) {
  const { site, next, username, passkey, setUp, problem } = props;
  return (
    <Layout
      site={site}
      title="Add a second factor"
      failed={problem !== undefined}
      scripts={passkey ? [passkeyScript] : []}
    >
      <div class="task">
        <header class="task-head">
          <p class="eyebrow">
            Account <bdi>{username}</bdi>
          </p>
          <h1>Add a second factor</h1>
          <p class="lead">
            Besides your password this account needs something that only you have, so that a stolen password
            alone opens nothing. It is asked for at each login from now on.
          </p>
        </header>
        {passkey && (
          <section class="card" aria-labelledby="passkey-title">
            <h2 id="passkey-title">A passkey</h2>
            <p class="card-lead">
              Your phone, your computer or a security key proves that it is you, by a finger, a face or a PIN.
            </p>
            <AddPasskeyInLogin {...passkey} next={next} accountId={props.accountId} />
          </section>
        )}
        <h2>{passkey ? 'Or an authenticator app' : 'An authenticator app'}</h2>
        <TotpSteps {...setUp} action="/login/add-second-factor" next={next} problem={problem} />
        <p class="aside-link">
          Not you? <a href="/login">Start over</a>
        </p>
      </div>
    </Layout>
  );
}
