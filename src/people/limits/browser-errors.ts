import { hours } from '../../kit/duration.ts';
import type { LimitServices } from './challenge.ts';
import { reserve } from './store.ts';

const most = 10;

/** Counts what a browser reports of one attempt or session; false when there was enough of it this hour. */
export async function countBrowserError(
  { db, clock }: Pick<LimitServices, 'db' | 'clock'>,
  subject: string,
): Promise<boolean> {
  const now = clock();
  const never = Number.MAX_SAFE_INTEGER;
  const taken = await reserve(db, {
    ...{ key: `browser-errors:${subject}`, accountId: null, now, expiresAt: now + hours(1), sliding: false },
    ...{ most, challengeFrom: never, proved: false, waitFrom: never, firstWait: 0, longestWait: 0 },
  });
  return taken !== undefined;
}
