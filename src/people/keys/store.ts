import { type Db, deleteExpired, prepared, type Tx } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { isKey } from './key.ts';
import type { AccessKeysTable } from './table.ts';

/** A key that still works, with whose it is. */
export type FoundKey = AccessKeysTable & {
  readonly username: string;
  readonly account_created_at: number;
  readonly account_updated_at: number;
  readonly last_login_at: number | null;
  readonly app_roles: string | null;
  readonly attributes: string | null;
};

const byHash = prepared<{ hash: string; now: number }, FoundKey>((db, { hash, now }) =>
  db
    .selectFrom('access_keys as k')
    .innerJoin('accounts as a', 'a.id', 'k.account_id')
    .selectAll('k')
    .select(['a.username', 'a.created_at as account_created_at', 'a.updated_at as account_updated_at'])
    .select(['a.last_login_at', 'a.app_roles', 'a.attributes'])
    .where('k.key_hash', '=', hash)
    .where('k.expires_at', '>', now)
    .where('a.disabled_at', 'is', null)
    .where('a.deleted_at', 'is', null),
);

/** The key and its account, while it works and the account is open. */
export async function findKey(db: Db, key: string, now: number): Promise<FoundKey | undefined> {
  // One with a wrong checksum was mistyped or made up: no row is asked for it.
  if (!isKey(key)) return undefined;
  return (await byHash(db, { hash: hashToken(key), now }))[0];
}

export const scopesOfKey = ({ scopes }: Pick<AccessKeysTable, 'scopes'>): readonly string[] =>
  JSON.parse(scopes) as string[];

const touchEvery = minutes(1);

/** Notes that it was used now from here, at most once a minute. */
export async function touchKey(
  db: Db,
  { id, used_at: usedAt }: Pick<AccessKeysTable, 'id' | 'used_at'>,
  { now, address }: { readonly now: number; readonly address: string },
): Promise<void> {
  const seenBefore = now - touchEvery;
  if (usedAt !== null && usedAt > seenBefore) return;
  await db
    .updateTable('access_keys')
    .set({ used_at: now, used_from: address })
    .where('id', '=', id)
    .where((or) => or.or([or('used_at', 'is', null), or('used_at', '<=', seenBefore)]))
    .execute();
}

/** The account's keys, those that have expired too, the newest first. */
export function listKeys(db: Db, accountId: string): Promise<AccessKeysTable[]> {
  return db
    .selectFrom('access_keys')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
}

export async function countKeys(tx: Tx, accountId: string): Promise<number> {
  return (await listKeys(tx, accountId)).length;
}

export async function insertKey(tx: Tx, row: AccessKeysTable): Promise<void> {
  await tx.insertInto('access_keys').values(row).execute();
}

/** Takes a key off the account; undefined where the account has none of this ID. */
export function deleteKey(tx: Tx, accountId: string, id: string): Promise<AccessKeysTable | undefined> {
  return tx
    .deleteFrom('access_keys')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

/** Ends every key of an account, for what ends everything that acts in its name. */
export async function deleteKeysOf(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('access_keys').where('account_id', '=', accountId).execute();
}

/** Whose key this is, whether it still works or not; undefined where it's none of this server. */
export async function findKeyOwner(db: Db, key: string): Promise<string | undefined> {
  if (!isKey(key)) return undefined;
  const found = await db
    .selectFrom('access_keys')
    .select('account_id')
    .where('key_hash', '=', hashToken(key))
    .executeTakeFirst();
  return found?.account_id;
}

/** A key that somebody has found, whoever has it; undefined where it's none of this server. */
export async function deleteLeaked(tx: Tx, key: string): Promise<AccessKeysTable | undefined> {
  if (!isKey(key)) return undefined;
  return tx
    .deleteFrom('access_keys')
    .where('key_hash', '=', hashToken(key))
    .returningAll()
    .executeTakeFirst();
}

/** Keys that end in this time, and whose owners haven't been told. */
export function listKeysToWarnOf(
  db: Db,
  { after, until }: { readonly after: number; readonly until: number },
): Promise<AccessKeysTable[]> {
  return db
    .selectFrom('access_keys')
    .selectAll()
    .where('expires_at', '>', after)
    .where('expires_at', '<=', until)
    .where('warned_at', 'is', null)
    .orderBy('expires_at')
    .limit(1000)
    .execute();
}

/** Whether it's this process that tells the owner: of several one does. */
export async function claimWarning(tx: Tx, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_keys')
    .set({ warned_at: now })
    .where('id', '=', id)
    .where('warned_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export const deleteExpiredKeys = (db: Db, before: number): Promise<void> =>
  deleteExpired(db, 'access_keys', 'id', before);
