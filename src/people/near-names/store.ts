import { type Db, deleteExpired } from '../../kit/db/index.ts';
import { hashOfHour, nearTo } from './letters.ts';
import type { NearNamesTable } from './table.ts';

/** No more are compared, the newest first. */
const most = 5000;

export async function insertNearNames(db: Db, rows: readonly NearNamesTable[]): Promise<void> {
  await db.insertInto('near_names').values(rows).execute();
}

/** How many names that nobody has, tried within the hour, are one letter away from one of these folded names. */
export async function countNearNames(
  db: Db,
  { names, secretKey, now }: { names: readonly string[]; secretKey: string; now: number },
): Promise<number> {
  const rows = await db
    .selectFrom('near_names')
    .select(['hour', 'letters'])
    .where('expires_at', '>', now)
    .orderBy('expires_at', 'desc')
    .limit(most)
    .execute();
  const byHour = Map.groupBy(rows, ({ hour }) => hour);
  const near = [...byHour].flatMap(([hour, tried]) => {
    const hash = hashOfHour(secretKey, hour);
    const isNear = names.map((name) => nearTo(name, hash));
    return tried.filter(({ letters }) => isNear.some((is) => is(letters)));
  });
  return near.length;
}

export function deleteOldNearNames(db: Db, now: number): Promise<void> {
  return deleteExpired(db, 'near_names', 'id', now);
}
