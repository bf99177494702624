import type { FastifyRequest } from 'fastify';

/** The query of a request for a page, as it was sent; the first value of a name is the one that `get` answers. */
export function queryOf({ url }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(url.split('?', 2)[1] ?? '');
}
