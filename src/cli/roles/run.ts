import type { Flags } from '../../config/index.ts';
import { isoTime } from '../../kit/clock.ts';
import { parseDuration } from '../../kit/duration.ts';
import { CliError } from '../../kit/failure.ts';
import { actingAsCommand, findNamed } from '../../operate/accounts/index.ts';
import {
  createRole,
  deleteOwnRole,
  grantRole,
  listRoleOverviews,
  type RoleOverview,
  revokeRole,
  setPermissions,
} from '../../operate/roles/index.ts';
import { noAccount } from '../accounts/database.ts';
import { columns, count, jsonLine, print, tell, timeText, visible } from '../accounts/text.ts';
import { type ActServices, withActs, withLooks } from '../role-services.ts';

interface Reasoned {
  readonly reason?: string;
}

export interface PermissionFlags extends Reasoned {
  readonly permission?: readonly string[];
}

export type CreateFlags = PermissionFlags;

export interface GrantFlags extends Reasoned {
  readonly for?: string;
}

/** Prints all roles by name, as a table or as one JSON object per line. */
export function listAll({ json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withLooks(flags, async (services) => {
    const roles = await listRoleOverviews(services);
    if (json) return print(roles.map((role) => jsonLine(jsonOf(role))).join(''));
    await print(columns([['Role', 'Kind', 'Held by', 'Permissions'], ...roles.map(rowOf)]));
  });
}

/** Creates a role: for the console if it has permissions, else for apps. */
export function createOne(
  name: string,
  { permission, reason, ...flags }: Flags & CreateFlags,
): Promise<void> {
  return withActs(flags, async (services) => {
    const kind = permission === undefined ? 'app' : 'admin';
    const wanted = { name, kind, permissions: permission ?? [] } as const;
    await createRole(services, actingAsCommand(reason), wanted);
    await tell(
      `Created the role ${name} ${kind === 'app' ? 'for apps' : 'for the console'}. Grant it with "latchkey roles grant NAME ${name}".\n`,
    );
  });
}

/** Replaces the permissions of a role. */
export function setOne(
  role: string,
  { permission, reason, ...flags }: Flags & PermissionFlags,
): Promise<void> {
  if (permission === undefined)
    throw new CliError('No permission was given.', 'List each with --permission, such as accounts:read.', 2);
  return withActs(flags, async (services) => {
    await setPermissions(services, actingAsCommand(reason), { role, permissions: permission });
    await print(`Changed the role ${role}.\n`);
  });
}

/** Deletes a role, and takes it from everybody. */
export function deleteOne(role: string, { reason, ...flags }: Flags & Reasoned): Promise<void> {
  return withActs(flags, async (services) => {
    const holders = await deleteOwnRole(services, actingAsCommand(reason), role);
    const taken = holders === 0 ? '' : ` Took it from ${count(holders, 'account')}.`;
    await print(`Deleted the role ${role}.${taken}\n`);
  });
}

/** Grants a role to an account. */
export function grantOne(
  name: string,
  role: string,
  { for: time, reason, ...flags }: Flags & GrantFlags,
): Promise<void> {
  const duration = time === undefined ? undefined : parseDuration(time);
  if (time !== undefined && duration === undefined)
    throw new CliError(
      `--for must be a duration such as 30d, not "${visible(time)}".`,
      'Use s, m, h or d.',
      2,
    );
  return withActs(flags, async (services) => {
    const { id: accountId, username } = await getAccount(services, name);
    const until = duration === undefined ? null : services.clock() + duration;
    const { isNew, sessions } = await grantRole(services, actingAsCommand(reason), {
      accountId,
      role,
      until,
    });
    if (!isNew) return print(`${username} has the role ${role} already. Nothing was changed.\n`);
    const end = until === null ? '' : ` until ${timeText(until)} UTC`;
    const ended = sessions === 0 ? '' : ` Signed out ${count(sessions, 'session')}.`;
    await print(`${username} has the role ${role} now${end}.${ended}\n`);
  });
}

/** Takes a role from an account. */
export function revokeOne(name: string, role: string, { reason, ...flags }: Flags & Reasoned): Promise<void> {
  return withActs(flags, async (services) => {
    const { id: accountId, username } = await getAccount(services, name);
    const { isNew } = await revokeRole(services, actingAsCommand(reason), { accountId, role });
    await print(
      isNew
        ? `${username} no longer has the role ${role}.\n`
        : `${username} doesn't have the role ${role}. Nothing was changed.\n`,
    );
  });
}

async function getAccount({ db, config }: ActServices, name: string) {
  const account = await findNamed(db, name);
  if (!account) throw noAccount(config, name);
  return account;
}

function jsonOf({ id, name, kind, isBuiltIn, permissions, holders, created_at, updated_at }: RoleOverview) {
  const times = isBuiltIn ? {} : { createdAt: isoTime(created_at), updatedAt: isoTime(updated_at) };
  return { id, name, kind, builtIn: isBuiltIn, permissions, accounts: holders, ...times };
}

function rowOf({ name, kind, isBuiltIn, permissions, holders }: RoleOverview): string[] {
  const all = permissions.length > 8 ? `${count(permissions.length, 'permission')}` : permissions.join(' ');
  return [name, isBuiltIn ? 'built in' : kind, count(holders, 'account'), all];
}
