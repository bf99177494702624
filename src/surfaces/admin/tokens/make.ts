import type { FastifyRequest } from 'fastify';
import type { Administrator } from '../../../kit/http/index.ts';
import type { Static } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { createToken } from '../../../operate/roles/index.ts';
import { accountOfAdministrator } from '../../../people/roles/index.ts';
import { actingInPerson } from '../acting.ts';
import { readTime } from '../role-schemas.ts';
import type { newToken } from './schemas.ts';

/** Makes a token in the name of whoever asks. */
export function makeToken(
  services: Services,
  caller: Administrator,
  request: FastifyRequest,
  { name, permissions, addresses = [], expiresAt, reason }: Static<typeof newToken>,
) {
  const acting = actingInPerson(services, caller, request, reason);
  const actor = { ...acting.actor, id: accountOfAdministrator(caller) };
  const wanted = { name, permissions, addresses, expiresAt: readTime(expiresAt) };
  return createToken(services, { ...acting, actor }, wanted);
}
