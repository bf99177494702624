import { isoTime } from '../../../kit/clock.ts';
import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { reasonMissing } from '../../../operate/accounts/index.ts';
import {
  createRole,
  deleteOwnRole,
  type Holder,
  listRoleHolders,
  listRoleOverviews,
  type RoleOverview,
  setPermissions,
} from '../../../operate/roles/index.ts';
import { permissionKinds, roleRefused } from '../../../people/roles/index.ts';
import { actingInPerson } from '../acting.ts';
import { limitOf, next } from '../list-schemas.ts';
import { ending, names, roleName, roleSchema } from '../role-schemas.ts';
import { holderBefore, holdersCursors, lastKey } from './holders-cursor.ts';
import { holderSchema, holdersQuery, newRole, roleChange } from './schemas.ts';

/** A role as the API answers it. */
const toRole = ({ id, name, kind, isBuiltIn, permissions, holders }: RoleOverview) => ({
  ...{ id, name, kind, builtIn: isBuiltIn, permissions: [...permissions], accounts: holders },
});

const toHolder = ({ accountId: id, username, grantedAt, expiresAt }: Holder) => ({
  ...{ id, username, grantedAt: isoTime(grantedAt) },
  expiresAt: expiresAt === null ? null : isoTime(expiresAt),
});

const described = { kind: 'api', tag: 'Administration' } as const;

/** `/api/admin/session` and `/api/admin/roles`. */
export function roleRoutes(services: Services): Route[] {
  const { db, clock } = services;

  return [
    route({
      ...described,
      method: 'GET',
      path: '/api/admin/session',
      access: 'console:open',
      operationId: 'getAdminSession',
      summary: 'Get your permissions',
      description: 'Tells what whoever sends the request may do as an administrator.',
      answers: {
        200: {
          description: 'The permissions.',
          schema: Type.Object(
            { permissions: names },
            { title: 'AdminSession', description: 'What an administrator may do.' },
          ),
        },
      },
      handle: ({ caller }) => ({ permissions: [...caller.permissions].toSorted() }),
    }),
    route({
      ...described,
      method: 'GET',
      path: '/api/admin/roles',
      access: 'roles:read',
      operationId: 'listRoles',
      summary: 'List roles',
      description: 'All roles by name, and all permissions that there are.',
      answers: {
        200: {
          description: 'The roles and permissions.',
          schema: Type.Object({ roles: Type.Array(roleSchema), permissions: names }),
        },
      },
      handle: async () => ({
        roles: (await listRoleOverviews(services)).map(toRole),
        permissions: Object.keys(permissionKinds),
      }),
    }),
    route({
      ...described,
      method: 'POST',
      path: '/api/admin/roles',
      access: 'roles:grant',
      operationId: 'createRole',
      summary: 'Create a role',
      description: 'Creates a role. Nobody can create one that may do more than they may themselves.',
      body: newRole,
      example: { name: 'helpdesk', kind: 'admin', permissions: ['accounts:read', 'accounts:unlock'] },
      answers: { 201: { description: 'The role.', schema: roleSchema } },
      problems: [roleRefused, reasonMissing],
      async handle({ caller, body, request, reply }) {
        const { name, kind, permissions = [], reason: why } = body;
        const acting = actingInPerson(services, caller, request, why);
        await createRole(services, acting, { name, kind, permissions });
        reply.code(201);
        return toRole(await getRole(name));
      },
    }),
    route({
      ...described,
      method: 'PATCH',
      path: '/api/admin/roles/:role',
      access: 'roles:grant',
      operationId: 'changeRole',
      summary: 'Change the permissions of a role',
      description: 'Gives a role other permissions. Built-in roles stay as they are.',
      params: Type.Object({ role: roleName }),
      body: roleChange,
      example: { permissions: ['accounts:read', 'accounts:unlock', 'attempts:read'] },
      answers: { 200: { description: 'The role.', schema: roleSchema } },
      problems: [roleRefused, reasonMissing],
      async handle({ caller, params, body, request }) {
        const acting = actingInPerson(services, caller, request, body.reason);
        await setPermissions(services, acting, { role: params.role, permissions: body.permissions });
        return toRole(await getRole(params.role));
      },
    }),
    route({
      ...described,
      method: 'DELETE',
      path: '/api/admin/roles/:role',
      access: 'roles:grant',
      operationId: 'deleteRole',
      summary: 'Delete a role',
      description: 'Deletes a role and takes it from everyone who has it.',
      params: Type.Object({ role: roleName }),
      body: ending,
      mayLackBody: true,
      example: { reason: 'ticket-4711' },
      answers: { 204: { description: 'The role is gone.' } },
      problems: [roleRefused, reasonMissing],
      async handle({ caller, params, body, request, reply }) {
        await deleteOwnRole(services, actingInPerson(services, caller, request, body.reason), params.role);
        return reply.code(204).send();
      },
    }),
    route({
      ...described,
      method: 'GET',
      path: '/api/admin/roles/:role/accounts',
      access: 'roles:read',
      operationId: 'listRoleAccounts',
      summary: 'List who has a role',
      description: 'Everyone who has the role, the first to get it first.',
      params: Type.Object({ role: roleName }),
      query: holdersQuery,
      answers: {
        200: {
          description: 'A page of accounts.',
          schema: Type.Object({ accounts: Type.Array(holderSchema), next }),
        },
      },
      async handle({ params, query }) {
        const limit = limitOf(query);
        const cursors = holdersCursors(services, params.role);
        const place = { limit: limit + 1, after: holderBefore(cursors.read(query.cursor)) };
        const holders = await listRoleHolders(services, params.role, place);
        if (!holders) throw problem(notFound);
        const shown = holders.slice(0, limit);
        const last = holders.length > limit ? shown.at(-1) : undefined;
        return {
          accounts: shown.map(toHolder),
          next: cursors.beside({ newer: undefined, older: lastKey(last) }).older ?? null,
        };
      },
    }),
  ];

  async function getRole(name: string): Promise<RoleOverview> {
    const role = (await listRoleOverviews({ db, clock })).find((one) => one.name === name);
    if (!role) throw problem(notFound);
    return role;
  }
}
