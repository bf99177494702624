import { type Db, holdRows, prepared, type Tx } from '../../kit/db/index.ts';
import {
  administrator,
  type BuiltInRole,
  builtInRoles,
  type Permission,
  permissionsOf,
} from './permissions.ts';
import type { RolesTable } from './table.ts';

export type RoleRow = RolesTable;

/** A role as an account holds it. */
export interface HeldRole extends Pick<RoleRow, 'id' | 'name' | 'kind' | 'permissions'> {
  readonly granted_at: number;
  readonly granted_by: string | null;
  readonly expires_at: number | null;
  /** Of the account. A closed one has no permissions, and neither has a token that it made. */
  readonly disabled_at: number | null;
  readonly deleted_at: number | null;
}

const held = prepared<{ accountId: string; now: number }, HeldRole>((db, { accountId, now }) =>
  db
    .selectFrom('account_roles as h')
    .innerJoin('roles as r', 'r.id', 'h.role_id')
    .innerJoin('accounts as a', 'a.id', 'h.account_id')
    .select(['r.id', 'r.name', 'r.kind', 'r.permissions', 'h.granted_at', 'h.granted_by', 'h.expires_at'])
    .select(['a.disabled_at', 'a.deleted_at'])
    .where('h.account_id', '=', accountId)
    .where((or) => or.or([or('h.expires_at', 'is', null), or('h.expires_at', '>', now)]))
    .orderBy('r.name'),
);

/** The roles of an account that haven't expired, by name. */
export function findRolesOf(db: Db, accountId: string, now: number): Promise<HeldRole[]> {
  return held(db, { accountId, now });
}

/** What an account may do as an administrator; nothing, for most, and for one that is disabled or deleted. */
export async function findPermissions(
  db: Db,
  accountId: string,
  now: number,
): Promise<ReadonlySet<Permission>> {
  const roles = await held(db, { accountId, now });
  return permittedBy(roles.filter((role) => role.disabled_at === null && role.deleted_at === null));
}

/** What it may do, or could again once it's enabled or restored: by this it's kept from whoever may do less. */
export async function findPermissionsOnceOpen(
  db: Db,
  accountId: string,
  now: number,
): Promise<ReadonlySet<Permission>> {
  return permittedBy(await held(db, { accountId, now }));
}

function permittedBy(roles: readonly HeldRole[]): ReadonlySet<Permission> {
  const permissions = roles.filter(({ kind }) => kind === 'admin').flatMap(permissionsOf);
  return new Set(permissions.length === 0 ? [] : (['console:open', ...permissions] as const));
}

/** All roles by name, with how many accounts hold each. */
export async function listRoles(db: Db, now: number): Promise<(RoleRow & { holders: number })[]> {
  const rows = await db
    .selectFrom('roles as r')
    .selectAll('r')
    .select((row) =>
      row
        .selectFrom('account_roles as h')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('h.role_id', '=', 'r.id')
        .where((or) => or.or([or('h.expires_at', 'is', null), or('h.expires_at', '>', now)]))
        .$castTo<{ count: number }>()
        .as('holders'),
    )
    .$narrowType<{ holders: number }>()
    .execute();
  const stored = new Set(rows.map(({ id }) => id));
  const unheld = builtInRoles
    .filter((id) => !stored.has(id))
    .map((id) => ({ ...builtInRow(id), holders: 0 }));
  return [...rows, ...unheld].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function builtInRow(id: BuiltInRole): RoleRow {
  return { id, name: id, kind: 'admin', permissions: '[]', built_in: 1, created_at: 0, updated_at: 0 };
}

/** A role by its name, built in or not. */
export async function findRole(db: Db, name: string): Promise<RoleRow | undefined> {
  const builtIn = builtInRoles.find((id) => id === name);
  if (builtIn) return builtInRow(builtIn);
  if (name.includes('\0')) return undefined;
  return db.selectFrom('roles').selectAll().where('name', '=', name).executeTakeFirst();
}

/** The same by its ID. */
export function findRoleById(db: Db, id: string): Promise<RoleRow | undefined> {
  const builtIn = builtInRoles.find((one) => one === id);
  if (builtIn) return Promise.resolve(builtInRow(builtIn));
  if (id.includes('\0')) return Promise.resolve(undefined);
  return db.selectFrom('roles').selectAll().where('id', '=', id).executeTakeFirst();
}

/** False when the name is taken. */
export async function insertRole(tx: Tx, role: RoleRow): Promise<boolean> {
  const row = await tx
    .insertInto('roles')
    .values(role)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Changes a role that isn't built in; false when there is no such one. */
export async function changeRole(
  tx: Tx,
  id: string,
  change: Partial<Pick<RoleRow, 'name' | 'permissions'>> & Pick<RoleRow, 'updated_at'>,
): Promise<boolean> {
  const row = await tx
    .updateTable('roles')
    .set(change)
    .where('id', '=', id)
    .where('built_in', '=', 0)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Deletes a role that nobody holds any more and that isn't built in; false when there is no such one. */
export async function deleteRole(tx: Tx, id: string, now: number): Promise<boolean> {
  await tx.deleteFrom('account_roles').where('role_id', '=', id).where('expires_at', '<=', now).execute();
  const row = await tx
    .deleteFrom('roles')
    .where('id', '=', id)
    .where('built_in', '=', 0)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** How many accounts hold a role. */
export async function countHolders(db: Db, roleId: string, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('account_roles')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('role_id', '=', roleId)
    .where((or) => or.or([or('expires_at', 'is', null), or('expires_at', '>', now)]))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Some of those who hold a role: the first to whom it was granted. */
export function listHolders(
  db: Db,
  roleId: string,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<{ account_id: string }[]> {
  return db
    .selectFrom('account_roles')
    .select('account_id')
    .where('role_id', '=', roleId)
    .where((or) => or.or([or('expires_at', 'is', null), or('expires_at', '>', now)]))
    .orderBy('granted_at')
    .orderBy('account_id')
    .limit(limit)
    .execute();
}

export interface Granting {
  readonly accountId: string;
  readonly roleId: string;
  readonly by: string | null;
  readonly at: number;
  readonly expiresAt: number | null;
}

/** Grants a role, or moves its end; false if the account already holds it with this end. */
export async function insertGrantOf(
  tx: Tx,
  { accountId, roleId, by, at, expiresAt }: Granting,
): Promise<boolean> {
  const before = await tx
    .selectFrom('account_roles')
    .select('expires_at')
    .where('account_id', '=', accountId)
    .where('role_id', '=', roleId)
    .executeTakeFirst();
  if (before && before.expires_at === expiresAt) return false;
  const builtIn = builtInRoles.find((id) => id === roleId);
  if (builtIn) await insertRole(tx, builtInRow(builtIn));
  await tx
    .insertInto('account_roles')
    .values({ account_id: accountId, role_id: roleId, granted_at: at, granted_by: by, expires_at: expiresAt })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'role_id'])
        .doUpdateSet({ granted_at: at, granted_by: by, expires_at: expiresAt }),
    )
    .execute();
  return true;
}

/** False when the account doesn't hold it. */
export async function deleteGrantOf(tx: Tx, accountId: string, roleId: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('account_roles')
    .where('account_id', '=', accountId)
    .where('role_id', '=', roleId)
    .returning('role_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Holds a role until the end of the transaction, so that its permissions don't change between a look at them and an act. */
export async function holdRole(tx: Tx, id: string): Promise<void> {
  await holdRows(tx, tx.selectFrom('roles').select('id').where('id', '=', id)).execute();
}

/**
 * Whether anybody but this account is an administrator for good, as somebody who can sign in. Two who demote each other
 * at once are told so one after the other: the row of the role is held until the end of the transaction.
 */
export async function hasOtherAdministrator(tx: Tx, accountId: string): Promise<boolean> {
  await holdRole(tx, administrator);
  const other = await tx
    .selectFrom('account_roles as h')
    .innerJoin('accounts as a', 'a.id', 'h.account_id')
    .select('h.account_id')
    .where('h.role_id', '=', administrator)
    .where('h.account_id', '!=', accountId)
    .where('h.expires_at', 'is', null)
    .where('a.disabled_at', 'is', null)
    .where('a.deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

/** Whether anybody has ever been an administrator here. */
export async function hadAdministrator(db: Db): Promise<boolean> {
  return (await db.selectFrom('instance').select('id').where('id', '=', 1).executeTakeFirst()) !== undefined;
}

/** Records that there is an administrator; false if there was one before, so that of two at once one gets the setup. */
export async function consumeFirstAdministrator(tx: Tx, now: number): Promise<boolean> {
  const row = await tx
    .insertInto('instance')
    .values({ id: 1, first_admin_at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
