import { addressKey, isLoopbackAddress } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import type { Reservation } from '../store.ts';

/** The last time that there is, and a count that nothing reaches. */
export const never = 8_640_000_000_000_000;

/** For a count after which nobody has to wait. */
export const noWait = { waitFrom: never, firstWait: 0, longestWait: 0 } as const;

/** What anyone may ask for without an account. */
export type AskedByAnyone =
  | 'registrations'
  | 'recoveries'
  | 'passkeyLogins'
  | 'providerLogins'
  | 'emailCodes';

/** `knownFailures` are wrong codes from browsers and sessions that an account knows: strangers don't fill that count. */
type PerAddress = 'failures' | 'knownFailures' | 'wrongLinks' | AskedByAnyone;

/** Null where there is none: in development this machine may do what it likes. */
export function addressLimit(
  { config, clock }: Pick<Services, 'config' | 'clock'>,
  what: PerAddress,
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
    ...bounds[what](config.limits),
    proved: false,
    ...noWait,
  };
}

type Bounds = Pick<Reservation, 'most' | 'challengeFrom'>;

const bounds: Readonly<Record<PerAddress, (limits: Services['config']['limits']) => Bounds>> = {
  failures: ({ addressFailures: most }) => ({ most, challengeFrom: never }),
  knownFailures: ({ addressFailures: most }) => ({ most, challengeFrom: never }),
  wrongLinks: ({ wrongLinks: most }) => ({ most, challengeFrom: never }),
  registrations: ({ registrations: most, registrationsBeforeChallenge: challengeFrom }) => ({
    most,
    challengeFrom,
  }),
  recoveries: ({ recoveries: most, recoveriesBeforeChallenge: challengeFrom }) => ({ most, challengeFrom }),
  passkeyLogins: ({ passkeyLogins: most }) => ({ most, challengeFrom: never }),
  providerLogins: ({ passkeyLogins: most }) => ({ most, challengeFrom: never }),
  emailCodes: ({ emailCodes: most, emailCodesBeforeChallenge: challengeFrom }) => ({ most, challengeFrom }),
};

/** The most of what a key of `addressLimit` counts; undefined for a key of something else. */
export function mostPerAddress(limits: Services['config']['limits'], key: string): number | undefined {
  const [what = ''] = key.split(':');
  return Object.hasOwn(bounds, what) ? bounds[what as PerAddress](limits).most : undefined;
}
