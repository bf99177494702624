import { Time } from '../../kit/ui/time.tsx';

interface RecoveryCodesSectionProps {
  /** Codes that were not used yet. */
  left: number;
  /** How many there were at first. */
  of: number;
  /** When they were made, ISO 8601 in UTC; null when the account has none. */
  since: string | null;
}

/** The recovery codes, as the account's page shows them once there is a second factor: how many, never which. */
export function RecoveryCodesSection({ left, of, since }: RecoveryCodesSectionProps) {
  return (
    <section class="card" id="recovery-codes" aria-labelledby="recovery-codes-title">
      <h2 id="recovery-codes-title">
        Recovery codes{' '}
        {since !== null && (
          <span class={left > 2 ? 'chip chip-good' : 'chip chip-warn'}>
            {left} of {of} left
          </span>
        )}
      </h2>
      <p class="card-lead">
        For the day on which your phone is gone: each opens the account once, after your password.
        {since !== null && (
          <>
            {' '}
            Yours are of <Time iso={since} />.
          </>
        )}
      </p>
      {since !== null && left <= 2 && (
        <p class="notice notice-warn">
          {left === 0 ? 'You have none left.' : 'You have few left.'} Get new ones while you can still log in.
        </p>
      )}
      <form class="actions" method="post" action="/account/security/recovery-codes">
        <button class="button button-quiet" type="submit">
          {since === null ? 'Get recovery codes' : 'Get ten new ones'}
        </button>
      </form>
    </section>
  );
}
