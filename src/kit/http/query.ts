import type { FastifyRequest } from 'fastify';

/** The query of a request for a page, as it was sent; the first value of a name is the one that `get` answers. */
export function queryOf({ url }: FastifyRequest): URLSearchParams {
  // A later question mark belongs to a value (RFC 3986 section 3.4).
  const [, ...query] = url.split('?');
  return new URLSearchParams(query.join('?'));
}
