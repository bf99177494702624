import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { seconds } from '../duration.ts';
import type { Logger } from '../log.ts';
import { type Problem, problem } from '../problem.ts';
import { sendProblem, toProblem } from './answer-problem.ts';
import { readBodies } from './body.ts';
import { refuseConnection } from './client-error.ts';
import { requireKnownHost } from './hosts.ts';
import { loggedPath } from './logged-path.ts';
import { addCorsHeaders, type OriginCheck, requireAllowedOrigin } from './origins.ts';
import { addressList, peerAddress } from './peer.ts';
import { bodyTooLarge, notFound } from './problems.ts';
import type { RouteKind } from './route.ts';
import { compilersWhenFirstAsked } from './when-first-asked.ts';

export interface ServerOptions {
  readonly baseUrl: string;
  readonly trustedProxies: readonly string[];
  readonly isAllowedOrigin: OriginCheck;
  /** Whether a `Host` header may name this server so. */
  isKnownHost(header: string | undefined): boolean;
  readonly log: Logger;
  isDatabaseAway(error: unknown): boolean;
  /** Answers a refusal to something that is no API call: a page, or a line of text. */
  sendProblemPage(request: FastifyRequest, reply: FastifyReply, refusal: Problem, kind: RouteKind): unknown;
  /** Called with every refusal. */
  onRefused?(refusal: Problem): void;
  /** Called when an answer has gone out. */
  onAnswered?(request: FastifyRequest, reply: FastifyReply): void;
}

/** Of answers that are not pages: nothing in them may be run, framed or kept (ASVS V3.4, V14.3.2). */
const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

/** A connection more is closed at once: of those that idle, the memory must have an end. */
const mostConnections = 10_000;

/** An HTTP server without routes, with everything that holds for all of them. */
export function createHttpServer(options: ServerOptions): FastifyInstance {
  const { baseUrl, isAllowedOrigin, log } = options;
  const app = Fastify({
    logger: false,
    genReqId: requestIds(),
    trustProxy: options.trustedProxies.length > 0 ? addressList(options.trustedProxies) : false,
    bodyLimit: 16 * 1024,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestTimeout: seconds(30),
    // How often it is looked whether a request has taken longer; Node's own 30 s would let it take twice as long.
    http: { connectionsCheckingInterval: seconds(5) },
    keepAliveTimeout: seconds(65),
    clientErrorHandler: refuseConnection,
    routerOptions: { maxParamLength: 200 },
    schemaController: { compilersFactory: compilersWhenFirstAsked },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true } },
    // An address that cannot be decoded meets no hook, so what hooks do is done here.
    frameworkErrors(error, request, reply) {
      setHeaders(request, reply);
      reply.raw.once('finish', () => noteAnswer(request, reply, 0));
      return answerError(error, request, reply);
    },
  });
  app.server.maxConnections = mostConnections;
  readBodies(app);

  const secure = baseUrl.startsWith('https:');
  const setHeaders = (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('x-request-id', request.id);
    reply.header('cache-control', 'no-store');
    reply.header('content-security-policy', apiPolicy);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    // Other sites may not load what is here as an image or a script; CORS, which asks for an origin, is not touched.
    reply.header('cross-origin-resource-policy', 'same-origin');
    if (secure) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    addCorsHeaders(request, reply, isAllowedOrigin);
  };
  app.addHook('onRequest', (request, reply, done) => {
    setHeaders(request, reply);
    requireKnownHost(request, options.isKnownHost);
    requireAllowedOrigin(request, isAllowedOrigin);
    done();
  });

  const noteAnswer = (request: FastifyRequest, reply: FastifyReply, milliseconds: number) => {
    log.info({
      requestId: request.id,
      method: request.method,
      path: loggedPath(request),
      status: reply.statusCode,
      ms: Math.round(milliseconds * 10) / 10,
      address: peerAddress(request),
    });
  };
  app.addHook('onResponse', (request, reply, done) => {
    noteAnswer(request, reply, reply.elapsedTime);
    options.onAnswered?.(request, reply);
    done();
  });

  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = ofRoute(toProblem(error, options.isDatabaseAway), request);
    options.onRefused?.(refusal);
    if (refusal.status >= 500) log.error({ requestId: request.id, err: error }, refusal.code);
    const kind = request.routeOptions?.config?.kind ?? kindOfUnknown(request);
    if (kind === 'api') return sendProblem(request, reply, refusal, baseUrl);
    return options.sendProblemPage(request, reply, refusal, kind);
  };
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) =>
    answerError(
      problem(notFound, `${request.method} ${pathOf(request.url)} leads to nothing here.`),
      request,
      reply,
    ),
  );
  return app;
}

/** A route may have a code of its own for a body that is too large. */
function ofRoute(refusal: Problem, request: FastifyRequest): Problem {
  const own = request.routeOptions?.config?.tooLarge;
  return own && refusal.definition === bodyTooLarge ? problem(own) : refusal;
}

/** The path alone: a query may hold the workshop's password. */
function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function kindOfUnknown(request: FastifyRequest): RouteKind {
  const wantsPage = request.headers.accept?.includes('text/html') && !pathOf(request.url).startsWith('/api/');
  return wantsPage ? 'page' : 'api';
}

/** Ids that are unique among processes; never taken from the client, who could forge another's. */
function requestIds(): () => string {
  const process = randomBytes(6).toString('base64url');
  let count = 0;
  return () => {
    count += 1;
    return `${process}-${count.toString(36)}`;
  };
}
