import type { FastifyRequest } from 'fastify';
import { routeOf } from './route-of.ts';

/**
 * What a line of the log says was asked for. Of a route its pattern, since an id in it may be a secret: that of a
 * login that waits for its next step. Of any other address the parts that are plain: in `/login;password=…` or
 * `/login%3Fpassword=…` a proxy or a typing mistake has made a path of the workshop's query.
 */
export function loggedPath(request: FastifyRequest): string {
  const { url: pattern } = routeOf(request);
  if (pattern !== undefined) return pattern;
  const [path = ''] = request.url.split('?', 1);
  const [plain = ''] = /^(?:\/[\w.~-]*(?=\/|$))*/.exec(path) ?? [];
  const shown = plain.replaceAll(/[\w-]{40,}/g, '…');
  return plain === path ? shown : `${shown}/…`;
}
