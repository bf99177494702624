import type { Db, Tx } from '../../kit/db/index.ts';
import type { LoginAttemptsTable } from './attempts-table.ts';

export async function insertAttempt(tx: Tx, attempt: LoginAttemptsTable): Promise<void> {
  await tx.insertInto('login_attempts').values(attempt).execute();
}

/** The attempt and the account's name, while it can still be finished. */
export function findAttempt(db: Db, tokenHash: string, now: number) {
  return db
    .selectFrom('login_attempts as t')
    .innerJoin('accounts as a', 'a.id', 't.account_id')
    .select(['t.account_id', 'a.username'])
    .where('t.token_hash', '=', tokenHash)
    .where('t.used_at', 'is', null)
    .where('t.expires_at', '>', now)
    .executeTakeFirst();
}

/** Uses the attempt up: of parallel tries to finish it one gets it. */
export function consumeAttempt(
  tx: Tx,
  tokenHash: string,
  now: number,
): Promise<LoginAttemptsTable | undefined> {
  return tx
    .updateTable('login_attempts')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteExpiredAttempts(db: Db, now: number): Promise<void> {
  await db.deleteFrom('login_attempts').where('expires_at', '<=', now).execute();
}
