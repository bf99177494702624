import { isoTime } from '../../kit/clock.ts';
import { notFound, type Route, route } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import {
  changeAttributes,
  createRole,
  deleteOwnRole,
  grantRole,
  listRoleHolders,
  listRoleOverviews,
  type RoleOverview,
  revokeRole,
  setPermissions,
} from '../../operate/roles/index.ts';
import { findAccount } from '../../people/accounts/index.ts';
import {
  attributesRefused,
  lastAdministrator,
  ownAccount,
  permissionKinds,
  roleRefused,
} from '../../people/roles/index.ts';
import { actingInPerson } from './acting.ts';

const strict = { additionalProperties: false };
const time = { format: 'date-time' } as const;
const names = Type.Array(Type.String({ maxLength: 100 }), {
  maxItems: 100,
  description: 'What it lets its holders do.',
  examples: [['accounts:read', 'accounts:unlock']],
});
const roleName = Type.String({ maxLength: 50, description: 'The name of the role.', examples: ['helpdesk'] });
const reason = Type.Optional(
  Type.String({
    minLength: 3,
    maxLength: 500,
    description: "Why, for the audit log. Don't put names in it: it is kept when the account is deleted.",
    examples: ['Joined the help desk, ticket 4711.'],
  }),
);
const accountId = Type.String({
  description: 'The `id` of the account.',
  examples: ['01932f6a-5c1e-7042-9b3d-6f0e2a7c8d15'],
});

const roleSchema = Type.Object(
  {
    id: Type.String({ description: 'Of a built-in role, its name.', examples: ['support'] }),
    name: Type.String({ examples: ['support'] }),
    kind: Type.Union([Type.Literal('admin'), Type.Literal('app')], {
      description: '`admin` roles hold permissions. `app` roles are told to apps.',
      examples: ['admin'],
    }),
    builtIn: Type.Boolean({ examples: [true] }),
    permissions: names,
    accounts: Type.Integer({ description: 'How many accounts have it.', examples: [2] }),
  },
  { title: 'Role', description: 'A role and what it lets its holders do.' },
);

const toRole = ({ id, name, kind, isBuiltIn, permissions, holders }: RoleOverview) => ({
  ...{ id, name, kind, builtIn: isBuiltIn, permissions: [...permissions], accounts: holders },
});

const described = { kind: 'api', tag: 'Administration' } as const;

/** `/api/admin/session`, `/api/admin/roles` and the roles and attributes of an account. */
export function roleRoutes(services: Services): Route[] {
  const { db, clock } = services;

  const requireAccount = async (id: string) => {
    if (id.includes('\0') || !(await findAccount(db, id))) throw problem(notFound);
    return id;
  };

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
    route({
      ...described,
      method: 'PUT',
      path: '/api/admin/accounts/:id/roles/:role',
      access: 'roles:grant',
      operationId: 'grantRole',
      summary: 'Grant a role',
      description:
        'Gives the account a role. One of the kind `admin` signs it out everywhere, and its next login asks for a second factor.',
      params: Type.Object({ id: accountId, role: roleName }),
      body: Type.Object(
        {
          until: Type.Optional(
            Type.String({
              ...time,
              description: 'When it ends by itself, in UTC. Only for roles of the kind `admin`.',
              examples: ['2027-01-31T00:00:00.000Z'],
            }),
          ),
          reason,
        },
        { ...strict, title: 'RoleGrant', description: 'How long an account has a role, and why.' },
      ),
      example: {},
      answers: { 204: { description: 'The account has the role.' } },
      problems: [roleRefused, ownAccount],
      async handle({ caller, params, body, request, reply }) {
        const acting = actingInPerson(services, caller, request, body.reason);
        const until = body.until === undefined ? null : Date.parse(body.until);
        await grantRole(services, acting, {
          accountId: await requireAccount(params.id),
          role: params.role,
          until,
        });
        return reply.code(204).send();
      },
    }),
    route({
      ...described,
      method: 'DELETE',
      path: '/api/admin/accounts/:id/roles/:role',
      access: 'roles:grant',
      operationId: 'revokeRole',
      summary: 'Revoke a role',
      description: 'Takes a role from the account. The last administrator keeps theirs.',
      params: Type.Object({ id: accountId, role: roleName }),
      answers: { 204: { description: "The account doesn't have the role any more." } },
      problems: [roleRefused, ownAccount, lastAdministrator],
      async handle({ caller, params, request, reply }) {
        const acting = actingInPerson(services, caller, request);
        await revokeRole(services, acting, { accountId: await requireAccount(params.id), role: params.role });
        return reply.code(204).send();
      },
    }),
    route({
      ...described,
      method: 'PATCH',
      path: '/api/admin/accounts/:id/attributes',
      access: 'accounts:set-attributes',
      operationId: 'changeAttributes',
      summary: 'Change the attributes of an account',
      description:
        'Merges a JSON object into the attributes of the account (RFC 7396): a name with `null` is removed. Its owner and your app can read them, and only administrators can change them.',
      params: Type.Object({ id: accountId }),
      body: Type.Record(Type.String(), Type.Unknown(), {
        title: 'AttributeChange',
        description: 'Names with their new values, or `null` to remove them.',
      }),
      example: { plan: 'pro', trial: null },
      answers: {
        200: {
          description: 'All attributes of the account.',
          schema: Type.Record(Type.String(), Type.Unknown(), {
            title: 'Attributes',
            description: 'What administrators have set for an account.',
          }),
        },
      },
      problems: [attributesRefused, ownAccount],
      async handle({ caller, params, body, request }) {
        const acting = actingInPerson(services, caller, request);
        const id = await requireAccount(params.id);
        return (await changeAttributes(services, acting, { accountId: id, patch: body as never })) ?? {};
      },
    }),
  ];

  async function getRole(name: string): Promise<RoleOverview> {
    const role = (await listRoleOverviews({ db, clock })).find((one) => one.name === name);
    if (!role) throw problem(notFound);
    return role;
  }
}
