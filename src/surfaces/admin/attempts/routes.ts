import { h } from 'preact';
import { notFound, queryOf, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { readTrailId } from '../../../people/trails/index.ts';
import { findListed, findShownTrail, type Wanted } from '../../trails/index.ts';
import { mayStillSee } from '../authorize.ts';
import { frameOf } from '../frame/frame.ts';
import { limitOf } from '../list-schemas.ts';
import { AttemptListPage } from './list-page.tsx';
import { AttemptPage } from './page.tsx';
import { attemptOutcomes, attemptPage, attemptQuery, toAttempt } from './schemas.ts';
import { createAttemptWatch } from './watch.ts';

/** `/admin/attempts`: what people tried, step by step and as it happens; and its twin in the API. */
export function attemptRoutes(services: Services): Route[] {
  const { config, pages } = services;
  const watch = createAttemptWatch(services);
  return [
    route({
      kind: 'api',
      tag: 'Administration',
      method: 'GET',
      path: '/api/admin/attempts',
      access: 'attempts:read',
      operationId: 'listAttempts',
      summary: 'List sign-in attempts',
      description:
        'Attempts to sign in, sign up, reset a password or confirm an identity, the newest first, with their steps.',
      query: attemptQuery,
      answers: { 200: { description: 'A page of attempts.', schema: attemptPage } },
      async handle({ query }) {
        const { name = '', code = '', outcome, cursor } = query;
        const wanted: Wanted = { username: name, code, outcome, before: cursor, limit: limitOf(query) };
        const { trails, older } = await findListed(services, wanted);
        return { items: trails.map((one) => toAttempt(services.words, one)), next: older ?? null };
      },
    }),
    route({
      method: 'GET',
      path: '/admin/attempts',
      kind: 'page',
      access: 'attempts:read',
      async handle({ caller, request, reply }) {
        const wanted = readWanted(queryOf(request));
        const listed = await findListed(services, wanted);
        const kept = config.trails.keep;
        return pages.send(
          reply,
          h(AttemptListPage, { frame: frameOf(services, caller), wanted, listed, kept }),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/admin/attempts/:code',
      kind: 'page',
      access: 'attempts:read',
      params: Type.Object({ code: Type.String() }),
      async handle({ caller, params, reply }) {
        const id = readTrailId(params.code);
        const shown = id && (await findShownTrail(services, id));
        if (!shown) throw problem(notFound);
        return pages.send(reply, h(AttemptPage, { frame: frameOf(services, caller), shown }));
      },
    }),
    route({
      method: 'GET',
      path: '/admin/attempts/stream',
      kind: 'page',
      access: 'attempts:read',
      async handle({ caller, request, reply }) {
        const { accept = '', 'last-event-id': last } = request.headers;
        if (!accept.includes('text/event-stream')) return reply.redirect('/admin/attempts', 303);
        const stream = await watch.open({
          lastSeen: typeof last === 'string' && partId.test(last) ? last : undefined,
          mayStay: () => mayStillSee(services, caller),
        });
        return (
          reply
            .header('content-type', 'text/event-stream')
            // nginx would keep it back until there is more.
            .header('x-accel-buffering', 'no')
            .send(stream)
        );
      },
    }),
  ];
}

const partId = /^[0-9a-f-]{36}$/;

/** What the address of the page asks for. */
function readWanted(query: URLSearchParams): Wanted {
  const text = (name: string) => (query.get(name) ?? '').trim().replaceAll('\0', '').slice(0, 320);
  const key = (name: string) => (partId.test(text(name)) ? text(name) : undefined);
  return {
    ...{ username: text('name'), code: text('code').slice(0, 40) },
    outcome: attemptOutcomes.find((one) => one === text('outcome')),
    ...{ before: key('before'), after: key('after') },
  };
}
