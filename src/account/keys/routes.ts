import { notFound, peerAddress, type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { proofRequired } from '../../login/prove/index.ts';
import { isKey, noSuchScope, tooManyKeys } from '../../people/keys/index.ts';
import { countKeyReport, tooManyAttempts } from '../../people/limits/index.ts';
import { revokeReported } from './leaked.ts';
import { createOwnKey, lifetimes, listOwnKeys, revokeOwnKey } from './own-keys.ts';
import { listScopes } from './wanted-scopes.ts';

const strict = { additionalProperties: false };

const keyView = {
  id: Type.String({ examples: ['key_7k3mq2xv9d4t'] }),
  name: Type.String({ examples: ['Nightly backup'] }),
  scopes: Type.Array(Type.String({ examples: ['data:read'] })),
  ending: Type.String({ description: 'Its last four characters.', examples: ['0aB3'] }),
  createdAt: Type.String({ format: 'date-time' }),
  expiresAt: Type.String({ format: 'date-time' }),
  usedAt: Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date-time' }),
  usedFrom: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'The IP address of the last use.',
  }),
};

const keySchema = Type.Object(keyView, {
  title: 'AccessKey',
  description: 'An access key, without the key itself.',
});

const scopeSchema = Type.Object({
  scope: Type.String({ examples: ['data:read'] }),
  description: Type.String({ description: 'What it means to people.', examples: ['Read your data'] }),
});

/** What a key is made from. */
export const wantedKey = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S', description: 'What you call it.' }),
    scopes: Type.Array(Type.String({ maxLength: 2200 }), {
      minItems: 1,
      maxItems: 100,
      description: 'What the key can do: some of the scopes that `GET /api/me/keys` lists.',
      examples: [['data:read']],
    }),
    days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: lifetimes.most,
        description: 'How many days it works; 90 if left out.',
      }),
    ),
  },
  strict,
);

export function keyRoutes(services: Services): Route[] {
  const api = { kind: 'api', access: 'signed-in', tag: 'Account' } as const;
  return [
    route({
      ...api,
      method: 'GET',
      path: '/api/me/keys',
      operationId: 'listKeys',
      summary: 'List your access keys',
      description: 'What your programs use in your name. The keys themselves are never shown again.',
      answers: {
        200: {
          description: 'The newest first, and what a new one can be for.',
          schema: Type.Object(
            { keys: Type.Array(keySchema), scopes: Type.Array(scopeSchema) },
            { title: 'AccessKeys' },
          ),
        },
      },
      handle: async ({ caller }) => ({
        keys: await listOwnKeys(services, caller.account.id),
        scopes: await listScopes(services),
      }),
    }),
    route({
      ...api,
      method: 'POST',
      path: '/api/me/keys',
      operationId: 'createKey',
      summary: 'Create an access key',
      description:
        'For a program of yours: it sends the key as `Authorization: Bearer …`. The answer has the key, this once. Your identity must have been confirmed in the last ten minutes.',
      body: wantedKey,
      example: { name: 'Nightly backup', scopes: ['data:read'] },
      answers: {
        201: {
          description: 'The key, which is not shown again.',
          schema: Type.Object({ key: Type.String(), ...keyView }, { title: 'NewAccessKey' }),
        },
      },
      problems: [proofRequired, noSuchScope, tooManyKeys],
      async handle({ caller, body, request, reply }) {
        const { key, made } = await createOwnKey(services, caller, body, request);
        reply.code(201);
        return { key, ...made };
      },
    }),
    route({
      method: 'POST',
      path: '/api/keys/leaked',
      kind: 'api',
      access: 'anyone',
      tag: 'Account',
      operationId: 'reportLeakedKey',
      summary: 'Report an access key that was found',
      description:
        'For scanners of secrets: a key is revoked, and its owner is told by email. The answer is the same for every key, also for one that never was.',
      body: Type.Object({ key: Type.String({ minLength: 1, maxLength: 200 }) }, strict),
      example: { key: 'lkp_found_in_a_public_repository' },
      answers: {
        200: { description: 'The report was taken.', schema: Type.Object({}, { title: 'LeakedKeyReport' }) },
      },
      problems: [tooManyAttempts],
      async handle({ body, request }) {
        // What was only guessed at costs neither a query nor a place in the count.
        if (!isKey(body.key)) return {};
        await countKeyReport(services, peerAddress(request));
        await revokeReported(services, body.key);
        return {};
      },
    }),
    route({
      ...api,
      method: 'DELETE',
      path: '/api/me/keys/:id',
      operationId: 'revokeKey',
      summary: 'Revoke an access key',
      description: 'It stops working right away.',
      params: Type.Object({ id: Type.String({ maxLength: 64, examples: ['key_7k3mq2xv9d4t'] }) }),
      answers: { 204: { description: 'The key is revoked.' } },
      problems: [notFound],
      async handle({ caller, params, request, reply }) {
        await revokeOwnKey(services, caller, params.id, request);
        return reply.code(204).send();
      },
    }),
  ];
}
