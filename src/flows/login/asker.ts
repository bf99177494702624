import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Client, clientOf } from '../../kit/http/index.ts';
import { identify, usesSecureCookies } from '../../people/sessions/index.ts';
import { readTrailId, type TrailKind, type TrailRecorder, trailed } from '../../people/trails/index.ts';
import type { Services } from '../../services.ts';
import { rememberTrail } from '../trails/index.ts';

/** Who asks to be let in: where from, and what the browser brings along. */
export interface Asker {
  readonly client: Client;
  readonly request: FastifyRequest;
  /** Takes down what happens; its id names the attempt. */
  readonly trail: TrailRecorder;
  /** The session that this browser holds already, if any; a new login takes its place. */
  readonly heldSession: { readonly id: string; readonly accountId: string } | null;
}

interface Asking {
  readonly kind: TrailKind;
  readonly format: 'json' | 'form';
  /** The attempt that goes on, if one does. */
  readonly attempt?: string;
}

/**
 * Does the work of one request of an attempt. The answer tells the attempt's name (`Latchkey-Attempt`), and its trail
 * ends with what became of it.
 */
export async function asking<Outcome>(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  { kind, format, attempt = '' }: Asking,
  work: (asker: Asker) => Promise<Outcome>,
): Promise<Outcome> {
  const { sessions, config, clock, trails } = services;
  const client = clientOf(request);
  const received = { kind, format, address: client.address };
  const known = readTrailId(attempt);
  // A name that is none is answered under a new one: what a client sends names nothing here.
  const trail = known === attempt ? trails.resume(known, received) : trails.begin(received);
  reply.header('latchkey-attempt', trail.id);
  // Only a page of ours has a next page that can show it.
  if (format === 'form') rememberTrail(reply, services, trail.id);
  return trailed(trail, async () => {
    const caller = await identify(request, sessions, usesSecureCookies(config), clock());
    const held = caller?.session.transport === 'cookie' ? caller.session : null;
    return work({ client, request, trail, heldSession: held && { id: held.id, accountId: held.account_id } });
  });
}
