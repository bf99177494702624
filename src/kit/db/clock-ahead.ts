import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { minutes } from '../duration.ts';
import type { Db } from './database.ts';
import { LeasingAdapter } from './sqlite.ts';

/** What the clocks of two machines may differ by before anybody is told, in milliseconds. */
export const clockTolerance = minutes(1);

/**
 * By how many milliseconds the clock of the database's server is ahead of `clock`, or behind it where negative. 0 on
 * SQLite, which has no clock of its own. What the query took is not counted as a difference.
 */
export async function clockAhead(db: Db, clock: Clock): Promise<number> {
  if (db.getExecutor().adapter instanceof LeasingAdapter) return 0;
  const before = clock();
  const { rows } = await sql<{
    now: number | string;
  }>`select floor(extract(epoch from clock_timestamp()) * 1000) as now`.execute(db);
  const now = Number(rows[0]?.now);
  if (now < before) return now - before;
  return Math.max(0, now - clock());
}
