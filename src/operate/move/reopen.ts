import type { ExactDatabase } from '../../kit/db/index.ts';
import { deleteMark, readMark } from './marks.ts';

/** What data that was moved away contains, as it was then. */
export interface ReopenedData {
  readonly peer: string;
  /** When it was moved, in Unix milliseconds. */
  readonly movedAt: number;
  readonly accounts: number;
  /** Sessions that would be valid now. */
  readonly sessions: number;
  readonly links: number;
}

/** Counts what comes back and, unless it's a dry run, removes the mark. Undefined when there is no mark. */
export async function reopen(
  database: ExactDatabase,
  { now, dryRun }: { now: number; dryRun: boolean },
): Promise<ReopenedData | undefined> {
  const mark = await readMark(database, 'source');
  if (mark?.state !== 'done') return undefined;
  const count = async (sql: string, values: readonly bigint[] = []): Promise<number> => {
    const [row] = await database.run(sql, values);
    return Number(row?.rows);
  };
  const time = BigInt(now);
  const found = {
    peer: mark.peer,
    movedAt: mark.at,
    accounts: await count('select count(*) as rows from accounts'),
    sessions: await count('select count(*) as rows from sessions where idle_expires_at > ?', [time]),
    links: await count(
      'select count(*) as rows from links where used_at is null and ended_at is null and expires_at > ?',
      [time],
    ),
  };
  if (!dryRun) await deleteMark(database, 'source');
  return found;
}
