import { seconds } from '../../../kit/duration.ts';
import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { findResource } from '../../../people/resources/index.ts';
import { lifetimes, makeSessionToken } from './make-token.ts';

/** A token for an API of the site's own, which checks it without asking this server. */
export function sessionTokenRoutes(services: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/session/token',
      kind: 'api',
      access: 'signed-in',
      operationId: 'createSessionToken',
      tag: 'Account',
      summary: 'Get a token for an API of your own',
      description:
        'A JWT (RFC 9068) for a resource that was added with `latchkey resources add`. Your API checks it with the keys at `/.well-known/jwks.json`. It works until it expires, also if the session ends before: ask `GET /api/session` where that matters.',
      body: Type.Object(
        {
          resource: Type.String({
            minLength: 1,
            maxLength: 300,
            description: 'The URL of the resource.',
            examples: ['https://api.example.com'],
          }),
          seconds: Type.Optional(
            Type.Integer({
              minimum: 10,
              maximum: lifetimes.most / 1000,
              description: 'How long it works; 60 if left out.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      example: { resource: 'https://api.example.com' },
      answers: {
        200: {
          description: 'The token.',
          schema: Type.Object(
            { token: Type.String(), expiresIn: Type.Integer({ description: 'In seconds.', examples: [60] }) },
            { title: 'SessionToken' },
          ),
        },
      },
      problems: [notFound],
      async handle({ caller, body, reply }) {
        const resource = body.resource.includes('\0')
          ? undefined
          : await findResource(services.db, body.resource);
        if (!resource) throw problem(notFound, ({ apps }) => apps.noSuchResource);
        const lifetime = body.seconds === undefined ? lifetimes.usual : seconds(body.seconds);
        reply.header('cache-control', 'no-store');
        const token = await makeSessionToken(services, caller, { resource: resource.url, lifetime });
        return { token, expiresIn: lifetime / 1000 };
      },
    }),
  ];
}
