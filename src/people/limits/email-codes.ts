import type { Services } from '../../kit/services.ts';
import { type Asking, askedNeedsProof, countAsked } from './asked.ts';

/** Counts a login that asks for a code by mail. Answers whether a proof of work came along. Throws `too-many-attempts` or `challenge-required`. */
export function countEmailCode(services: Services, asking: Asking): Promise<boolean> {
  return countAsked(services, 'emailCodes', asking);
}

/** Whether the next one from an address must carry a proof of work. */
export function emailCodeNeedsProof(services: Services, address: string): Promise<boolean> {
  return askedNeedsProof(services, 'emailCodes', address);
}
