import type { FastifyReply } from 'fastify';
import { type Client, clientOf } from '../../kit/http/index.ts';
import { type TrailRecorder, trailed } from '../../people/trails/index.ts';
import type { Services } from '../../services.ts';
import { rememberTrail } from '../trails/index.ts';

/** Does the work of one request of a recovery; its trail ends with what became of it, and the answer names it. */
export function recovering<Outcome>(
  services: Services,
  reply: FastifyReply,
  format: 'json' | 'form',
  work: (client: Client, trail: TrailRecorder) => Promise<Outcome>,
): Promise<Outcome> {
  const client = clientOf(reply.request);
  const trail = services.trails.begin({ kind: 'recover', format, address: client.address });
  reply.header('latchkey-attempt', trail.id);
  if (format === 'form') rememberTrail(reply, services, trail.id);
  return trailed(trail, () => work(client, trail));
}
