import type { FastifyRequest } from 'fastify';

/** The fields of a submitted form by name; one that is missing is the empty text, as an empty one is. */
export function readForm<Name extends string>(
  request: FastifyRequest,
  names: readonly Name[],
): Record<Name, string> {
  const body = (request.body ?? {}) as Record<string, unknown>;
  const read = (name: Name) => (Object.hasOwn(body, name) ? String(body[name]) : '');
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, string>;
}
