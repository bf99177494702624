import { h } from 'preact';
import { notFound, queryOf, type Route, route, textIn } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { readTrailId } from '../../../people/trails/index.ts';
import { findListed, findShownTrail } from '../../trails/index.ts';
import { mayStillSee } from '../authorize.ts';
import { frameOf } from '../frame/frame.ts';
import { cursorsOf } from '../list-cursors.ts';
import { limitOf } from '../list-schemas.ts';
import { type AttemptFilters, AttemptListPage, attemptsAddress } from './list-page.tsx';
import { AttemptPage } from './page.tsx';
import { attemptOutcomes, attemptPage, attemptQuery, toAttempt } from './schemas.ts';
import { createAttemptWatch } from './watch.ts';

/** `/admin/attempts`: what people tried, step by step and as it happens; and its twin in the API. */
export function attemptRoutes(services: Services): Route[] {
  const { config, pages } = services;
  const watch = createAttemptWatch(services);
  const cursorsFor = (asked: AttemptFilters) =>
    cursorsOf<string>(services, { list: 'attempts', asked: { ...asked } });
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
        const filters = { username: name, code, outcome };
        const cursors = cursorsFor(filters);
        const wanted = { ...filters, ...cursors.read(cursor), limit: limitOf(query) };
        const listed = await findListed(services, wanted);
        const items = listed.trails.map((one) => toAttempt(services.words, one));
        return { items, next: cursors.beside(listed).older ?? null };
      },
    }),
    route({
      method: 'GET',
      path: '/admin/attempts',
      kind: 'page',
      access: 'attempts:read',
      async handle({ caller, request, reply }) {
        const query = queryOf(request);
        const filters = readFilters(query);
        const cursors = cursorsFor(filters);
        const place = cursors.find(query.get('cursor'));
        if (!place) return reply.redirect(attemptsAddress(filters), 303);
        const wanted = { ...filters, ...place };
        const listed = await findListed(services, wanted);
        const beside = cursors.beside(listed);
        const frame = frameOf(services, caller);
        const kept = config.trails.keep;
        return pages.send(reply, h(AttemptListPage, { frame, wanted, listed, beside, kept }));
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
            // nginx would buffer it until there is more.
            .header('x-accel-buffering', 'no')
            .send(stream)
        );
      },
    }),
  ];
}

const partId = /^[0-9a-f-]{36}$/;

/** What the address of the page asks for. */
function readFilters(query: URLSearchParams): AttemptFilters {
  const text = (name: string) => textIn(query, name);
  return {
    ...{ username: text('name'), code: text('code').slice(0, 40) },
    outcome: attemptOutcomes.find((one) => one === text('outcome')),
  };
}
