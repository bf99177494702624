import { h } from 'preact';
import { notFound, queryOf, type Route, route } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { readTrailId } from '../../people/trails/index.ts';
import { findListed, readWanted } from './find-listed.ts';
import { StepsGuidePage } from './guide-page.tsx';
import { TrailsPage } from './list-page.tsx';
import { findShownTrail } from './shown-trail.ts';
import { streamOf } from './stream.ts';
import { NoTrailPage, TrailPage } from './trail-page.tsx';

/** In development alone: the trails tell who has an account, and from where people come. */
export function trailRoutes(services: Services): Route[] {
  const { config, pages, trails } = services;
  const { site } = pages;
  const kept = config.trails.keep;
  if (config.mode !== 'development') return [];
  return [
    route({
      method: 'GET',
      path: '/dev/trails',
      kind: 'page',
      access: 'visitor',
      async handle({ caller, request, reply }) {
        const wanted = readWanted(queryOf(request));
        const listed = await findListed(services, wanted);
        return pages.send(reply, h(TrailsPage, { site, viewer: viewerOf(caller), wanted, listed, kept }));
      },
    }),
    route({
      method: 'GET',
      path: '/dev/trails/:code',
      kind: 'page',
      access: 'visitor',
      params: Type.Object({ code: Type.String() }),
      async handle({ caller, params: { code }, reply }) {
        const viewer = viewerOf(caller);
        const id = readTrailId(code);
        const shown = id && (await findShownTrail(services, id));
        if (shown) return pages.send(reply, h(TrailPage, { site, viewer, shown }));
        return pages.send(reply.code(404), h(NoTrailPage, { site, viewer, id, kept }));
      },
    }),
    route({
      method: 'GET',
      path: '/dev/trails/stream',
      kind: 'api',
      access: 'anyone',
      handle({ request, reply }) {
        const isAsked = request.method === 'GET' && request.headers.accept?.includes('text/event-stream');
        if (!isAsked) throw problem(notFound, ({ trailPages }) => trailPages.stream);
        return reply.header('content-type', 'text/event-stream').send(streamOf(trails));
      },
    }),
    route({
      method: 'GET',
      path: '/dev/guide/steps',
      kind: 'page',
      access: 'visitor',
      handle({ caller, reply }) {
        const viewer = viewerOf(caller);
        return pages.send(reply, h(StepsGuidePage, { site, viewer }));
      },
    }),
  ];
}
