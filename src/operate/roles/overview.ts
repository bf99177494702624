import type { Services } from '../../kit/services.ts';
import { hasSecondFactor } from '../../login/index.ts';
import { findAccount } from '../../people/accounts/index.ts';
import {
  findRole,
  listHolders,
  listRoles,
  type Permission,
  permissionsOf,
  type RoleRow,
} from '../../people/roles/index.ts';

type Reading = Pick<Services, 'db' | 'clock'>;

/** A role with what it lets its holders do. */
export interface RoleOverview extends Pick<RoleRow, 'id' | 'name' | 'kind' | 'created_at' | 'updated_at'> {
  readonly isBuiltIn: boolean;
  readonly permissions: readonly Permission[];
  /** How many accounts hold it. */
  readonly holders: number;
}

/** All roles by name. */
export async function listRoleOverviews({ db, clock }: Reading): Promise<RoleOverview[]> {
  const roles = await listRoles(db, clock());
  return roles.map(({ permissions, built_in, ...role }) => ({
    ...role,
    isBuiltIn: built_in === 1,
    permissions: role.kind === 'app' ? [] : permissionsOf({ id: role.id, permissions }),
  }));
}

/** Who holds a role. */
export interface Holder {
  readonly accountId: string;
  readonly username: string;
  readonly grantedAt: number;
  /** Null for a role that is held until it is revoked. */
  readonly expiresAt: number | null;
  readonly lastLoginAt: number | null;
  /** Without one, the next sign-in asks for it to be added. */
  readonly hasSecondFactor: boolean;
}

/** Everybody who holds a role, the first to whom it was granted first; undefined when there is no such role. */
export async function listRoleHolders({ db, clock }: Reading, name: string): Promise<Holder[] | undefined> {
  const role = await findRole(db, name);
  if (!role) return undefined;
  const holders: Holder[] = [];
  for (const held of await listHolders(db, role.id, clock())) {
    const account = await findAccount(db, held.account_id);
    if (!account) continue;
    holders.push({
      accountId: account.id,
      username: account.username,
      grantedAt: held.granted_at,
      expiresAt: held.expires_at,
      lastLoginAt: account.last_login_at,
      hasSecondFactor: await hasSecondFactor(db, account.id),
    });
  }
  return holders;
}
