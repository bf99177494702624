import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../problem.ts';
import { isLoopbackHostname } from './hosts.ts';
import { forbiddenOrigin } from './problems.ts';

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
 * Refuses what another website has a browser send (CSRF). An `Origin` must be an allowed one, even when
 * `Sec-Fetch-Site` says `same-origin`: a name that was rebound to this address says that too.
 * Programs that are no browsers send neither header and hold no cookie that could be ridden on.
 * Adding `Origin` and fetch metadata is a browser's doing that a page cannot change.
 */
export function requireAllowedOrigin(request: FastifyRequest, isAllowed: OriginCheck): void {
  if (safeMethods.has(request.method)) return;
  const origin = request.headers.origin;
  if (origin !== undefined) {
    if (isAllowed(origin)) return;
    throw problem(forbiddenOrigin, `Requests from ${JSON.stringify(origin)} are not allowed here.`);
  }
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  throw problem(forbiddenOrigin, 'A browser sent this from another website without naming it.');
}

const exposed = 'ETag, Retry-After, X-Request-Id, Latchkey-Token, Latchkey-Attempt';

/** Lets an allowed origin read the answer (CORS). Nothing is said to any other. */
export function addCorsHeaders(request: FastifyRequest, reply: FastifyReply, isAllowed: OriginCheck): void {
  const origin = request.headers.origin;
  if (origin === undefined) return;
  reply.header('vary', 'Origin');
  if (!isAllowed(origin)) return;
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-allow-credentials', 'true');
  if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
    reply.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
    reply.header(
      'access-control-allow-headers',
      'Content-Type, Authorization, If-Match, If-None-Match, Latchkey-Owner',
    );
    reply.header('access-control-max-age', '600');
  } else {
    reply.header('access-control-expose-headers', exposed);
  }
}
