import type { Tx } from '../../kit/db/index.ts';
import { setAppRoles, setSecondFactorRule } from '../accounts/index.ts';
import { administrator, permissionsOf } from './permissions.ts';
import {
  consumeFirstAdministrator,
  findPermissions,
  findRoleById,
  findRolesOf,
  insertGrantOf,
  type RoleRow,
} from './store.ts';

interface Giving {
  readonly accountId: string;
  /** The account of who gives it; null for the command line. */
  readonly by: string | null;
  readonly at: number;
  readonly expiresAt: number | null;
}

/**
 * Gives an account a role with all that it brings along: a second factor is asked for from then on where it is one of
 * administrators. False when the account has it in the same way already. The transaction holds the account.
 */
export async function giveRole(tx: Tx, role: RoleRow, giving: Giving): Promise<boolean> {
  const { accountId, at } = giving;
  if (!(await insertGrantOf(tx, { ...giving, roleId: role.id }))) return false;
  if (role.kind === 'app') await keepAppRoles(tx, accountId, at);
  else await setSecondFactorRule(tx, accountId, true);
  if (role.id === administrator) await consumeFirstAdministrator(tx, at);
  return true;
}

/** Writes the names of an account's roles for apps where a session check finds them. */
export async function keepAppRoles(tx: Tx, accountId: string, now: number): Promise<void> {
  const held = await findRolesOf(tx, accountId, now);
  const names = held.filter(({ kind }) => kind === 'app').map(({ name }) => name);
  await setAppRoles(tx, accountId, names);
}

/**
 * Gives an account the roles of an invitation that it has accepted, and answers which. One that is gone, or that whoever
 * invited may not grant any more, is left out: an invitation outlives neither. Nor does anybody grant themselves one by it.
 */
export async function giveInvitedRoles(
  tx: Tx,
  { role_ids, invited_by: by }: { readonly role_ids: string; readonly invited_by: string | null },
  { accountId, at }: { readonly accountId: string; readonly at: number },
): Promise<RoleRow[]> {
  const given: RoleRow[] = [];
  for (const id of JSON.parse(role_ids) as string[]) {
    const role = await findRoleById(tx, id);
    if (!role || by === accountId || (by !== null && !(await mayStillGrant(tx, by, role, at)))) continue;
    if (await giveRole(tx, role, { accountId, by, at, expiresAt: null })) given.push(role);
  }
  return given;
}

async function mayStillGrant(tx: Tx, inviter: string, role: RoleRow, now: number): Promise<boolean> {
  const own = await findPermissions(tx, inviter, now);
  return (['accounts:invite', 'roles:grant', ...permissionsOf(role)] as const).every((one) => own.has(one));
}
