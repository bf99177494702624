import { isoTime } from '../../../kit/clock.ts';
import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { reasonMissing } from '../../../operate/accounts/index.ts';
import { listTokens, revokeToken, type TokenOverview } from '../../../operate/roles/index.ts';
import { tokenRefused } from '../../../people/roles/index.ts';
import { actingInPerson } from '../acting.ts';
import { ending } from '../role-schemas.ts';
import { makeToken } from './make.ts';
import { newToken, ofToken, tokenSchema } from './schemas.ts';

const toJson = ({ createdAt, expiresAt, lastUsedAt, revokedAt, ...token }: TokenOverview) => ({
  ...{ id: token.id, name: token.name, madeBy: token.madeBy },
  permissions: [...token.permissions],
  addresses: [...token.addresses],
  createdAt: isoTime(createdAt),
  expiresAt: isoTime(expiresAt),
  lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt),
  revokedAt: revokedAt === null ? null : isoTime(revokedAt),
});

const described = { kind: 'api', tag: 'Administration', access: 'tokens:write' } as const;

/** `/api/admin/tokens`: tokens by which programs use the API of the console. */
export function tokenRoutes(services: Services): Route[] {
  return [
    route({
      ...described,
      method: 'GET',
      path: '/api/admin/tokens',
      operationId: 'listTokens',
      summary: 'List the tokens of programs',
      description: 'All tokens, the newest first, with those that ended in the last 30 days.',
      answers: {
        200: {
          description: 'The tokens.',
          schema: Type.Object({ tokens: Type.Array(tokenSchema) }),
        },
      },
      handle: async () => ({ tokens: (await listTokens(services)).map(toJson) }),
    }),
    route({
      ...described,
      method: 'POST',
      path: '/api/admin/tokens',
      operationId: 'createToken',
      summary: 'Create a token for a program',
      description:
        'Creates a token to send as `Authorization: Bearer …`. It can do what you list, as long as you can do it yourself, and nothing that has to be done in person. It is shown only here.',
      body: newToken,
      example: {
        name: 'Nightly sync',
        permissions: ['accounts:read'],
        expiresAt: '2027-06-30T00:00:00.000Z',
      },
      answers: {
        201: {
          description: 'The token.',
          schema: Type.Object(
            {
              ...tokenSchema.properties,
              token: Type.String({ examples: ['lka_5kq2hTzLr5VbYh2KcNd7PxW9sQeRt1uIoAaSdFgHjKl'] }),
            },
            { title: 'CreatedAdminToken', description: 'A token that was just created. Store it now.' },
          ),
        },
      },
      problems: [tokenRefused, reasonMissing],
      async handle({ caller, body, request, reply }) {
        const { token, overview } = await makeToken(services, caller, request, body);
        reply.code(201);
        return { ...toJson(overview), token };
      },
    }),
    route({
      ...described,
      method: 'DELETE',
      path: '/api/admin/tokens/:id',
      operationId: 'revokeToken',
      summary: 'Revoke a token',
      description: 'The token stops working right away.',
      params: ofToken,
      body: ending,
      mayLackBody: true,
      example: { reason: 'ticket-4711' },
      answers: { 204: { description: 'The token is revoked.' } },
      problems: [reasonMissing],
      async handle({ caller, params, body, request, reply }) {
        const acting = actingInPerson(services, caller, request, body.reason);
        if (!(await revokeToken(services, acting, params.id))) throw problem(notFound);
        return reply.code(204).send();
      },
    }),
  ];
}
