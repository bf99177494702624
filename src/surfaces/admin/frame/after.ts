import type { FastifyRequest } from 'fastify';
import { type Administrator, queryOf } from '../../../kit/http/index.ts';
import type { Say } from '../../../kit/words/index.ts';
import type { Permission } from '../../../people/roles/index.ts';

/** Where an act leads: to a page, or to the overview if the person may not open that page. */
export const ledTo = ({ permissions }: Administrator, path: string, permission: Permission): string =>
  permissions.has(permission) ? path : '/admin';

/** What a page says about the act that led to it, which `?done=` names. */
export function newsOf(request: FastifyRequest, said: Readonly<Record<string, string>>): Say | undefined {
  const done = queryOf(request).get('done') ?? '';
  const text = Object.hasOwn(said, done) ? said[done] : undefined;
  return text === undefined ? undefined : () => text;
}
