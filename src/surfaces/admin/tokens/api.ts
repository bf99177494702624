import { isoTime } from '../../../kit/clock.ts';
import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { createToken, listTokens, revokeToken, type TokenOverview } from '../../../operate/roles/index.ts';
import { accountOfAdministrator, tokenRefused } from '../../../people/roles/index.ts';
import { actingInPerson } from '../acting.ts';
import { accountId, names, readTime, reason, strict, time } from '../role-schemas.ts';

const timeOrNull = { type: ['string', 'null'], format: 'date-time', examples: [null] };

const addresses = Type.Array(Type.String({ maxLength: 60 }), {
  maxItems: 50,
  description: 'IP addresses or CIDR ranges that it may be sent from; empty for any.',
  examples: [['203.0.113.0/24']],
});

const name = Type.String({ maxLength: 100, description: 'What it is for.', examples: ['Nightly sync'] });

const tokenSchema = Type.Object(
  {
    id: Type.String({ examples: ['01932f6a-5c2b-7042-8e41-0d9b3f5a7c26'] }),
    name,
    permissions: names,
    addresses,
    madeBy: accountId,
    createdAt: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
    expiresAt: Type.String({ ...time, examples: ['2027-11-29T09:30:00.000Z'] }),
    lastUsedAt: Type.Unsafe<string | null>({
      ...timeOrNull,
      description: 'When it was last used, to the minute. It is null if it never was.',
    }),
    revokedAt: Type.Unsafe<string | null>({
      ...timeOrNull,
      description: 'When it was revoked. It is null if it was not.',
    }),
  },
  { title: 'AdminToken', description: 'What lets a program use this API, without the token itself.' },
);

const toJson = ({ createdAt, expiresAt, lastUsedAt, revokedAt, ...token }: TokenOverview) => ({
  ...token,
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
      body: Type.Object(
        {
          name,
          permissions: names,
          addresses: Type.Optional(addresses),
          expiresAt: Type.String({
            ...time,
            description: 'When it ends, at most 400 days from now.',
            examples: ['2027-11-29T09:30:00.000Z'],
          }),
          reason,
        },
        { ...strict, title: 'NewAdminToken', description: 'A token to create for a program.' },
      ),
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
      problems: [tokenRefused],
      async handle({ caller, body, request, reply }) {
        const acting = actingInPerson(services, caller, request, body.reason);
        const id = accountOfAdministrator(caller);
        const { token, overview } = await createToken(
          services,
          { ...acting, actor: { ...acting.actor, id } },
          {
            name: body.name,
            permissions: body.permissions,
            addresses: body.addresses ?? [],
            expiresAt: readTime(body.expiresAt),
          },
        );
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
      params: Type.Object({ id: tokenSchema.properties.id }),
      answers: { 204: { description: 'The token is revoked.' } },
      async handle({ caller, params, request, reply }) {
        const acting = actingInPerson(services, caller, request);
        const isRevoked = !params.id.includes('\0') && (await revokeToken(services, acting, params.id));
        if (!isRevoked) throw problem(notFound);
        return reply.code(204).send();
      },
    }),
  ];
}
