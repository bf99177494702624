import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../kit/services.ts';
import { identify, usesSecureCookies } from '../people/sessions/index.ts';
import { inTrail, type TrailedRequest, type Trailing } from './trails/index.ts';

/** Who asks to be let in: where from, and what the browser brings along. */
export interface Requester extends Trailing {
  readonly request: FastifyRequest;
  /** The session that this browser holds already, if any; a new login takes its place. */
  readonly heldSession: { readonly id: string; readonly accountId: string } | null;
}

/** Does the work of one request of an attempt, as `inTrail` does, and learns which session the browser holds. */
export function asking<Outcome>(
  services: Pick<Services, 'config' | 'clock' | 'sessions' | 'trails'>,
  reply: FastifyReply,
  attempt: TrailedRequest,
  work: (requester: Requester) => Promise<Outcome>,
): Promise<Outcome> {
  const { sessions, config, clock } = services;
  const { request } = reply;
  return inTrail(services, reply, attempt, async (trailing) => {
    const caller = await identify(request, sessions, usesSecureCookies(config), clock());
    const held = caller?.via.session.transport === 'cookie' ? caller.via.session : null;
    return work({ ...trailing, request, heldSession: held && { id: held.id, accountId: held.account_id } });
  });
}
