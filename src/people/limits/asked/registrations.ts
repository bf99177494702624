import type { LimitServices } from '../challenge.ts';
import { type Asking, askedNeedsProof, countAsked, refuseAskedEarly } from './asked.ts';

/** A cheap look before the rules are tried on what was sent; nothing is counted or spent. Throws as `countRegistration`. */
export function refuseRegistrationEarly(services: LimitServices, asking: Asking): Promise<void> {
  return refuseAskedEarly(services, 'registrations', asking);
}

/** Counts a registration. Throws `too-many-attempts` or `challenge-required` when there were too many from here. */
export async function countRegistration(services: LimitServices, asking: Asking): Promise<void> {
  await countAsked(services, 'registrations', asking);
}

/** Whether the next registration from an address must carry a proof of work. */
export function registrationNeedsProof(services: LimitServices, address: string): Promise<boolean> {
  return askedNeedsProof(services, 'registrations', address);
}
