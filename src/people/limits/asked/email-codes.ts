import type { FastifyRequest } from 'fastify';
import { peerAddress } from '../../../kit/http/index.ts';
import type { LimitServices } from '../challenge.ts';
import { mayBeKnown } from '../known-device.ts';
import { type Asking, askedNeedsProof, countAsked } from './asked.ts';

/** Counts a login that asks for a code by mail. Answers whether a proof of work came along. Throws `too-many-attempts` or `challenge-required`. */
export function countEmailCode(services: LimitServices, asking: Asking): Promise<boolean> {
  return countAsked(services, 'emailCodes', asking);
}

/** Whether the next one from this browser must carry a proof of work, as far as a page can know. */
export async function emailCodeNeedsProof(
  services: LimitServices,
  request: FastifyRequest,
): Promise<boolean> {
  return !mayBeKnown(services, request) && askedNeedsProof(services, 'emailCodes', peerAddress(request));
}
