import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction } from '../../../kit/db/index.ts';
import { clientOf, jsonType, peerAddress, type Route, route } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { nameAttempt } from '../../../login/trails/index.ts';
import { type AppRow, addRegisteredApp, type ClaimedApp, readClaims } from '../../../operate/apps/index.ts';
import { recordEvent } from '../../../people/events/index.ts';
import { countAppRegistration } from '../../../people/limits/index.ts';
import type { AppCause } from '../../../people/trails/index.ts';
import { registrationPath } from '../settings.ts';
import { toClient } from '../to-client.ts';

/** `POST /oauth/register`: an app makes itself known (RFC 7591), where the configuration lets it. */
export function registrationRoutes(services: Services): Route[] {
  const { config, db, clock, trails } = services;
  if (config.apps.unregistered !== 'documents-and-registration') return [];

  const path = registrationPath;
  return [
    route({
      ...{ kind: 'api', access: 'app', method: 'POST', path, bodyTypes: [jsonType], rawBody: true },
      preflight(_request, reply) {
        allowAnyOrigin(reply);
        return reply
          .header('access-control-allow-methods', 'POST')
          .header('access-control-allow-headers', 'content-type')
          .code(204)
          .send();
      },
      async handle({ body, request, reply }) {
        allowAnyOrigin(reply);
        reply.header('cache-control', 'no-store');
        const address = peerAddress(request);
        const trail = trails.begin({ kind: 'app', format: 'json', address });
        nameAttempt(reply, trail.id);
        const refuse = (cause: AppCause, status: number, error: string, why: string) => {
          trail.note({ code: 'app-refused', cause });
          trail.end('refused');
          return reply.code(status).send({ error, error_description: why });
        };
        if (!(await countAppRegistration(services, address))) {
          reply.header('retry-after', 3600);
          return refuse('registration-too-many', 429, 'temporarily_unavailable', 'too many registrations');
        }
        const claims = readClaims(parse(body), { mayAskForSecret: true });
        if ('unfit' in claims)
          return refuse('registration-unfit', 400, 'invalid_client_metadata', claims.unfit);
        const app = await register(claims, request);
        trail.note({ code: 'app-found', known: true, app: app.name });
        trail.end('done');
        return reply.code(201).send(answerOf(app, claims));
      },
    }),
  ];

  function register(claims: ClaimedApp, request: FastifyRequest): Promise<AppRow> {
    const at = clock();
    return inTransaction(db, async (tx) => {
      const app = await addRegisteredApp(tx, claims, at);
      const event = { type: 'app-registered', accountId: null, client: clientOf(request), at } as const;
      await recordEvent(tx, { ...event, detail: { app: app.name } });
      return app;
    });
  }
}

/** No cookie counts here, so a page of any app may ask; it isn't known yet which origins are its own. */
function allowAnyOrigin(reply: FastifyReply): void {
  reply.header('access-control-allow-origin', '*');
}

/** What it is registered as, which may be less than it asked for (RFC 7591 section 3.2.1). */
function answerOf(app: AppRow, { metadata }: ClaimedApp): Readonly<Record<string, unknown>> {
  const client = toClient(app);
  return {
    client_id: app.id,
    client_id_issued_at: Math.floor(app.created_at / 1000),
    ...(metadata.client_name !== undefined && { client_name: metadata.client_name }),
    redirect_uris: client.redirect_uris,
    grant_types: client.grant_types,
    response_types: client.response_types,
    token_endpoint_auth_method: client.token_endpoint_auth_method,
    application_type: client.application_type,
    id_token_signed_response_alg: client.id_token_signed_response_alg,
  };
}

function parse(body: unknown): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : '');
  } catch {
    return undefined;
  }
}
