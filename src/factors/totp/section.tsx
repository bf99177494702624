import { Cancel, Change, Row } from '../../kit/ui/row.tsx';
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
  const { section: said, remove } = useWords().totp;
  if (since === null) {
    return (
      <Row id="totp" title={said.title} value={said.invitation} done={done}>
        <form class="row-action" method="post" action="/account/security/totp">
          <button class="button button-small button-quiet" type="submit">
            {said.setUp}
          </button>
        </form>
      </Row>
    );
  }
  const chip = <span class="chip chip-good">{said.on}</span>;
  return (
    <Row id="totp" title={said.title} chip={chip} value={said.inForce(<Time iso={since} />)} done={done}>
      {mustStay ? (
        <LastFactor />
      ) : (
        <Change of="totp" label={remove.open} what={said.title}>
          <form class="form form-narrow" method="post" action="/account/security/totp/remove">
            <p>{remove.warning}</p>
            <p class="actions">
              <button class="button button-danger" type="submit">
                {remove.submit}
              </button>
              <Cancel />
            </p>
          </form>
        </Change>
      )}
    </Row>
  );
}
