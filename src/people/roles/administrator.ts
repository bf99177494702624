import type { Tx } from '../../kit/db/index.ts';
import type { Administrator, Caller } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { requireLiving } from '../sessions/index.ts';
import type { Permission } from './permissions.ts';
import { lastAdministrator, notPermitted, ownAccount } from './problems.ts';
import { findPermissions, hasOtherAdministrator } from './store.ts';

/** Somebody signed in who holds permissions. */
interface InPerson {
  readonly kind: 'person';
  readonly caller: Caller;
}

declare module '../../kit/http/route.ts' {
  interface Administrator {
    readonly by: InPerson;
    /** What the route was asked for by. */
    readonly permission: Permission;
    /** All that whoever acts may do, when the request came. */
    readonly permissions: ReadonlySet<Permission>;
  }
}

/** The account of whoever acts. */
export const accountOfAdministrator = ({ by }: Administrator): string => by.caller.account.id;

/**
 * Throws unless whoever acts may do this to the account, in the transaction of the act, which holds the account: their
 * session and permission must not have ended meanwhile, it must not be their own account, and nobody acts on an account
 * that may do what they may not.
 */
export async function requireMayActOn(
  tx: Tx,
  { by, permission }: Administrator,
  accountId: string,
  now: number,
): Promise<void> {
  const { account, via } = by.caller;
  await requireLiving(tx, via.session, now);
  if (account.id === accountId) throw problem(ownAccount);
  const own = await findPermissions(tx, account.id, now);
  if (!own.has(permission)) throw notPermittedTo(permission);
  const theirs = await findPermissions(tx, accountId, now);
  if ([...theirs].some((one) => !own.has(one))) throw problem(notPermitted, ({ roles }) => roles.holdsMore);
}

/** Throws where whoever acts would grant what they don't hold. */
export async function requireMayGrant(
  tx: Tx,
  { by }: Administrator,
  granted: readonly Permission[],
  now: number,
): Promise<void> {
  const own = await findPermissions(tx, by.caller.account.id, now);
  const lacking = granted.find((permission) => !own.has(permission));
  if (lacking !== undefined) throw problem(notPermitted, ({ roles }) => roles.lacksToGrant(lacking));
}

export const notPermittedTo = (permission: Permission) =>
  problem(notPermitted, ({ roles }) => roles.lacks(permission));

/** Throws `last-administrator` unless another account is an administrator for good. Call it before one stops being one. */
export async function requireOtherAdministrator(tx: Tx, accountId: string): Promise<void> {
  if (!(await hasOtherAdministrator(tx, accountId))) throw problem(lastAdministrator);
}
