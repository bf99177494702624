import type { FastifyRequest } from 'fastify';
import { type Client, clientOf } from '../../kit/http/index.ts';
import { identify, usesSecureCookies } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';

/** Who asks to be let in: where from, and what the browser brings along. */
export interface Asker {
  readonly client: Client;
  readonly request: FastifyRequest;
  /** The session that this browser holds already, if any; a new login takes its place. */
  readonly heldSession: { readonly id: string; readonly accountId: string } | null;
}

export async function askerOf(services: Services, request: FastifyRequest): Promise<Asker> {
  const { sessions, config, clock } = services;
  const caller = await identify(request, sessions, usesSecureCookies(config), clock());
  const held = caller?.session.transport === 'cookie' ? caller.session : null;
  return {
    client: clientOf(request),
    request,
    heldSession: held && { id: held.id, accountId: held.account_id },
  };
}
