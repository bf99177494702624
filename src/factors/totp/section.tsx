import { SectionNotice } from '../../kit/ui/form-problem.tsx';
import type { Done } from '../../kit/ui/site.ts';
import { Time } from '../../kit/ui/time.tsx';
import { useWords } from '../../kit/words/index.ts';
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
  const { section: said } = useWords().totp;
  return (
    <section class="card" id="totp" aria-labelledby="totp-title">
      <h2 id="totp-title">
        {said.title} {since !== null && <span class="chip chip-good">{said.on}</span>}
      </h2>
      <SectionNotice of="totp" done={done} />
      {since === null ? <Invitation /> : <InForce since={since} mustStay={mustStay} />}
    </section>
  );
}

function Invitation() {
  const { section: said } = useWords().totp;
  return (
    <>
      <p class="card-lead">{said.invitation}</p>
      <form class="actions" method="post" action="/account/security/totp">
        <button class="button" type="submit">
          {said.setUp}
        </button>
      </form>
    </>
  );
}

function InForce({ since, mustStay }: { since: string; mustStay: boolean }) {
  const { section: said } = useWords().totp;
  return (
    <>
      <p class="card-lead">{said.inForce(<Time iso={since} />)}</p>
      {mustStay ? <LastFactor /> : <RemoveApp />}
    </>
  );
}

function RemoveApp() {
  const { remove: said } = useWords().totp;
  return (
    <details class="fold fold-danger">
      <summary>{said.open}</summary>
      <form class="form form-narrow" method="post" action="/account/security/totp/remove">
        <p>{said.warning}</p>
        <p class="actions">
          <button class="button button-danger" type="submit">
            {said.submit}
          </button>
        </p>
      </form>
    </details>
  );
}
