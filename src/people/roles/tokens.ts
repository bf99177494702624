import { type Db, deleteExpired, prepared, type Tx } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import { hashToken, newSecretToken } from '../../kit/secret-token.ts';
import { isPermission, type Permission, permissionKinds } from './permissions.ts';
import { findPermissions } from './store.ts';
import type { AdminTokensTable } from './table.ts';

export type AdminTokenRow = AdminTokensTable;

const form = /^lka_[\w-]{43}$/;

const bearer = 'bearer ';

/** The token of a program in a header `Authorization`; undefined where there is another, or none. */
export function adminTokenIn(header = ''): string | undefined {
  if (header.slice(0, bearer.length).toLowerCase() !== bearer) return undefined;
  const token = header.slice(bearer.length).trim();
  return form.test(token) ? token : undefined;
}

/** A new token, with the hash that is stored of it. */
export const newAdminToken = () => newSecretToken('lka_');

const byHash = prepared<{ hash: string; now: number }, AdminTokenRow>((db, { hash, now }) =>
  db
    .selectFrom('admin_tokens')
    .selectAll()
    .where('token_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now),
);

/** The row of a token that was neither revoked nor has expired. */
export async function findAdminToken(db: Db, token: string, now: number): Promise<AdminTokenRow | undefined> {
  return (await byHash(db, { hash: hashToken(token), now }))[0];
}

/** Whether a token still works, in the transaction of the act that it's used for. */
export async function isAdminTokenAlive(tx: Tx, tokenHash: string, now: number): Promise<boolean> {
  return (await byHash(tx, { hash: tokenHash, now })).length > 0;
}

/** What a token may do now: what it was given and its maker still may, without what takes a person. */
export async function findTokenPermissions(
  db: Db,
  { permissions, made_by: maker }: Pick<AdminTokenRow, 'permissions' | 'made_by'>,
  now: number,
): Promise<ReadonlySet<Permission>> {
  const own = await findPermissions(db, maker, now);
  const given = (JSON.parse(permissions) as string[]).filter(isPermission);
  const held = given.filter((one) => own.has(one) && permissionKinds[one] !== 'person');
  return new Set(held.length === 0 ? [] : (['console:open', ...held] as const));
}

const touchEvery = minutes(1);

/** Records that a token was used, at most once a minute. */
export async function touchAdminToken(
  db: Db,
  { id, last_used_at }: AdminTokenRow,
  now: number,
): Promise<void> {
  const seenBefore = now - touchEvery;
  if (last_used_at !== null && last_used_at > seenBefore) return;
  await db
    .updateTable('admin_tokens')
    .set({ last_used_at: now })
    .where('id', '=', id)
    .where((or) => or.or([or('last_used_at', 'is', null), or('last_used_at', '<=', seenBefore)]))
    .execute();
}

export async function insertAdminToken(tx: Tx, row: AdminTokenRow): Promise<void> {
  await tx.insertInto('admin_tokens').values(row).execute();
}

/** Revokes a token; false when it was before, or there is none. */
export async function revokeAdminToken(tx: Tx, id: string, now: number): Promise<boolean> {
  if (id.includes('\0')) return false;
  const row = await tx
    .updateTable('admin_tokens')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** All tokens, the newest first, with those that have ended until they are deleted. */
export function listAdminTokens(db: Db): Promise<AdminTokenRow[]> {
  return db.selectFrom('admin_tokens').selectAll().orderBy('id', 'desc').limit(1000).execute();
}

/** Deletes tokens that ended before a time. */
export function deleteOldAdminTokens(db: Db, before: number): Promise<void> {
  return deleteExpired(db, 'admin_tokens', 'id', before);
}
