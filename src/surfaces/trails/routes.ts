import { h } from 'preact';
import { notFound, type Route, route } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { listTrails } from '../../people/trails/index.ts';
import { StepsGuidePage, TrailsPage } from './pages.tsx';
import { showTrail } from './shown-trail.ts';
import { streamOf } from './stream.ts';

/** How many attempts the page shows. */
const shown = 25;

/** In development alone: the trails tell who has an account, and from where people come. */
export function trailRoutes(services: Services): Route[] {
  const { config, db, pages, trails } = services;
  const { site } = pages;
  if (config.mode !== 'development') return [];
  return [
    route({
      method: 'GET',
      path: '/dev/trails',
      kind: 'page',
      access: 'visitor',
      async handle({ caller, reply }) {
        await trails.flush();
        const newest = await listTrails(db, { limit: shown });
        const list = await Promise.all(
          newest.map((trail, at) => showTrail(services, trail, { isNewest: at === 0 })),
        );
        const viewer = viewerOf(caller);
        return pages.send(reply, h(TrailsPage, { site, viewer, trails: list }));
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
