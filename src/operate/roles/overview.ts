import { sql } from 'kysely';
import { secondFactors } from '../../factors/index.ts';
import type { Db } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { type Closure, closureOf } from '../../people/accounts/index.ts';
import {
  countHolders,
  findRole,
  findRoleById,
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
  return roles.map(toOverview);
}

/** One of them by its ID; undefined when there is none. */
export async function findRoleOverview(
  { db, clock }: Reading,
  id: string,
): Promise<RoleOverview | undefined> {
  const role = await findRoleById(db, id);
  return role && toOverview({ ...role, holders: await countHolders(db, id, clock()) });
}

function toOverview({ permissions, built_in, ...role }: RoleRow & { holders: number }): RoleOverview {
  return {
    ...role,
    isBuiltIn: built_in === 1,
    permissions: role.kind === 'app' ? [] : permissionsOf({ id: role.id, permissions }),
  };
}

/** Who holds a role. */
export interface Holder {
  readonly accountId: string;
  readonly username: string;
  readonly grantedAt: number;
  /** The username of whoever granted it; null for the command line and the setup, and once that account is gone. */
  readonly grantedBy: string | null;
  /** Null for a role that is held until it is revoked. */
  readonly expiresAt: number | null;
  readonly lastLoginAt: number | null;
  readonly closed: Closure | undefined;
  /** Without one, the next sign-in asks for it to be added. */
  readonly hasSecondFactor: boolean;
}

/** A role as an account holds it. */
export interface RoleGrant extends Pick<Holder, 'grantedAt' | 'grantedBy' | 'expiresAt'> {
  readonly roleId: string;
}

/** What an account holds that hasn't run out, and by whom it was granted. */
export function listGrantsOf({ db, clock }: Reading, accountId: string): Promise<RoleGrant[]> {
  return db
    .selectFrom('account_roles as h')
    .leftJoin('accounts as g', 'g.id', 'h.granted_by')
    .select(['h.role_id as roleId', 'h.granted_at as grantedAt', 'h.expires_at as expiresAt'])
    .select('g.username as grantedBy')
    .where('h.account_id', '=', accountId)
    .where((or) => or.or([or('h.expires_at', 'is', null), or('h.expires_at', '>', clock())]))
    .execute();
}

/** Where a page of holders begins, and how many it has. */
export interface HoldersPlace {
  readonly limit: number;
  /** The last holder of the page before. */
  readonly after?: Pick<Holder, 'grantedAt' | 'accountId'> | undefined;
}

/** Who holds a role, the first to whom it was granted first; undefined when there is no such role. All, unless a place is given. */
export async function listRoleHolders(
  { db, clock }: Reading,
  name: string,
  place?: HoldersPlace,
): Promise<Holder[] | undefined> {
  const role = await findRole(db, name);
  if (!role) return undefined;
  const rows = await holdersOf(db, role.id, clock(), place).execute();
  return rows.map(({ disabled_at, deleted_at, protected: isProtected, ...holder }) => ({
    ...holder,
    closed: closureOf({ disabled_at, deleted_at }),
    hasSecondFactor: Number(isProtected) === 1,
  }));
}

function holdersOf(db: Db, roleId: string, now: number, { limit, after }: Partial<HoldersPlace> = {}) {
  let holders = db
    .selectFrom('account_roles as h')
    .innerJoin('accounts as a', 'a.id', 'h.account_id')
    .leftJoin('accounts as g', 'g.id', 'h.granted_by')
    .select(['a.id as accountId', 'a.username', 'a.last_login_at as lastLoginAt'])
    .select(['a.disabled_at', 'a.deleted_at', 'g.username as grantedBy'])
    .select(['h.granted_at as grantedAt', 'h.expires_at as expiresAt'])
    .select(sql<number>`case when ${hasSecondFactor(db)} then 1 else 0 end`.as('protected'))
    .where('h.role_id', '=', roleId)
    .where((or) => or.or([or('h.expires_at', 'is', null), or('h.expires_at', '>', now)]))
    .orderBy('h.granted_at')
    .orderBy('h.account_id');
  if (limit !== undefined) holders = holders.limit(limit);
  if (after === undefined) return holders;
  const { grantedAt, accountId } = after;
  return holders.where((or) =>
    or.or([
      or('h.granted_at', '>', grantedAt),
      or.and([or('h.granted_at', '=', grantedAt), or('h.account_id', '>', accountId)]),
    ]),
  );
}

/** Of the account `a` of the query around it. */
function hasSecondFactor(db: Db) {
  const kinds = secondFactors.flatMap(({ standsIn, holders }) => (standsIn || !holders ? [] : [holders(db)]));
  return sql<boolean>`(${sql.join(
    kinds.map((holders) => sql`exists (select 1 from ${holders} holders where holders.account_id = a.id)`),
    sql` or `,
  )})`;
}
