import type { FastifyRequest } from 'fastify';
import { peerAddress } from '../../../kit/http/index.ts';
import type { LimitServices } from '../challenge.ts';
import { mayBeKnown } from '../known-device.ts';
import { type Asking, askedNeedsProof, countAsked } from './asked.ts';

/** Counts a request for a way back into an account. Answers whether a proof of work came along. Throws `too-many-attempts` or `challenge-required`. */
export function countRecovery(services: LimitServices, asking: Asking): Promise<boolean> {
  return countAsked(services, 'recoveries', asking);
}

/** Whether the next one from this browser must carry a proof of work, as far as a page can know. */
export async function recoveryNeedsProof(services: LimitServices, request: FastifyRequest): Promise<boolean> {
  return !mayBeKnown(services, request) && askedNeedsProof(services, 'recoveries', peerAddress(request));
}
