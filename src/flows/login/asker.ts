import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Client, clientOf } from '../../kit/http/index.ts';
import { identify, usesSecureCookies } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import { isAttemptId, newAttemptId } from './attempt-id.ts';

/** Who asks to be let in: where from, and what the browser brings along. */
export interface Asker {
  readonly client: Client;
  readonly request: FastifyRequest;
  /** Names this attempt to register or to log in; the answer carries it as `Latchkey-Attempt`. */
  readonly attempt: string;
  /** The session that this browser holds already, if any; a new login takes its place. */
  readonly heldSession: { readonly id: string; readonly accountId: string } | null;
}

/** `attempt` is the one that goes on, if it does; its name is told in the answer only when it is the form of one. */
export async function askerOf(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  attempt = newAttemptId(),
): Promise<Asker> {
  if (isAttemptId(attempt)) reply.header('latchkey-attempt', attempt);
  const { sessions, config, clock } = services;
  const caller = await identify(request, sessions, usesSecureCookies(config), clock());
  const held = caller?.session.transport === 'cookie' ? caller.session : null;
  return {
    client: clientOf(request),
    request,
    attempt,
    heldSession: held && { id: held.id, accountId: held.account_id },
  };
}
