import type { Flags } from '../config/index.ts';
import { inTransaction } from '../kit/db/index.ts';
import { recordEvent } from '../people/events/index.ts';
import { clearLimitsOf, findCounts } from '../people/limits/index.ts';
import { operator, withDatabase } from './accounts-database.ts';
import { getOverview } from './accounts-show.ts';
import { count, print } from './accounts-text.ts';

/** Forgets the failures of an account's password and codes: the way out where they are turned off. */
export function unlockAccount(name: string, flags: Flags): Promise<void> {
  return withDatabase(flags, async (opened) => {
    const { db } = opened.database;
    const now = Date.now();
    const { id, username } = await getOverview(opened, name, now);
    const failures = await inTransaction(db, async (tx) => {
      const { total: sum } = await findCounts(tx, opened.config.limits, id, now);
      if (sum === 0) return 0;
      await clearLimitsOf(tx, id);
      await recordEvent(tx, {
        type: 'password-unlocked',
        accountId: id,
        client: operator,
        at: now,
        detail: { failures: sum },
      });
      return sum;
    });
    await print(
      failures === 0
        ? `Nothing is counted against ${username}: there was nothing to unlock.\n`
        : `Forgot ${count(failures, 'failure')}: ${username} can try again now.\n`,
    );
  });
}
