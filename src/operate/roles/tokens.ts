import { isIP } from 'node:net';
import { type Db, inTransaction } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import { newId } from '../../kit/ids.ts';
import { problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import { appendAudit } from '../../people/audit/index.ts';
import {
  type AdminTokenRow,
  insertAdminToken,
  isPermission,
  listAdminTokens,
  newAdminToken,
  type Permission,
  permissionKinds,
  revokeAdminToken,
  tokenRefused,
} from '../../people/roles/index.ts';
import { type Acting, reasonOf } from '../accounts/index.ts';
import type { RoleServices } from './grant.ts';

const longest = days(400);

const mostAddresses = 50;

/** A token to make for a program. */
export interface NewToken {
  readonly name: string;
  readonly permissions: readonly string[];
  /** IP addresses or CIDR ranges that it may be sent from; empty for any. */
  readonly addresses: readonly string[];
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

/** A token as it is listed, without the token. */
export interface TokenOverview {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly addresses: readonly string[];
  /** The ID of the account that made it. */
  readonly madeBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

/**
 * Makes a token, which is shown this once. It may do what it was given, as far as whoever made it still may. Throws
 * `token-refused`, and `not-permitted` for more than is held.
 */
export async function createToken(
  services: RoleServices,
  acting: Acting & { readonly actor: { readonly id: string } },
  wanted: NewToken,
): Promise<{ token: string; overview: TokenOverview }> {
  const permissions = check(wanted, services.clock());
  const { token, hash } = newAdminToken();
  const row: AdminTokenRow = {
    ...{ id: newId(), name: wanted.name, token_hash: hash },
    ...{ permissions: JSON.stringify(permissions), addresses: JSON.stringify(wanted.addresses) },
    ...{ made_by: acting.actor.id, created_at: services.clock(), expires_at: wanted.expiresAt },
    ...{ last_used_at: null, revoked_at: null },
  };
  await inTransaction(services.db, async (tx) => {
    await acting.mayGrant(tx, permissions);
    await insertAdminToken(tx, row);
    const detail = { permissions: permissions.join(' '), expiresAt: wanted.expiresAt };
    await appendAudit(tx, services, entryOf(acting, 'token-made', row, detail));
  });
  return { token, overview: toOverview(row) };
}

/** All tokens, the newest first. */
export async function listTokens({ db }: { readonly db: Db }): Promise<TokenOverview[]> {
  return (await listAdminTokens(db)).map(toOverview);
}

/** Revokes a token; false when it was revoked before, or there is none. */
export function revokeToken(services: RoleServices, acting: Acting, id: string): Promise<boolean> {
  return inTransaction(services.db, async (tx) => {
    await acting.mayGrant(tx, []);
    const now = services.clock();
    if (!(await revokeAdminToken(tx, id, now))) return false;
    await appendAudit(tx, services, entryOf(acting, 'token-revoked', { id, created_at: now }));
    return true;
  });
}

function check({ name, permissions, addresses, expiresAt }: NewToken, now: number): Permission[] {
  const refuse = (field: keyof NewToken, detail: Say) =>
    problem(tokenRefused, detail, { errors: [{ pointer: `/${field}`, code: 'refused', detail }] });
  if (name.trim() === '' || name.length > 100) throw refuse('name', ({ roles }) => roles.tokenName);
  if (!(expiresAt > now && expiresAt <= now + longest))
    throw refuse('expiresAt', ({ roles }) => roles.tokenEnd);
  if (addresses.length > mostAddresses || !addresses.every(isRange))
    throw refuse('addresses', ({ roles }) => roles.tokenAddresses);
  const unknown = permissions.find((one) => !isPermission(one));
  if (unknown !== undefined) throw refuse('permissions', ({ roles }) => roles.unknownPermission(unknown));
  const known = [...new Set(permissions.filter(isPermission))].toSorted();
  const inPerson = known.find((one) => permissionKinds[one] === 'person');
  if (inPerson !== undefined) throw refuse('permissions', ({ roles }) => roles.tokenInPerson(inPerson));
  if (known.length === 0) throw refuse('permissions', ({ roles }) => roles.tokenWithoutPermission);
  return known;
}

function isRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function toOverview(row: AdminTokenRow): TokenOverview {
  return {
    ...{ id: row.id, name: row.name, madeBy: row.made_by },
    permissions: JSON.parse(row.permissions) as string[],
    addresses: JSON.parse(row.addresses) as string[],
    ...{ createdAt: row.created_at, expiresAt: row.expires_at },
    ...{ lastUsedAt: row.last_used_at, revokedAt: row.revoked_at },
  };
}

function entryOf(
  acting: Acting,
  act: 'token-made' | 'token-revoked',
  { id, created_at: at }: Pick<AdminTokenRow, 'id' | 'created_at'>,
  detail: Readonly<Record<string, string | number>> = {},
) {
  const { actor, client, requestId } = acting;
  const reason = reasonOf(acting, false);
  return { actor, act, target: { kind: 'token', id }, reason, client, requestId, detail, at } as const;
}
