import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import { mailboxRoutes } from './apps/mailbox/index.ts';
import { withWorkshop } from './apps/workshop/index.ts';
import type { Config } from './config.ts';
import { createPasswordHasher, passwordProblems } from './factors/password/index.ts';
import { accountPageRoutes, accountRoutes, dataRoutes } from './flows/account/index.ts';
import { homeRoutes } from './flows/home/index.ts';
import { loginPageRoutes, loginProblems, loginRoutes } from './flows/login/index.ts';
import { metaRoutes } from './flows/meta/index.ts';
import { registerPageRoutes, registerRoutes } from './flows/register/index.ts';
import type { Clock } from './kit/clock.ts';
import type { Database } from './kit/db/index.ts';
import {
  addressList,
  createHttpServer,
  hostCheck,
  httpProblems,
  mountRoutes,
  originCheck,
  type Route,
  setProblemHeaders,
} from './kit/http/index.ts';
import type { Logger } from './kit/log.ts';
import { createMetrics } from './kit/metrics.ts';
import { type ProblemDefinition, problem } from './kit/problem.ts';
import { createPages, ErrorPage, loadAssets } from './kit/ui/index.ts';
import { migrations } from './migrations/index.ts';
import { accountProblems, compileDataSchema, createAccountReader } from './people/accounts/index.ts';
import { limitProblems } from './people/limits/index.ts';
import {
  createSessionReader,
  identify,
  notSignedIn,
  sessionProblems,
  usesSecureCookies,
} from './people/sessions/index.ts';
import type { Services } from './services.ts';

/** Every code that a client can meet. Each has its page under /problems. */
export const problems: readonly ProblemDefinition[] = [
  ...httpProblems,
  ...sessionProblems,
  ...accountProblems,
  ...passwordProblems,
  ...limitProblems,
  ...loginProblems,
];

/** The table of contents: what the server can be asked, slice by slice. */
function allRoutes(services: Services, version: string): Route[] {
  const routes: Route[] = [
    ...registerRoutes(services),
    ...loginRoutes(services),
    ...accountRoutes(services),
    ...dataRoutes(services),
    ...withWorkshop(services, [
      ...homeRoutes(services),
      ...registerPageRoutes(services),
      ...loginPageRoutes(services),
    ]),
    ...accountPageRoutes(services),
    ...mailboxRoutes(services),
    ...metaRoutes(services, { version, problems, migrations, routes: () => routes }),
  ];
  return routes;
}

export interface Foundations {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly secretKey: string;
  readonly version: string;
  /** The folder of the built scripts and styles. */
  readonly assetsDir: string;
}

/** Builds the server; it does not listen yet. The database is migrated already. */
export function buildServer(foundations: Foundations): { app: FastifyInstance; services: Services } {
  const services = createServices(foundations);
  const { config, database, clock, log, isAllowedOrigin, pages, metrics } = services;
  const app = createHttpServer({
    baseUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    isAllowedOrigin,
    isKnownHost: knownHosts(config),
    log,
    isDatabaseAway: (error) => database.isAway(error),
    onRefused: (refusal) => metrics.countRefusal(refusal.code),
    onAnswered(request, reply) {
      const route = request.routeOptions.url ?? 'unknown';
      metrics.countRequest(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    },
    sendProblemPage(request, reply, refusal) {
      setProblemHeaders(reply, refusal);
      const { status, title, remedy } = refusal.definition;
      const page = {
        site: pages.site,
        status,
        title,
        detail: refusal.message,
        requestId: request.id,
        remedy,
      };
      return pages.send(reply, h(ErrorPage, page));
    },
  });
  app.register(fastifyStatic, {
    root: foundations.assetsDir,
    prefix: '/assets/',
    decorateReply: false,
    immutable: true,
    maxAge: '365d',
    cacheControl: true,
    preCompressed: true,
  });
  const secure = usesSecureCookies(config);
  mountRoutes(app, allRoutes(services, foundations.version), {
    identify: (request) => identify(request, services.sessions, secure, clock()),
    refuseStranger(request, reply, kind) {
      if (kind !== 'page') throw problem(notSignedIn, 'Log in first: POST /api/login.');
      const here = request.method === 'GET' ? request.url : '/account';
      return reply.redirect(`/login?next=${encodeURIComponent(here)}`, 303);
    },
  });
  return { app, services };
}

function createServices({ assetsDir, version: _version, ...given }: Foundations): Services {
  const { config, database } = given;
  const development = config.mode === 'development';
  const hasher = createPasswordHasher(config, given.secretKey);
  const metrics = createMetrics();
  metrics.watchHashing(hasher.load);
  const loopback = ['http://127.0.0.1:*', 'http://localhost:*'];
  return {
    ...given,
    db: database.db,
    hasher,
    metrics,
    accounts: createAccountReader(database),
    sessions: createSessionReader(database, config),
    dataSchema: compileDataSchema(config.data.schema),
    isAllowedOrigin: originCheck({
      ownOrigin: config.publicUrl,
      allowed: config.allowedOrigins,
      anyLoopback: development,
    }),
    pages: createPages({ name: config.siteName, development, asset: loadAssets(assetsDir) }, [
      ...config.allowedOrigins,
      ...(development ? loopback : []),
    ]),
    isMetricsReader: addressList(config.metrics.allowedAddresses),
  };
}

/** In production a proxy may ask by any name; in development what is open must not be so to a rebound one. */
function knownHosts({ mode, host, publicUrl }: Config): (header: string | undefined) => boolean {
  return mode === 'production' ? () => true : hostCheck([host, new URL(publicUrl).hostname]);
}
