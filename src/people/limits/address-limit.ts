import { addressKey, isLoopbackAddress } from '../../kit/http/index.ts';
import type { Services } from '../../services.ts';
import type { Reservation } from './store.ts';

/** The last time that there is, and a count that nothing reaches. */
export const never = 8_640_000_000_000_000;

/** What anyone may ask for without an account. */
export type AskedByAnyone = 'registrations' | 'recoveries';

/** Null where there is none: in development this machine may do what it likes. */
export function addressLimit(
  { config, clock }: Services,
  what: 'failures' | AskedByAnyone,
  address: string,
): Reservation | null {
  if (config.mode === 'development' && isLoopbackAddress(address)) return null;
  const now = clock();
  return {
    key: `${what}:${addressKey(address)}`,
    accountId: null,
    now,
    expiresAt: now + config.limits.addressWindow,
    sliding: false,
    ...bounds(config, what),
    proved: false,
    waitFrom: never,
    firstWait: 0,
    longestWait: 0,
  };
}

function bounds({ limits }: Services['config'], what: 'failures' | AskedByAnyone) {
  if (what === 'failures') return { most: limits.addressFailures, challengeFrom: never };
  return what === 'registrations'
    ? { most: limits.registrations, challengeFrom: limits.registrationsBeforeChallenge }
    : { most: limits.recoveries, challengeFrom: limits.recoveriesBeforeChallenge };
}
