import { minutes } from '../../../kit/duration.ts';
import { addressKey } from '../../../kit/http/index.ts';
import type { LimitServices } from '../challenge.ts';
import { waitProblem } from '../refusals.ts';
import { reserve } from '../store.ts';
import { never, noWait } from './address-limit.ts';

/** A scanner that has found more sends them over some minutes. */
const most = 60;

/** Counts a key that is reported as found, by the network that it comes from. Throws `too-many-attempts`. */
export async function countKeyReport(
  services: Pick<LimitServices, 'db' | 'clock'>,
  address: string,
): Promise<void> {
  const now = services.clock();
  const expiresAt = now + minutes(1);
  const counted = await reserve(services.db, {
    key: `key-reports:${addressKey(address)}`,
    accountId: null,
    ...{ now, expiresAt, sliding: false, most, challengeFrom: never, proved: false, ...noWait },
  });
  if (counted === undefined) throw waitProblem(services, expiresAt);
}
