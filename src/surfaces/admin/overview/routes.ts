import { h } from 'preact';
import { isoTime } from '../../../kit/clock.ts';
import { queryOf, type Route, route } from '../../../kit/http/index.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { readStatistics, type Span, statisticNames } from '../../../people/statistics/index.ts';
import { frameOf } from '../frame/frame.ts';
import { time } from '../role-schemas.ts';
import { OverviewPage } from './overview-page.tsx';
import { readOverview } from './read-overview.ts';

const span = Type.Union([Type.Literal('24-hours'), Type.Literal('90-days')], {
  description: 'The last 24 hours by the hour, or the last 90 days by the day in UTC.',
  examples: ['24-hours'],
});

const counts = Type.Array(Type.Integer({ minimum: 0 }), { examples: [[0, 3, 12]] });

const statistics = Type.Object(
  {
    span,
    starts: Type.Array(Type.String({ ...time, examples: ['2026-11-29T09:00:00.000Z'] }), {
      description: 'When each hour or day began, the oldest first. The last one is not over yet.',
    }),
    counts: Type.Object(Object.fromEntries(statisticNames.map((name) => [name, counts])), {
      description: 'As many numbers for each thing that is counted.',
    }),
  },
  { title: 'Statistics', description: 'How often what happened, for charts.' },
);

/** `/admin`, and `/api/admin/statistics`, which has the numbers of its charts. */
export function overviewRoutes(services: Services): Route[] {
  const { pages } = services;
  return [
    route({
      method: 'GET',
      path: '/admin',
      kind: 'page',
      access: 'console:open',
      async handle({ caller, request, reply }) {
        const asked: Span = queryOf(request).get('span') === '90-days' ? '90-days' : '24-hours';
        const overview = await readOverview(services, { span: asked, permissions: caller.permissions });
        return pages.send(reply, h(OverviewPage, { frame: frameOf(services, caller), overview }));
      },
    }),
    route({
      kind: 'api',
      tag: 'Administration',
      method: 'GET',
      path: '/api/admin/statistics',
      access: 'system:read',
      operationId: 'getStatistics',
      summary: 'Get statistics',
      description:
        'How often people signed in, failed to, registered and got emails. The last ten seconds may be missing.',
      query: Type.Object({ span: Type.Optional(span) }),
      answers: { 200: { description: 'The counts.', schema: statistics } },
      async handle({ query }) {
        const asked = query.span ?? '24-hours';
        const counted = await readStatistics(services, { names: statisticNames, span: asked });
        return { ...counted, starts: counted.starts.map(isoTime) };
      },
    }),
  ];
}
