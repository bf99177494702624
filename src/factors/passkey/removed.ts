import { type Db, deleteExpired, type Tx } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import { hashToken } from '../../kit/secret-token.ts';
import type { PasskeysTable, RemovedPasskeysTable } from './table.ts';

/** How long it is known of a passkey that it was removed: devices keep theirs, and people try them again. */
const keptFor = days(90);

/**
 * With the handle of the account: credential IDs are told to whoever knows the password, so an ID alone must not say whose
 * it was, and the same ID, added and removed elsewhere, must not take the place of the owner's.
 */
const hashOf = (userHandle: string, credentialId: string): string =>
  hashToken(`passkey\n${userHandle}\n${credentialId}`);

/** Notes that the account had this passkey until now. */
export async function noteRemoved(
  tx: Tx,
  { credential_id, account_id, name }: Pick<PasskeysTable, 'credential_id' | 'account_id' | 'name'>,
  now: number,
): Promise<void> {
  const userHandle = await findUserHandle(tx, account_id);
  if (userHandle === undefined) return;
  const fresh = { account_id, name, removed_at: now, expires_at: now + keptFor };
  await tx
    .insertInto('removed_passkeys')
    .values({ credential_hash: hashOf(userHandle, credential_id), ...fresh })
    .onConflict((conflict) => conflict.column('credential_hash').doUpdateSet(fresh))
    .execute();
}

interface Answering {
  /** Whom the passkey was asked of; null in a login without a name, where the handle in the answer says it. */
  readonly accountId: string | null;
  readonly userHandle: string | undefined;
  readonly credentialId: string;
}

/** Whose passkey was removed and when; undefined where none was, or too long ago. */
export async function findRemoved(
  db: Db,
  { accountId, userHandle, credentialId }: Answering,
  now: number,
): Promise<RemovedPasskeysTable | undefined> {
  const handle = accountId === null ? userHandle : await findUserHandle(db, accountId);
  if (handle === undefined) return undefined;
  return db
    .selectFrom('removed_passkeys')
    .selectAll()
    .where('credential_hash', '=', hashOf(handle, credentialId))
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

async function findUserHandle(db: Db, accountId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('passkey_users')
    .select('user_handle')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.user_handle;
}

/** What those passkeys of an account were called that were removed at this time. */
export async function namesOfRemoved(db: Db, accountId: string, removedAt: number): Promise<string[]> {
  const rows = await db
    .selectFrom('removed_passkeys')
    .select('name')
    .where('account_id', '=', accountId)
    .where('removed_at', '=', removedAt)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

export function deleteOldRemovedPasskeys(db: Db, now: number): Promise<void> {
  return deleteExpired(db, 'removed_passkeys', 'credential_hash', now);
}
