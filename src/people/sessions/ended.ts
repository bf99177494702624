import { type Db, deleteExpired, type Tx } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import type { EndedSessionsTable, SessionsTable } from './table.ts';

/** What a session leaves behind when it ends. */
export const ofEnded = [
  'token_hash',
  'account_id',
  'actor_id',
] as const satisfies readonly (keyof SessionsTable)[];

type Ended = Pick<SessionsTable, (typeof ofEnded)[number]>;

/** How long the holder of an ended session is told why, in milliseconds. */
export const toldFor = days(7);

/** Why and when: what is kept of an end. */
export type End = Pick<EndedSessionsTable, 'why' | 'at'>;

/**
 * Keeps why sessions ended, in the transaction that ends them. Not of those of administrators: their end is none of what
 * signed the person out.
 */
export async function keepEnded(tx: Tx, all: readonly (Ended & End)[]): Promise<void> {
  const ended = all.filter(({ actor_id: actor }) => actor === null);
  for (let first = 0; first < ended.length; first += mostAtOnce) {
    const rows = ended.slice(first, first + mostAtOnce).map(({ token_hash, account_id, why, at }) => ({
      token_hash,
      account_id,
      why,
      at,
      expires_at: at + toldFor,
    }));
    // Sessions of a database that was restored may have ended before: they must end all the same.
    await tx
      .insertInto('ended_sessions')
      .values(rows)
      .onConflict((told) => told.column('token_hash').doNothing())
      .execute();
  }
}

/** Five values each; a statement of PostgreSQL takes 65,535, one of SQLite 32,766. */
const mostAtOnce = 1000;

/** Why and when the session with this token ended; undefined where that isn't known, or no longer. */
export function findEnded(
  db: Db,
  tokenHash: string,
  now: number,
): Promise<(End & Pick<EndedSessionsTable, 'account_id'>) | undefined> {
  return db
    .selectFrom('ended_sessions')
    .select(['account_id', 'why', 'at'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** The session of an account that ended last, and why; undefined where none did lately. */
export function findLastEnded(db: Db, accountId: string, now: number): Promise<End | undefined> {
  return db
    .selectFrom('ended_sessions')
    .select(['why', 'at'])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Forgets why sessions ended whose holders were told for long enough. */
export function deleteToldEnds(db: Db, now: number): Promise<void> {
  return deleteExpired(db, 'ended_sessions', 'token_hash', now);
}
