import { randomBytes } from 'node:crypto';
import { type Expression, sql } from 'kysely';
import { type Db, prepared, type Tx } from '../../kit/db/index.ts';
import { noteRemoved } from './removed.ts';
import type { PasskeysTable } from './table.ts';

/** The handle of an account, made when it is first asked for; the same for all its passkeys and for good. */
export async function ensureUserHandle(db: Db, accountId: string): Promise<string> {
  const row = await db
    .insertInto('passkey_users')
    .values({ account_id: accountId, user_handle: randomBytes(64).toString('base64url') })
    // Writes what is there: without a change there would be nothing to return.
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ account_id: accountId }))
    .returning('user_handle')
    .executeTakeFirstOrThrow();
  return row.user_handle;
}

/** The account's passkeys, the oldest first. */
export function listPasskeys(db: Db, accountId: string): Promise<PasskeysTable[]> {
  return db
    .selectFrom('passkeys')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export async function hasPasskey(db: Db, accountId: string): Promise<boolean> {
  return (await idsOf(db, { accountId })).length > 0;
}

/** Every login asks for it. Without a limit: SQLite plans a query with a limit that is a parameter anew at each run. */
const idsOf = prepared((db, { accountId }: { accountId: string }) =>
  db.selectFrom('passkeys').select('id').where('account_id', '=', accountId),
);

export function passkeyHolders(db: Db): Expression<string> {
  return db.selectFrom('passkeys').select('account_id').$asScalar();
}

export async function countPasskeys(db: Db, accountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('passkeys')
    .select(sql<number>`count(*)`.as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export type OwnedPasskey = PasskeysTable & { readonly user_handle: string };

export function findByCredential(db: Db, credentialId: string): Promise<OwnedPasskey | undefined> {
  return db
    .selectFrom('passkeys as p')
    .innerJoin('passkey_users as u', 'u.account_id', 'p.account_id')
    .selectAll('p')
    .select('u.user_handle')
    .where('p.credential_id', '=', credentialId)
    .executeTakeFirst();
}

/** False when any account has a passkey of this credential id; the unique index decides. */
export async function insertPasskey(tx: Tx, passkey: PasskeysTable): Promise<boolean> {
  const row = await tx
    .insertInto('passkeys')
    .values(passkey)
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export interface PasskeyUse {
  readonly id: string;
  readonly signCount: number;
  readonly backupState: number;
  readonly uvInitialized: number;
  readonly now: number;
}

/**
 * Notes a use, in one statement with the judgement of its counter: it must be larger than the last, unless the
 * authenticator counts nothing and never has. False when it is not, or the passkey is gone.
 */
export async function recordPasskeyUse(tx: Tx, use: PasskeyUse): Promise<boolean> {
  const row = await tx
    .updateTable('passkeys')
    .set({
      sign_count: use.signCount,
      backup_state: use.backupState,
      uv_initialized: use.uvInitialized,
      last_used_at: use.now,
    })
    .where('id', '=', use.id)
    .where('sign_count', use.signCount === 0 ? '=' : '<', use.signCount)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The passkey under its new name; undefined when the account has none of this id. */
export async function renamePasskey(
  tx: Tx,
  { accountId, id, name }: { accountId: string; id: string; name: string },
): Promise<PasskeysTable | undefined> {
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  if (id.includes('\0')) return undefined;
  return tx
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returningAll()
    .executeTakeFirst();
}

/** Removes one passkey of this account and notes that it was one; undefined when there is none of that id. */
export async function deletePasskey(
  tx: Tx,
  accountId: string,
  id: string,
  now: number,
): Promise<PasskeysTable | undefined> {
  if (id.includes('\0')) return undefined;
  const removed = await tx
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returningAll()
    .executeTakeFirst();
  if (removed) await noteRemoved(tx, removed, now);
  return removed;
}
