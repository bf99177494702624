import { SectionNotice } from '../../kit/ui/form-problem.tsx';
import type { Done } from '../../kit/ui/site.ts';
import { Time } from '../../kit/ui/time.tsx';
import { LastFactor } from '../last-factor.tsx';

interface TotpSectionProps {
  /** ISO 8601 in UTC; null when there is none. */
  since: string | null;
  /** It is the last second factor of an account that must have one. */
  mustStay: boolean;
  done?: Done | undefined;
}

/** The authenticator app, as the account's page shows it. */
export function TotpSection({ since, mustStay, done }: TotpSectionProps) {
  return (
    <section class="card" id="totp" aria-labelledby="totp-title">
      <h2 id="totp-title">Authenticator app {since !== null && <span class="chip chip-good">On</span>}</h2>
      <SectionNotice of="totp" done={done} />
      {since === null ? <Invitation /> : <InForce since={since} mustStay={mustStay} />}
    </section>
  );
}

function Invitation() {
  return (
    <>
      <p class="card-lead">
        An app on your phone shows a new code every half minute. With it, a stolen password alone opens
        nothing.
      </p>
      <form class="actions" method="post" action="/account/security/totp">
        <button class="button" type="submit">
          Set up an app
        </button>
      </form>
    </>
  );
}

function InForce({ since, mustStay }: { since: string; mustStay: boolean }) {
  return (
    <>
      <p class="card-lead">
        We ask for its code after your password. On since <Time iso={since} />.
      </p>
      {mustStay ? <LastFactor /> : <RemoveApp />}
    </>
  );
}

function RemoveApp() {
  return (
    <details class="fold fold-danger">
      <summary>I want to remove it</summary>
      <form class="form form-narrow" method="post" action="/account/security/totp/remove">
        <p>
          The codes of the app are worth nothing then. If it is your last second factor, your recovery codes
          go with it, and your password alone opens the account.
        </p>
        <p class="actions">
          <button class="button button-danger" type="submit">
            Remove the app
          </button>
        </p>
      </form>
    </details>
  );
}
