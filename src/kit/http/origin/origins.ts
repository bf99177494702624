import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, problem } from '../../problem.ts';
import { forbiddenOrigin, invalidRequest } from '../problems.ts';
import { isLoopbackHostname } from './hosts.ts';

/** Which origins may act here with a person's cookie: this server's own, and the configured ones. */
export interface OriginRules {
  readonly ownOrigin: string;
  readonly allowed: readonly string[];
  /** Development: a frontend may run on any port of this machine. */
  readonly anyLoopback: boolean;
}

export type OriginCheck = (origin: string) => boolean;

export function originCheck({ ownOrigin, allowed, anyLoopback }: OriginRules): OriginCheck {
  const known = new Set([ownOrigin, ...allowed]);
  return (origin) => known.has(origin) || (anyLoopback && isLoopbackOrigin(origin));
}

function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === origin && isLoopbackHostname(url.hostname);
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a browser sent this on behalf of another website. An `Origin` must be an allowed one, even when
 * `Sec-Fetch-Site` says `same-origin`: a name that was rebound to this address says that too. `null` names no origin;
 * a browser sends it from a page of ours that a proxy gave `Referrer-Policy: no-referrer`, so there, and there alone,
 * `same-origin` is enough. Programs that are no browsers send neither header and hold no cookie that could be ridden
 * on. Adding `Origin` and fetch metadata is a browser's doing that a page cannot change.
 */
export function isOfAnotherSite({ headers }: FastifyRequest, isAllowed: OriginCheck): boolean {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (origin === 'null') return site !== 'same-origin';
  if (origin !== undefined) return !isAllowed(origin);
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** Refuses what another website has a browser send (CSRF). */
export function requireAllowedOrigin(
  request: FastifyRequest,
  isAllowed: OriginCheck,
  ownOrigin: string,
): void {
  if (safeMethods.has(request.method) || !isOfAnotherSite(request, isAllowed)) return;
  const { origin } = request.headers;
  if (origin === undefined || origin === 'null') {
    throw problem(forbiddenOrigin, ({ http }) => http.unnamedOrigin, {
      cause: 'unnamed-origin',
      onPage: ({ http }) => http.openInstead(ownOrigin),
    });
  }
  const cause = causeOfForeign(request, ownOrigin);
  if (cause === 'own-other-address') {
    throw problem(forbiddenOrigin, ({ http }) => http.openedElsewhere(origin), {
      cause,
      onPage: ({ http }) => http.openInstead(ownOrigin),
    });
  }
  throw problem(
    forbiddenOrigin,
    ({ http }) => http.originNotAllowed(origin, cause === 'plain-http'),
    cause && { cause },
  );
}

/**
 * Why an origin isn't allowed, where adding it to the allowed ones would be wrong: the page is one of this server's own,
 * opened at another address; or it's on plain http, which a server on https allows nobody.
 */
function causeOfForeign(
  { headers: { origin = '', host = '' } }: FastifyRequest,
  ownOrigin: string,
): 'own-other-address' | 'plain-http' | undefined {
  if (!URL.canParse(origin)) return undefined;
  const url = new URL(origin);
  if (url.host === host.toLowerCase()) return 'own-other-address';
  const isPlain = url.protocol === 'http:' && !isLoopbackHostname(url.hostname);
  return isPlain && ownOrigin.startsWith('https:') ? 'plain-http' : undefined;
}

const allowedHeaders = 'Content-Type, Authorization, If-Match, If-None-Match, Latchkey-Owner';
const mayBeSent: ReadonlySet<string> = new Set(allowedHeaders.toLowerCase().split(', '));

/**
 * Why a browser won't send the request that this preflight asks for. The answer is no refusal: it only lacks what would
 * allow it, so that no other line of the log tells of it. Undefined where it is none, or all is allowed.
 */
export function preflightFault(
  request: FastifyRequest,
  isAllowed: OriginCheck,
  ownOrigin: string,
): Problem | undefined {
  const { origin, 'access-control-request-headers': wanted = '' } = request.headers;
  if (!isPreflight(request) || origin === undefined) return undefined;
  if (!isAllowed(origin)) {
    const cause = causeOfForeign(request, ownOrigin) ?? 'preflight';
    return problem(forbiddenOrigin, undefined, { cause });
  }
  const names = wanted.split(',').map((name) => name.trim().toLowerCase());
  const isForeign = names.some((name) => name !== '' && !mayBeSent.has(name));
  return isForeign ? problem(invalidRequest, undefined, { cause: 'preflight-headers' }) : undefined;
}

const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

const exposed = 'ETag, Retry-After, X-Request-Id, Latchkey-Token, Latchkey-Attempt';

/** Lets an allowed origin read the answer (CORS). Nothing is said to any other. */
export function addCorsHeaders(request: FastifyRequest, reply: FastifyReply, isAllowed: OriginCheck): void {
  const origin = request.headers.origin;
  if (origin === undefined) return;
  reply.header('vary', 'Origin');
  if (!isAllowed(origin)) return;
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-allow-credentials', 'true');
  if (isPreflight(request)) {
    reply.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
    reply.header('access-control-allow-headers', allowedHeaders);
    reply.header('access-control-max-age', '600');
  } else {
    reply.header('access-control-expose-headers', exposed);
  }
}
