import type { FastifyReply } from 'fastify';
import type { UseCaseServices } from '../factors/index.ts';
import type { Caller } from '../kit/http/index.ts';
import { stayKnown } from '../login/index.ts';
import { handOverToken } from '../people/sessions/index.ts';
import type { ChangedPassword } from './change-password.ts';

/** Hands over the session's new token; the browser that changed the password stays known to the account. */
export function handOver(
  services: UseCaseServices,
  reply: FastifyReply,
  { via: { session } }: Caller,
  { token, securityVersion }: ChangedPassword,
): void {
  handOverToken(reply, services.config, session, token);
  stayKnown(services, reply, session, securityVersion);
}
