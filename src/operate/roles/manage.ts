import { type Db, inTransaction } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import { act } from '../../people/act/index.ts';
import { type AuditEntry, appendAudit } from '../../people/audit/index.ts';
import {
  changeRole,
  deleteGrantOf,
  deleteRole,
  findRole,
  holdRole,
  insertRole,
  isPermission,
  keepAppRoles,
  listHolders,
  type Permission,
  permissionsOf,
  type RoleKind,
  type RoleRow,
  roleRefused,
} from '../../people/roles/index.ts';
import { type Acting, reasonOf, shownClient } from '../accounts/index.ts';
import { getRole, type RoleChanged, type RoleServices } from './grant.ts';

/** A role that isn't built in. */
export interface NewRole {
  readonly name: string;
  readonly kind: RoleKind;
  /** Names of permissions; none for a role of apps. */
  readonly permissions: readonly string[];
}

const nameForm = /^[a-z][a-z0-9._-]{0,49}$/;

/** Creates a role. Throws `role-refused` for a name or permission that can't be, `not-permitted` for more than is held. */
export async function createRole(services: RoleServices, acting: Acting, wanted: NewRole): Promise<RoleRow> {
  const { name, kind } = wanted;
  if (!nameForm.test(name)) throw refuse('/name', 'form', ({ roles }) => roles.roleName);
  const permissions = readPermissions(wanted);
  return inTransaction(services.db, async (tx) => {
    await acting.mayGrant(tx, permissions);
    const now = services.clock();
    const times = { created_at: now, updated_at: now };
    const role = { id: newId(), name, kind, permissions: JSON.stringify(permissions), built_in: 0, ...times };
    if ((await findRole(tx, name)) || !(await insertRole(tx, role)))
      throw refuse('/name', 'taken', ({ roles }) => roles.roleTaken(name));
    await appendAudit(
      tx,
      services,
      entryOf(services, acting, 'role-created', role, { permissions: permissions.join(' ') }),
    );
    return role;
  });
}

/** Gives an administrators' role other permissions. Whoever does it must hold those before and those after. */
export async function setPermissions(
  services: RoleServices,
  acting: Acting,
  { role: name, permissions: wanted }: { readonly role: string; readonly permissions: readonly string[] },
): Promise<RoleRow> {
  const role = await getOwn(services.db, name);
  const permissions = readPermissions({ name, kind: role.kind, permissions: wanted });
  return inTransaction(services.db, async (tx) => {
    await holdRole(tx, role.id);
    const before = permissionsOf((await findRole(tx, name)) ?? role);
    await acting.mayGrant(tx, [...before, ...permissions]);
    const change = { permissions: JSON.stringify(permissions), updated_at: services.clock() };
    if (!(await changeRole(tx, role.id, change)))
      throw problem(roleRefused, ({ roles }) => roles.unknownRole(name));
    await appendAudit(
      tx,
      services,
      entryOf(services, acting, 'role-changed', role, {
        before: before.join(' '),
        permissions: permissions.join(' '),
      }),
    );
    return { ...role, ...change };
  });
}

/** How many holders of a role that goes are read at a time. */
const atOnce = 100;

/** Deletes a role, and takes it from everybody who holds it; answers how many did. */
export async function deleteOwnRole(services: RoleServices, acting: Acting, name: string): Promise<number> {
  const role = await getOwn(services.db, name);
  reasonOf(acting, false);
  let holders = 0;
  for (;;) {
    const now = services.clock();
    const some = await listHolders(services.db, role.id, { now, limit: atOnce });
    // Account by account, so that none is held for long.
    for (const { account_id: accountId } of some) {
      if ((await dropFrom(services, acting, accountId, role)).isNew) holders += 1;
    }
    const isGone = await inTransaction(services.db, async (tx) => {
      await acting.mayGrant(tx, permissionsOf(role));
      if ((await listHolders(tx, role.id, { now, limit: 1 })).length > 0) return false;
      await deleteRole(tx, role.id, now);
      await appendAudit(tx, services, entryOf(services, acting, 'role-deleted', role, { holders }));
      return true;
    });
    if (isGone) return holders;
  }
}

/** Takes the role from one account, whoever that is: what counts is that whoever acts holds what the role may do. */
function dropFrom(
  services: RoleServices,
  acting: Acting,
  accountId: string,
  role: RoleRow,
): Promise<RoleChanged> {
  const by = { kind: 'operator', accountId, client: shownClient(acting) } as const;
  return act(services, by, 'role-changed', {
    async change(tx, { now }) {
      await acting.mayGrant(tx, permissionsOf(role));
      if (!(await deleteGrantOf(tx, accountId, role.id)))
        return { unchanged: { isNew: false, sessions: 0 } as RoleChanged };
      await keepAppRoles(tx, accountId, now);
      return { value: undefined, events: [{ type: 'role-revoked', detail: { role: role.name } }] };
    },
    finish: () => ({ isNew: true, sessions: 0 }),
  });
}

async function getOwn(db: Db, name: string): Promise<RoleRow> {
  const role = await getRole({ db }, name);
  if (role.built_in === 1) throw problem(roleRefused, ({ roles }) => roles.roleBuiltIn(name));
  return role;
}

function readPermissions({ kind, permissions }: NewRole): Permission[] {
  if (kind === 'app' && permissions.length > 0)
    throw refuse('/permissions', 'app', ({ roles }) => roles.appRolePermissions);
  const unknown = permissions.find((name) => !isPermission(name));
  if (unknown !== undefined)
    throw refuse('/permissions', 'unknown', ({ roles }) => roles.unknownPermission(unknown));
  return [...new Set(permissions.filter(isPermission))].toSorted();
}

function refuse(pointer: string, code: string, detail: Say): Problem {
  return problem(roleRefused, detail, { errors: [{ pointer, code, detail }] });
}

function entryOf(
  { clock }: RoleServices,
  acting: Acting,
  act: 'role-created' | 'role-changed' | 'role-deleted',
  role: RoleRow,
  detail: NonNullable<AuditEntry['detail']>,
): AuditEntry {
  const { actor, client, requestId } = acting;
  return {
    ...{ actor, act, target: { kind: 'role', id: role.id }, client, requestId },
    reason: reasonOf(acting, false),
    detail: { name: role.name, ...detail },
    at: clock(),
  };
}
