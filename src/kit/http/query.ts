import type { FastifyRequest } from 'fastify';

/** The query of a request for a page, as it was sent; the first value of a name is the one that `get` answers. */
export function queryOf({ url }: FastifyRequest): URLSearchParams {
  // A later question mark belongs to a value (RFC 3986 section 3.4).
  const [, ...query] = url.split('?');
  return new URLSearchParams(query.join('?'));
}

/** A text to look for, as a query has it under a name; empty where it has none. It holds no NUL, which PostgreSQL refuses. */
export function textIn(query: URLSearchParams, name: string): string {
  return (query.get(name) ?? '').trim().replaceAll('\0', '').slice(0, 320);
}
