import type { Services } from '../../kit/services.ts';
import { type Asking, askedNeedsProof, countAsked } from './asked.ts';

/** Counts a request for a way back into an account. Answers whether a proof of work came along. Throws `too-many-attempts` or `challenge-required`. */
export function countRecovery(services: Services, asking: Asking): Promise<boolean> {
  return countAsked(services, 'recoveries', asking);
}

/** Whether the next one from an address must carry a proof of work. */
export function recoveryNeedsProof(services: Services, address: string): Promise<boolean> {
  return askedNeedsProof(services, 'recoveries', address);
}
