import { addressKey, isLoopbackAddress } from '../../kit/http/index.ts';
import type { Services } from '../../services.ts';
import type { Reservation } from './store.ts';

/** The last time that there is, and a count that nothing reaches. */
export const never = 8_640_000_000_000_000;

/** Null where there is none: in development this machine may do what it likes. */
export function addressLimit(
  { config, clock }: Services,
  what: 'failures' | 'registrations',
  address: string,
): Reservation | null {
  if (config.mode === 'development' && isLoopbackAddress(address)) return null;
  const now = clock();
  const { limits } = config;
  const registrations = what === 'registrations';
  return {
    key: `${what}:${addressKey(address)}`,
    accountId: null,
    now,
    expiresAt: now + limits.addressWindow,
    sliding: false,
    most: registrations ? limits.registrations : limits.addressFailures,
    challengeFrom: registrations ? limits.registrationsBeforeChallenge : never,
    proved: false,
    waitFrom: never,
    firstWait: 0,
    longestWait: 0,
  };
}
