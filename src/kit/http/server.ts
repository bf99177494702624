import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { seconds } from '../duration.ts';
import type { Logger } from '../log.ts';
import { Problem, problem, withExtra } from '../problem.ts';
import type { Words } from '../words/index.ts';
import { AllowedMethods, methodsOfRoutes } from './allowed-methods.ts';
import { type DatabaseVerdict, sendProblem, toProblem } from './answer-problem.ts';
import { readBodies } from './body.ts';
import { connectionRefuser, refuseOddRequests } from './client-error.ts';
import { headersOfAllAnswers } from './headers.ts';
import { loggedPath } from './logged-path.ts';
import { hostFault, requireKnownHost, targetOf } from './origin/hosts.ts';
import { addCorsHeaders, type OriginCheck, preflightFault, requireAllowedOrigin } from './origin/origins.ts';
import { warnOfForeign } from './origin/warn-of-foreign.ts';
import { addressList, peerAddress } from './peer.ts';
import {
  bodyTooLarge,
  malformedRequest,
  methodNotAllowed,
  methodRefused,
  notFound,
  unsupportedMediaType,
} from './problems.ts';
import type { RouteKind } from './route.ts';
import { routeOf } from './route-of.ts';
import { compilersWhenFirstAsked } from './when-first-asked.ts';

export interface ServerOptions {
  readonly baseUrl: string;
  /** What refusals say. */
  readonly words: Words;
  readonly trustedProxies: readonly string[];
  readonly isAllowedOrigin: OriginCheck;
  /** Whether a `Host` header may name this server so. */
  isKnownHost(header: string | undefined): boolean;
  readonly log: Logger;
  readonly timeouts: Timeouts;
  /** What an error says of the database. */
  readonly database: DatabaseVerdict;
  /** Answers a refusal to something that is no API call: a page, or a line of text. */
  sendProblemPage(request: FastifyRequest, reply: FastifyReply, refusal: Problem, kind: RouteKind): unknown;
  /** Called with every refusal before it is answered: what it sets on the reply goes out. */
  onRefusing?(refused: Refused): void;
  /** Called with every refusal. */
  onRefused?(refusal: Problem): void;
  /** Called when a request failed because the database can't do it now. */
  onDatabaseTrouble?(trouble: string): void;
  /** Called when an answer has gone out. */
  onAnswered?(request: FastifyRequest, reply: FastifyReply): void;
}

/** A request that is refused. */
export interface Refused {
  readonly refusal: Problem;
  /** Why the database can't do it now, if that is the reason. */
  readonly trouble?: string | undefined;
  /** What was thrown. */
  readonly error: unknown;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** How long a client may take, in milliseconds. */
export interface Timeouts {
  /** For the whole request. */
  readonly requestTimeout: number;
  /** For the request line and the headers; never more than for the whole request. */
  readonly headersTimeout: number;
  /** Between two requests on one connection. */
  readonly keepAliveTimeout: number;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Which methods each path takes. */
    readonly allowedMethods: AllowedMethods;
    /** Takes down that a request is refused, before the refusal is answered. */
    noteRefusal(refused: Refused): void;
  }
  interface FastifyRequest {
    /** Why the request was refused, if it was. */
    refusal?: Problem;
  }
}

/** A connection more is closed at once: of those that idle, the memory must have an end. */
const mostConnections = 10_000;

/** An HTTP server without routes, with everything that holds for all of them. */
export function createHttpServer(options: ServerOptions): FastifyInstance {
  const { baseUrl, words, isAllowedOrigin, log, timeouts } = options;
  const headers = headersOfAllAnswers(baseUrl);
  const methods = new AllowedMethods();
  const newRequestId = requestIds();
  const warnOfOrigin = warnOfForeign(log, baseUrl);
  const { onRefused } = options;
  const rawAnswers = { baseUrl, words, headers, methods, log, newRequestId, ...(onRefused && { onRefused }) };
  const app = Fastify({
    logger: false,
    genReqId: newRequestId,
    trustProxy: options.trustedProxies.length > 0 ? addressList(options.trustedProxies) : false,
    bodyLimit: 16 * 1024,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestTimeout: timeouts.requestTimeout,
    keepAliveTimeout: timeouts.keepAliveTimeout,
    http: {
      // Node's own 60 s would be longer than the whole request may take, and Node then swaps the two.
      headersTimeout: Math.min(timeouts.headersTimeout, timeouts.requestTimeout),
      requestTimeout: timeouts.requestTimeout,
      // How often it is looked whether a request is late; with Node's own 30 s it could take as much longer.
      connectionsCheckingInterval: seconds(1),
      // A request without a body is spared the events of reading one; `noBodyOfNothing` in `mount.ts` is the other half.
      optimizeEmptyRequests: true,
      // Node's own refusal of a request without a host has no header at all; `hostFault` takes its place.
      requireHostHeader: false,
    },
    clientErrorHandler: connectionRefuser(rawAnswers),
    routerOptions: { maxParamLength: 200 },
    rewriteUrl: targetOf,
    schemaController: { compilersFactory: compilersWhenFirstAsked },
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true, validateSchema: false },
    },
    // An address that cannot be decoded meets no hook, so what hooks do is done here.
    frameworkErrors(error, request, reply) {
      setHeaders(request, reply);
      reply.raw.once('finish', () => noteAnswer(request, reply, 0));
      return answerError(hostFault(request.raw) ?? error, request, reply);
    },
  });
  app.server.maxConnections = mostConnections;
  // All of them are read, since their bytes are bounded: Node would drop the 2001st, and it may be a second host.
  app.server.maxHeadersCount = 0;
  refuseOddRequests(app.server, rawAnswers);
  app.decorate('allowedMethods', methods);
  app.decorate('noteRefusal', (refused: Refused) => {
    refused.request.refusal = refused.refusal;
    warnOfOrigin(refused);
    options.onRefusing?.(refused);
  });
  readBodies(app);

  const setHeaders = (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('x-request-id', request.id);
    reply.headers(headers);
    if (!isForApps(request)) addCorsHeaders(request, reply, isAllowedOrigin);
  };
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) noteKnownPath(request, methods);
    setHeaders(request, reply);
    const fault = hostFault(request.raw);
    if (fault) throw fault;
    requireKnownHost(request, options.isKnownHost, baseUrl);
    const isOfApp = isForApps(request);
    if (!isOfApp) requireAllowedOrigin(request, isAllowedOrigin, baseUrl);
    const refusal = isOfApp ? undefined : preflightFault(request, isAllowedOrigin, baseUrl);
    if (refusal) app.noteRefusal({ refusal, error: refusal, request, reply });
    if (request.originalUrl === '*') {
      answerForServer(request, reply);
      return;
    }
    if (request.is404) {
      if (request.method !== 'OPTIONS' || !request.knownPath) throw nowhere(request);
      reply.code(204).header('allow', request.knownPath.allow).send();
      return;
    }
    done();
  });

  const noteAnswer = (request: FastifyRequest, reply: FastifyReply, milliseconds: number) => {
    const { refusal } = request;
    if (refusal) onRefused?.(refusal);
    log.info({
      requestId: request.id,
      method: request.method,
      path: loggedPath(request),
      status: reply.statusCode,
      ...(refusal && { code: refusal.code }),
      ms: Math.round(milliseconds * 10) / 10,
      address: peerAddress(request),
    });
  };
  app.addHook('onResponse', (request, reply, done) => {
    noteAnswer(request, reply, reply.elapsedTime);
    options.onAnswered?.(request, reply);
    done();
  });

  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): unknown => {
    const refusal = ofRoute(toProblem(error, options.database), request);
    const kind = kindOf(request, refusal);
    const { onDemand } = refusal.options;
    // What can't be made is answered in its place.
    if (kind === 'api' && onDemand)
      return onDemand()
        .then((made) => withExtra(refusal, made))
        .catch((failure: unknown) => failure)
        .then((completed) => answerError(completed, request, reply));
    const trouble = options.database.troubleOf(error);
    app.noteRefusal({ refusal, trouble, error, request, reply });
    if (trouble) options.onDatabaseTrouble?.(trouble);
    const cause = trouble && { cause: `database ${trouble}` };
    // A refusal that was meant, such as `busy`, stands in the line of its request: a flood would fill the log with stacks.
    if (refusal.status >= 500 && !(error instanceof Problem))
      log.error({ requestId: request.id, ...cause, err: error }, refusal.code);
    if (kind === 'api') return sendProblem(request, reply, refusal, { baseUrl, words });
    return options.sendProblemPage(request, reply, refusal, kind);
  };
  app.setErrorHandler(answerError);
  // Past the hook above only for a file that is not there.
  app.setNotFoundHandler((request, reply) => answerError(nowhere(request), request, reply));
  return app;
}

const isForApps = ({ routeOptions }: FastifyRequest): boolean => routeOptions.config?.forApps === true;

/** `*` asks what the whole server takes, and by OPTIONS alone (RFC 9112 section 3.2.4, RFC 9110 section 9.3.7). */
function answerForServer({ method }: FastifyRequest, reply: FastifyReply): void {
  if (method !== 'OPTIONS') throw problem(malformedRequest, ({ http }) => http.notHttp);
  reply.code(204).header('allow', methodsOfRoutes).send();
}

/** So that the log, the metrics and the answer know the path although the router has no route. */
function noteKnownPath(request: FastifyRequest, methods: AllowedMethods): void {
  const known = methods.find(request.url);
  if (!known) return;
  const hasRoute = request.method !== 'OPTIONS' && known.allow.split(', ').includes(request.method);
  if (!hasRoute) request.knownPath = known;
}

/** Why the router has no route: the path has none, or not by this method. */
function nowhere({ knownPath, method, url }: FastifyRequest): Problem {
  if (knownPath) return methodRefused(method, knownPath.allow);
  return problem(notFound, ({ http }) => http.nothingHere(method, pathOf(url)));
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

function kindOf(request: FastifyRequest, { definition }: Problem): RouteKind {
  const { kind, kindOfUnfit } = routeOf(request);
  const isUnfit = definition === methodNotAllowed || definition === unsupportedMediaType;
  return (isUnfit ? kindOfUnfit?.(request) : undefined) ?? kind ?? kindOfUnknown(request);
}

function kindOfUnknown(request: FastifyRequest): RouteKind {
  const wantsPage =
    /text\/html|application\/xhtml\+xml/.test(request.headers.accept ?? '') &&
    !pathOf(request.url).startsWith('/api/');
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
