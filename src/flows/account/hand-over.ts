import type { FastifyReply } from 'fastify';
import type { Caller } from '../../kit/http/index.ts';
import { rememberDevice } from '../../people/limits/index.ts';
import { setSessionCookie } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import type { ChangedPassword } from './change-password.ts';

/** Gives the session's new token to whoever held the old one, in the same way as that was held. */
export function handOver(
  services: Services,
  reply: FastifyReply,
  { session }: Caller,
  { token, owner }: ChangedPassword,
): void {
  if (session.transport === 'bearer') {
    reply.header('latchkey-token', token);
    return;
  }
  setSessionCookie(reply, services.config, token, session.remember === 1);
  rememberDevice(services, reply, owner);
}
