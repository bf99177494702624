import { hours } from '../../kit/duration.ts';
import { never, noWait } from './asked/address-limit.ts';
import type { LimitServices } from './challenge.ts';
import { reserve } from './store.ts';

/** Counts what a browser reports of one attempt or session; false when there was enough of it this hour. */
export async function countBrowserError(
  { db, clock }: Pick<LimitServices, 'db' | 'clock'>,
  subject: string,
): Promise<boolean> {
  const now = clock();
  const counted = await reserve(db, {
    key: `browser-errors:${subject}`,
    accountId: null,
    now,
    expiresAt: now + hours(1),
    sliding: false,
    most: 10,
    challengeFrom: never,
    proved: false,
    ...noWait,
  });
  return counted !== undefined;
}
