import { type Db, deleteExpired, holdFreeRows } from '../../kit/db/index.ts';

/** Removes counts that have expired, those of nothing as far as `deleteZeros` gets, and proofs of work that can't be used again. */
export async function deleteExpiredLimits(db: Db, now: number): Promise<void> {
  await deleteExpired(db, 'limits', 'key', now);
  await deleteExpired(db, 'spent_challenges', 'id', now);
  await deleteZeros(db);
}

/** In one sweep: a million counts are walked through in about three hours. */
const page = { rows: 500, most: 10 };

/** The last key that a sweep of this process has looked at; without one it begins with the first. */
const walked = new WeakMap<Db, string>();

/**
 * Removes counts of nothing, which a login that succeeded leaves. It walks on through the table by its key, since an
 * index of them would have to be kept up by every login, and a look for them all would read every count each minute.
 */
async function deleteZeros(db: Db): Promise<void> {
  for (let count = 0; count < page.most; count += 1) {
    const rows = await db
      .selectFrom('limits')
      .select(['key', 'count'])
      .where('key', '>', walked.get(db) ?? '')
      .orderBy('key')
      .limit(page.rows)
      .execute();
    const keys = rows.filter((row) => row.count === 0).map(({ key }) => key);
    if (keys.length > 0) {
      // Counted again meanwhile, or held by whoever counts now: it stays.
      const zeros = db.selectFrom('limits').select('key').where('key', 'in', keys).where('count', '=', 0);
      await db.deleteFrom('limits').where('key', 'in', holdFreeRows(db, zeros)).execute();
    }
    const isEnd = rows.length < page.rows;
    walked.set(db, isEnd ? '' : (rows.at(-1)?.key ?? ''));
    if (isEnd) return;
  }
}
