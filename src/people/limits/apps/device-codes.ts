import { minutes } from '../../../kit/duration.ts';
import { addressKey } from '../../../kit/http/index.ts';
import type { LimitServices } from '../challenge.ts';
import { giveBack, reserve } from '../store.ts';

type CountServices = Pick<LimitServices, 'db' | 'clock'>;

const mostWrong = 5;
/** What anybody can have this server keep, by what the provider calls it. */
const mostLeft = { DeviceCode: 60, PushedAuthorizationRequest: 300 } as const;
const within = minutes(10);

function count({ db, clock }: CountServices, key: string, most: number): Promise<number | undefined> {
  const now = clock();
  const never = Number.MAX_SAFE_INTEGER;
  return reserve(db, {
    ...{ key, accountId: null, now, expiresAt: now + within, sliding: false },
    ...{ most, challengeFrom: never, proved: false, waitFrom: never, firstWait: 0, longestWait: 0 },
  });
}

/**
 * Looks up a code that somebody read off a device, of which there are few at a time (RFC 8628 §5.1): five wrong ones in ten minutes for
 * an account, and for its network. Counted before the look-up; a right one is given back. Answers `too-many` when there were enough.
 */
export async function lookUpDeviceCode<Found>(
  services: CountServices,
  { accountId, address }: { readonly accountId: string; readonly address: string },
  find: () => Promise<Found | undefined>,
): Promise<Found | undefined | 'too-many'> {
  const keys = [`device-codes:${accountId}`, `device-codes:${addressKey(address)}`];
  for (const key of keys) if ((await count(services, key, mostWrong)) === undefined) return 'too-many';
  const found = await find();
  if (found !== undefined) for (const key of keys) await giveBack(services.db, key);
  return found;
}

/** Counts a request of an app that waits here; false when enough of this network do already. */
export async function countLeft(
  services: CountServices,
  kind: keyof typeof mostLeft,
  address: string,
): Promise<boolean> {
  return (await count(services, `${kind}:${addressKey(address)}`, mostLeft[kind])) !== undefined;
}
