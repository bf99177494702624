import type { Tx } from '../../kit/db/index.ts';
import type { Administrator, Caller } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { notSignedInBecause, requireLiving } from '../sessions/index.ts';
import { administrator, type Permission } from './permissions.ts';
import { lastAdministrator, notPermitted, ownAccount } from './problems.ts';
import { findPermissions, findPermissionsOnceOpen, findRolesOf, hasOtherAdministrator } from './store.ts';
import { type AdminTokenRow, findTokenPermissions, isAdminTokenAlive } from './tokens.ts';

/** Somebody signed in who holds permissions. */
interface InPerson {
  readonly kind: 'person';
  readonly caller: Caller;
}

/** A program, in the name of whoever made its token. */
interface ByToken {
  readonly kind: 'token';
  readonly token: AdminTokenRow;
}

declare module '../../kit/http/route.ts' {
  interface Administrator {
    readonly by: InPerson | ByToken;
    /** What the route was asked for by. */
    readonly permission: Permission;
    /** All that whoever acts may do, when the request came. */
    readonly permissions: ReadonlySet<Permission>;
  }
}

/** The account of whoever acts; of a token, that of whoever made it. */
export const accountOfAdministrator = ({ by }: Administrator): string =>
  by.kind === 'person' ? by.caller.account.id : by.token.made_by;

/** What whoever acts may do now, in the transaction of the act. Throws when their session or token has ended meanwhile. */
async function permissionsNow(tx: Tx, { by }: Administrator, now: number): Promise<ReadonlySet<Permission>> {
  if (by.kind === 'person') {
    await requireLiving(tx, by.caller.via.session, now);
    return findPermissions(tx, by.caller.account.id, now);
  }
  if (!(await isAdminTokenAlive(tx, by.token.token_hash, now)))
    throw notSignedInBecause({ reason: 'unknown' });
  return findTokenPermissions(tx, by.token, now);
}

/**
 * Throws unless whoever acts may do this to the account, in the transaction of the act, which holds the account: their
 * session and permission must not have ended meanwhile, it must not be their own account, and nobody acts on an account
 * that may do what they may not, or could once it's enabled again.
 */
export async function requireMayActOn(
  tx: Tx,
  administrator: Administrator,
  accountId: string,
  now: number,
): Promise<void> {
  const { permission } = administrator;
  const own = await permissionsNow(tx, administrator, now);
  if (accountOfAdministrator(administrator) === accountId) throw problem(ownAccount);
  if (!own.has(permission)) throw notPermittedTo(permission);
  const theirs = await findPermissionsOnceOpen(tx, accountId, now);
  if ([...theirs].some((one) => !own.has(one))) throw problem(notPermitted, ({ roles }) => roles.holdsMore);
}

/** Throws where whoever acts would grant what they don't hold. */
export async function requireMayGrant(
  tx: Tx,
  administrator: Administrator,
  granted: readonly Permission[],
  now: number,
): Promise<void> {
  const own = await permissionsNow(tx, administrator, now);
  const { permission } = administrator;
  if (!own.has(permission)) throw notPermittedTo(permission);
  const lacking = granted.find((one) => !own.has(one));
  if (lacking === 'roles:grant') throw notPermittedTo(lacking);
  if (lacking !== undefined) throw problem(notPermitted, ({ roles }) => roles.lacksToGrant(lacking));
}

export const notPermittedTo = (permission: Permission) =>
  problem(notPermitted, ({ roles }) => roles.lacks(permission));

/**
 * Throws `last-administrator` when the account is the last one that is an administrator for good. Call it before an account
 * stops being one, or can't be signed in to any more, in a transaction that holds it.
 */
export async function requireNotLastAdministrator(tx: Tx, accountId: string, now: number): Promise<void> {
  const held = await findRolesOf(tx, accountId, now);
  if (held.some(({ id }) => id === administrator)) await requireOtherAdministrator(tx, accountId);
}

/** The same before the role gets an end; of an account whose role has one already it may be moved. */
export async function requireNotLastForGood(tx: Tx, accountId: string, now: number): Promise<void> {
  const held = await findRolesOf(tx, accountId, now);
  const isForGood = held.some(({ id, expires_at }) => id === administrator && expires_at === null);
  if (isForGood) await requireOtherAdministrator(tx, accountId);
}

async function requireOtherAdministrator(tx: Tx, accountId: string): Promise<void> {
  if (!(await hasOtherAdministrator(tx, accountId))) throw problem(lastAdministrator);
}
