import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import type { Caller } from '../../kit/http/index.ts';
import { clientOf, formOf, type Route, route, setProblemHeaders } from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { requireSetup, setUpAdministrator } from '../../operate/roles/index.ts';
import { asFormProblem } from '../../people/limits/index.ts';
import { setupClosed, setupRefused } from '../../people/roles/index.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { SetupPage } from './setup-page.tsx';

const setup = Type.Object(
  {
    secret: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: 'The value of `admin.setupSecret` in the configuration.',
      examples: ['Zk3mX0s8Qe1rV7uB5yN2wT9pL4hJ6gD1fC8aS3kM0o='],
    }),
  },
  { additionalProperties: false, title: 'Setup', description: 'What makes the first administrator.' },
);

/**
 * `/setup` makes the first administrator where nobody can run a command. Once it's closed, it doesn't exist for anybody
 * without a session. The secret is checked before anything else is answered.
 */
export function setupRoutes(services: Services): Route[] {
  const { pages } = services;
  const become = (caller: Caller, secret: string, request: FastifyRequest) =>
    setUpAdministrator(services, { caller, secret, client: clientOf(request), requestId: request.id });
  return [
    route({
      method: 'POST',
      path: '/api/setup',
      kind: 'api',
      access: 'signed-in',
      tag: 'Administration',
      operationId: 'setUp',
      summary: 'Become the first administrator',
      description:
        'Makes the account that sends it the administrator, if it knows `admin.setupSecret` and there has never been one. It ends all sessions of the account: sign in again, with a second factor.',
      body: setup,
      example: { secret: 'Zk3mX0s8Qe1rV7uB5yN2wT9pL4hJ6gD1fC8aS3kM0o=' },
      answers: { 204: { description: 'The account is an administrator, and signed out.' } },
      problems: [setupClosed, setupRefused],
      async handle({ caller, body, request, reply }) {
        await become(caller, body.secret, request);
        return reply.code(204).send();
      },
    }),
    route({
      method: 'GET',
      path: '/setup',
      kind: 'page',
      access: 'visitor',
      async handle({ caller, reply }) {
        await requireSetup(services);
        if (!caller) return reply.redirect('/login?next=%2Fsetup', 303);
        return show(caller, reply);
      },
    }),
    route({
      method: 'POST',
      path: '/setup',
      kind: 'page',
      access: 'visitor',
      form: formOf('POST /api/setup', setup),
      async handle({ caller, form, request, reply }) {
        await requireSetup(services);
        if (!caller) return reply.redirect('/login?next=%2Fsetup', 303);
        await become(caller, form.secret, request);
        return reply.redirect('/login?next=%2Fadmin', 303);
      },
      refused({ caller, refusal, reply }) {
        if (!caller || refusal.definition === setupClosed) throw refusal;
        return show(caller, reply, refusal);
      },
    }),
  ];

  function show(caller: Caller, reply: FastifyReply, refusal?: Problem) {
    if (refusal) setProblemHeaders(reply, refusal);
    const problem = refusal && asFormProblem(refusal, () => '');
    return pages.send(reply, h(SetupPage, { site: pages.site, viewer: viewerOf(caller), problem }));
  }
}
