import { type Route, route } from '../../../kit/http/index.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { reasonMissing } from '../../../operate/accounts/index.ts';
import { changeAttributes, grantRole, revokeRole } from '../../../operate/roles/index.ts';
import {
  attributesRefused,
  lastAdministrator,
  ownAccount,
  roleRefused,
} from '../../../people/roles/index.ts';
import { actingInPerson } from '../acting.ts';
import { requireAccount } from '../require-account.ts';
import { accountId, ending, readTime } from '../role-schemas.ts';
import { roleGrant, roleOfAccount } from './schemas.ts';

const described = { kind: 'api', tag: 'Administration' } as const;

/** The roles of an account, and its attributes. */
export function accountRoleRoutes(services: Services): Route[] {
  return [
    route({
      ...described,
      method: 'PUT',
      path: '/api/admin/accounts/:id/roles/:role',
      access: 'roles:grant',
      operationId: 'grantRole',
      summary: 'Grant a role',
      description:
        'Gives the account a role. One of the kind `admin` signs it out everywhere, and its next login asks for a second factor.',
      params: roleOfAccount,
      body: roleGrant,
      example: {},
      answers: { 204: { description: 'The account has the role.' } },
      problems: [roleRefused, reasonMissing, ownAccount],
      async handle({ caller, params, body, request, reply }) {
        const acting = actingInPerson(services, caller, request, body.reason);
        const until = body.until === undefined ? null : readTime(body.until);
        await grantRole(services, acting, {
          accountId: (await requireAccount(services, params.id)).id,
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
      params: roleOfAccount,
      body: ending,
      mayLackBody: true,
      example: { reason: 'ticket-4711' },
      answers: { 204: { description: "The account doesn't have the role any more." } },
      problems: [roleRefused, reasonMissing, ownAccount, lastAdministrator],
      async handle({ caller, params, body, request, reply }) {
        const acting = actingInPerson(services, caller, request, body.reason);
        await revokeRole(services, acting, {
          accountId: (await requireAccount(services, params.id)).id,
          role: params.role,
        });
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
        const id = (await requireAccount(services, params.id)).id;
        return (await changeAttributes(services, acting, { accountId: id, patch: body as never })) ?? {};
      },
    }),
  ];
}
