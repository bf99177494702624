import { h } from 'preact';
import { type ApiDescription, notFound, openApiDocument, type Route, route } from '../../kit/http/index.ts';
import { type ProblemDefinition, problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { ApiPage, ProblemIndexPage, ProblemPage, ReferencePage } from '../../kit/ui/index.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { brandRoutes } from './brand.ts';
import { describedApi } from './described-api.ts';
import { metricsDoor } from './metrics-door.ts';
import { createReadiness, type Program } from './readiness.ts';
import { wellKnownRoutes } from './well-known.ts';

export interface Meta extends Program {
  readonly problems: readonly ProblemDefinition[];
  /** All routes of the server, these included, once they are put together. */
  routes(): readonly Route[];
}

/** What the server says of itself: its API, its error codes, its health. */
export function metaRoutes(services: Services, meta: Meta): Route[] {
  const { version, problems, routes } = meta;
  const { pages } = services;
  const { site } = pages;
  const byCode = new Map(problems.map((definition) => [definition.code, definition]));
  let made: ApiDescription | undefined;
  const description = () => {
    made ??= openApiDocument(routes(), describedApi(services, version));
    return made;
  };
  return [
    route({
      method: 'GET',
      path: '/openapi.json',
      kind: 'api',
      access: 'anyone',
      impersonated: true,
      handle: description,
    }),
    route({
      method: 'GET',
      path: '/reference',
      kind: 'page',
      access: 'visitor',
      handle({ caller, reply }) {
        const viewer = viewerOf(caller);
        // Scalar cannot do without inline styles, which no policy of production allows.
        return site.development
          ? pages.sendWithInlineStyles(reply, h(ReferencePage, { site, viewer }))
          : pages.send(reply, h(ApiPage, { site, viewer, api: description() }));
      },
    }),
    route({
      method: 'GET',
      path: '/problems',
      kind: 'page',
      access: 'visitor',
      impersonated: true,
      handle: ({ caller, reply }) =>
        pages.send(reply, h(ProblemIndexPage, { site, viewer: viewerOf(caller), definitions: problems })),
    }),
    route({
      method: 'GET',
      path: '/problems/:code',
      kind: 'page',
      access: 'visitor',
      impersonated: true,
      params: Type.Object({ code: Type.String() }),
      handle({ caller, params, reply }) {
        const definition = byCode.get(params.code);
        if (!definition) throw problem(notFound, (words) => words.meta.noSuchCode);
        return pages.send(reply, h(ProblemPage, { site, viewer: viewerOf(caller), definition }));
      },
    }),
    ...brandRoutes(services),
    ...wellKnownRoutes(services),
    ...healthRoutes(services, meta),
  ];
}

function healthRoutes(services: Services, program: Program): Route[] {
  const { config, metrics, readMetrics, isMetricsReader } = services;
  const findUnready = createReadiness(services, program);
  const mayReadMetrics = metricsDoor(config, isMetricsReader);
  const state = Type.Object({ status: Type.String(), reason: Type.Optional(Type.String()) });
  return [
    route({
      method: 'GET',
      path: '/healthz',
      kind: 'api',
      access: 'anyone',
      impersonated: true,
      answers: { 200: { description: 'The process is alive.', schema: state } },
      handle: () => ({ status: 'ok' }),
    }),
    route({
      method: 'GET',
      path: '/readyz',
      kind: 'api',
      access: 'anyone',
      impersonated: true,
      answers: {
        200: { description: 'A login can be completed: the database takes reads and writes.', schema: state },
        503: { description: 'It cannot; `reason` says why.', schema: state },
      },
      async handle({ reply }) {
        const reason = await findUnready();
        return reason ? reply.code(503).send({ status: 'unavailable', reason }) : { status: 'ok' };
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      kind: 'api',
      access: 'anyone',
      impersonated: true,
      async handle({ request, reply }) {
        if (!mayReadMetrics(request)) throw problem(notFound);
        return reply
          .header('content-type', metrics.contentType)
          .serializer(String)
          .send(await readMetrics());
      },
    }),
  ];
}
