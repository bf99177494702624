import { isoTime } from '../../kit/clock.ts';
import { notFound, type Route, route } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import {
  createRole,
  deleteOwnRole,
  listRoleHolders,
  listRoleOverviews,
  type RoleOverview,
  setPermissions,
} from '../../operate/roles/index.ts';
import { permissionKinds, roleRefused } from '../../people/roles/index.ts';
import { actingInPerson } from './acting.ts';
import { accountId, names, reason, roleName, roleSchema, strict, time } from './role-schemas.ts';

const toRole = ({ id, name, kind, isBuiltIn, permissions, holders }: RoleOverview) => ({
  ...{ id, name, kind, builtIn: isBuiltIn, permissions: [...permissions], accounts: holders },
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
      body: Type.Object(
        { name: roleName, kind: roleSchema.properties.kind, permissions: Type.Optional(names), reason },
        { ...strict, title: 'NewRole', description: 'A role to create.' },
      ),
      example: { name: 'helpdesk', kind: 'admin', permissions: ['accounts:read', 'accounts:unlock'] },
      answers: { 201: { description: 'The role.', schema: roleSchema } },
      problems: [roleRefused],
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
      body: Type.Object(
        { permissions: names, reason },
        { ...strict, title: 'RoleChange', description: 'The permissions a role has from now on.' },
      ),
      example: { permissions: ['accounts:read', 'accounts:unlock', 'attempts:read'] },
      answers: { 200: { description: 'The role.', schema: roleSchema } },
      problems: [roleRefused],
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
      answers: { 204: { description: 'The role is gone.' } },
      problems: [roleRefused],
      async handle({ caller, params, request, reply }) {
        await deleteOwnRole(services, actingInPerson(services, caller, request), params.role);
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
      answers: {
        200: {
          description: 'The accounts.',
          schema: Type.Object({
            accounts: Type.Array(
              Type.Object(
                {
                  id: accountId,
                  username: Type.String({ examples: ['ada'] }),
                  grantedAt: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
                  expiresAt: Type.Unsafe<string | null>({
                    ...{ type: ['string', 'null'], format: 'date-time' },
                    description: 'When it ends by itself; null if it never does.',
                    examples: [null],
                  }),
                },
                { title: 'RoleHolder', description: 'An account that has a role.' },
              ),
            ),
          }),
        },
      },
      async handle({ params }) {
        const holders = await listRoleHolders(services, params.role);
        if (!holders) throw problem(notFound);
        return {
          accounts: holders.map(({ accountId: id, username, grantedAt, expiresAt }) => ({
            ...{ id, username, grantedAt: isoTime(grantedAt) },
            expiresAt: expiresAt === null ? null : isoTime(expiresAt),
          })),
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
