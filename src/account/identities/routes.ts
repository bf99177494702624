import { notFound, type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { safeNext } from '../../login/index.ts';
import {
  giveBrowserKey,
  identityLastWay,
  outsideLoginFailed,
  requireProvider,
} from '../../login/outside/index.ts';
import { proofRequired } from '../../login/prove/index.ts';
import { inTrail } from '../../login/trails/index.ts';
import { viewIdentities } from '../../people/outside/index.ts';
import { beginToLink, removeIdentity } from './own-identities.ts';

const identitySchema = Type.Object(
  {
    id: Type.String({ examples: ['idn_7k3mq2xv9d4t'] }),
    provider: Type.String({ examples: ['github'] }),
    label: Type.String({ examples: ['GitHub'] }),
    name: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'What you are known by there, such as an email address.',
    }),
    addedAt: Type.String({ format: 'date-time' }),
    usedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'Identity', description: 'An identity at another provider that you can sign in with.' },
);

const wanted = Type.Object(
  { next: Type.Optional(Type.String({ maxLength: 6000, description: 'Where to come back to.' })) },
  { additionalProperties: false },
);

export function identityRoutes(services: Services): Route[] {
  const api = { kind: 'api', access: 'signed-in', tag: 'Account' } as const;
  return [
    route({
      ...api,
      method: 'GET',
      path: '/api/me/identities',
      operationId: 'listIdentities',
      summary: 'List your identities at other providers',
      description: 'What you can sign in with besides what this server keeps itself.',
      impersonated: true,
      answers: {
        200: {
          description: 'The oldest first.',
          schema: Type.Object({ identities: Type.Array(identitySchema) }, { title: 'Identities' }),
        },
      },
      handle: async ({ caller }) => ({
        identities: await viewIdentities(services, services.db, caller.account.id),
      }),
    }),
    route({
      ...api,
      method: 'POST',
      path: '/api/me/identities/:id',
      operationId: 'connectIdentity',
      summary: 'Connect an identity at a provider',
      description:
        'Answers where to send the browser. Whoever comes back from there in the same session has the identity connected. Your identity must have been confirmed in the last ten minutes.',
      params: Type.Object({
        id: Type.String({
          maxLength: 32,
          description: 'The ID of the provider, as `GET /api/login/with` lists it.',
          examples: ['github'],
        }),
      }),
      body: wanted,
      example: {},
      answers: {
        200: {
          description: 'Where to send the browser, within ten minutes.',
          schema: Type.Object({ url: Type.String() }, { title: 'ConnectIdentity' }),
        },
      },
      problems: [notFound, proofRequired, outsideLoginFailed],
      async handle({ caller, params, body: { next }, reply }) {
        const provider = requireProvider(services, params.id);
        const browser = giveBrowserKey(reply, services);
        const back = safeNext(services, next, '/account?done=identity#identities');
        const { href } = await inTrail(services, reply, { kind: 'add-factor', format: 'json' }, (trailing) =>
          beginToLink(services, caller, { provider, browser, next: back }, trailing),
        );
        return { url: href };
      },
    }),
    route({
      ...api,
      method: 'DELETE',
      path: '/api/me/identities/:id',
      operationId: 'disconnectIdentity',
      summary: 'Disconnect an identity',
      description:
        'It no longer signs you in. Your identity must have been confirmed in the last ten minutes. The last way to sign in stays.',
      params: Type.Object({ id: Type.String({ maxLength: 64, examples: ['idn_7k3mq2xv9d4t'] }) }),
      answers: { 204: { description: 'It is disconnected. All other sessions have ended.' } },
      problems: [notFound, proofRequired, identityLastWay],
      async handle({ caller, params, request, reply }) {
        await removeIdentity(services, caller, params.id, request);
        return reply.status(204).send();
      },
    }),
  ];
}
