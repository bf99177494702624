import type { Tx } from '../../kit/db/index.ts';
import { hours } from '../../kit/duration.ts';
import type { Services } from '../../services.ts';
import { never } from './address-limit.ts';
import { reserve } from './store.ts';

/**
 * Counts a mail under each of these names before it is queued; false when one of them has had its mails of this
 * hour. It is in the transaction that queues the mail: what is not sent is not counted.
 */
export async function countMail(
  tx: Tx,
  { config, clock }: Pick<Services, 'config' | 'clock'>,
  names: readonly string[],
): Promise<boolean> {
  const now = clock();
  for (const name of names) {
    const counted = await reserve(tx, {
      key: `mails:${name}`,
      accountId: null,
      now,
      expiresAt: now + mailWindow,
      sliding: false,
      most: config.email.mailsAnHour,
      challengeFrom: never,
      proved: false,
      waitFrom: never,
      firstWait: 0,
      longestWait: 0,
    });
    if (counted === undefined) return false;
  }
  return true;
}

/** In milliseconds. */
export const mailWindow = hours(1);
