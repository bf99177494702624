import { type Db, prepared, type Tx } from '../../kit/db/index.ts';
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

/** Gives the account a password, in the place of whatever it had. The transaction holds the account. */
export async function setPassword(tx: Tx, accountId: string, next: NewHash, now: number): Promise<void> {
  const before = await findPassword(tx, accountId);
  await tx
    .insertInto('passwords')
    .values({ account_id: accountId, ...next, version: 1, changed_at: now })
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet((row) => ({ ...next, version: row('passwords.version', '+', 1), changed_at: now })),
    )
    .execute();
  await recount(tx, before?.hash, next.hash);
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

/** Removes the account's password; false when it has none. */
export async function deletePassword(tx: Tx, accountId: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('passwords')
    .where('account_id', '=', accountId)
    .returning('hash')
    .executeTakeFirst();
  if (row) await recount(tx, row.hash, undefined);
  return row !== undefined;
}

/** The names of the peppers that stored hashes have; the empty one is none. */
export async function listPeppers(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('passwords').select('pepper').distinct().execute();
  return rows.map(({ pepper }) => pepper);
}
