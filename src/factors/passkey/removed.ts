import { type Db, deleteExpired, type Tx } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import { hashToken } from '../../kit/secret-token.ts';
import type { PasskeysTable, RemovedPasskeysTable } from './table.ts';

/** How long it is known of a passkey that it was removed: devices keep theirs, and people try them again. */
const keptFor = days(90);

const hashOf = (credentialId: string): string => hashToken(`passkey\n${credentialId}`);

/** Notes that the account had this passkey until now. */
export async function noteRemoved(
  tx: Tx,
  { credential_id, account_id, name }: Pick<PasskeysTable, 'credential_id' | 'account_id' | 'name'>,
  now: number,
): Promise<void> {
  const fresh = { account_id, name, removed_at: now, expires_at: now + keptFor };
  await tx
    .insertInto('removed_passkeys')
    .values({ credential_hash: hashOf(credential_id), ...fresh })
    .onConflict((conflict) => conflict.column('credential_hash').doUpdateSet(fresh))
    .execute();
}

/** Whose passkey of this credential id was removed and when; undefined where none was, or too long ago. */
export function findRemoved(
  db: Db,
  credentialId: string,
  now: number,
): Promise<RemovedPasskeysTable | undefined> {
  return db
    .selectFrom('removed_passkeys')
    .selectAll()
    .where('credential_hash', '=', hashOf(credentialId))
    .where('expires_at', '>', now)
    .executeTakeFirst();
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
