import { type Db, holdRows, prepared, type Tx } from '../../kit/db/index.ts';
import { recount } from './costs.ts';
import type { PasswordsTable } from './table.ts';

export async function insertPassword(tx: Tx, password: PasswordsTable): Promise<void> {
  await tx.insertInto('passwords').values(password).execute();
  await recount(tx, undefined, password.hash);
}

export async function findPassword(db: Db, accountId: string): Promise<PasswordsTable | undefined> {
  return (await passwordOf(db, { accountId }))[0];
}

const passwordOf = prepared((db, { accountId }: { accountId: string }) =>
  db.selectFrom('passwords').selectAll().where('account_id', '=', accountId),
);

export type NewHash = Pick<PasswordsTable, 'hash' | 'wraps' | 'pepper' | 'weak'>;

/**
 * Puts a new hash in the place of `oldHash`, in one statement: of parallel changes, each of which has
 * verified the old password, one wins and gets the new version; undefined for the others.
 */
export async function replacePassword(
  tx: Tx,
  accountId: string,
  oldHash: string,
  next: NewHash,
  now: number,
): Promise<number | undefined> {
  const row = await tx
    .updateTable('passwords')
    .set((password) => ({ ...next, version: password('version', '+', 1), changed_at: now }))
    .where('account_id', '=', accountId)
    .where('hash', '=', oldHash)
    .returning('version')
    .executeTakeFirst();
  if (row) await recount(tx, oldHash, next.hash);
  return row?.version;
}

/**
 * Puts a new hash in the place of whatever is there, for somebody who has proved in another way that the account is
 * theirs; false when the account has no password.
 */
export async function resetPassword(tx: Tx, accountId: string, next: NewHash, now: number): Promise<boolean> {
  const [held] = await heldPassword(tx, { accountId });
  return held !== undefined && (await replacePassword(tx, accountId, held.hash, next, now)) !== undefined;
}

/**
 * The same password under better parameters. False when the password is no longer the one that was verified.
 */
export async function rehashPassword(
  tx: Tx,
  accountId: string,
  oldHash: string,
  next: NewHash,
): Promise<boolean> {
  const row = await tx
    .updateTable('passwords')
    .set(next)
    .where('account_id', '=', accountId)
    .where('hash', '=', oldHash)
    .returning('account_id')
    .executeTakeFirst();
  if (row) await recount(tx, oldHash, next.hash);
  return row !== undefined;
}

/**
 * Holds the password's row until the end of the transaction, so that the password is not changed and the account not
 * deleted meanwhile; false when the account is gone, or its password is no longer this `hash`.
 */
export async function holdPassword(tx: Tx, accountId: string, hash?: string): Promise<boolean> {
  const [held] = await heldPassword(tx, { accountId });
  return held !== undefined && (hash === undefined || held.hash === hash);
}

const heldPassword = prepared((db, { accountId }: { accountId: string }) =>
  holdRows(db, db.selectFrom('passwords').select('hash').where('account_id', '=', accountId)),
);

/**
 * Removes the password if it still is the one that was verified; false when it is not. It comes first in whatever
 * ends an account: a login holds this row too, and two that lock their rows in the same order never wait crosswise.
 */
export async function deletePassword(tx: Tx, accountId: string, oldHash: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('passwords')
    .where('account_id', '=', accountId)
    .where('hash', '=', oldHash)
    .returning('account_id')
    .executeTakeFirst();
  if (row) await recount(tx, oldHash, undefined);
  return row !== undefined;
}

/** The names of the peppers that stored hashes have; the empty one is none. */
export async function listPeppers(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('passwords').select('pepper').distinct().execute();
  return rows.map(({ pepper }) => pepper);
}
