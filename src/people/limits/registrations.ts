import { inTransaction } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../services.ts';
import { recordEvent } from '../events/index.ts';
import { addressLimit } from './address-limit.ts';
import { proofOf, spendProofOfWork } from './challenge.ts';
import { challengeProblem, refusal, waitProblem } from './refusals.ts';
import { findLimit, reserve } from './store.ts';

interface Registering {
  readonly client: Client;
  readonly proofOfWork: string | undefined;
  readonly mayChallenge: boolean;
}

/** A cheap look before the rules are tried on what was sent; nothing is counted or spent. Throws as `countRegistration`. */
export async function refuseRegistrationEarly(
  services: Services,
  { client, proofOfWork, mayChallenge }: Registering,
): Promise<void> {
  const limit = addressLimit(services, 'registrations', client.address);
  if (!limit) return;
  const row = await findLimit(services.db, limit.key);
  const count = row && row.expires_at > limit.now ? row.count : 0;
  if (row && count >= limit.most) throw waitProblem(services, limit.key, row);
  const lacksProof = mayChallenge && proofOfWork === undefined;
  if (lacksProof && count >= limit.challengeFrom) throw await challengeProblem(services);
}

/**
 * Counts a registration; the last that is allowed leaves a line in the audit log, since it closes the door.
 * Throws `too-many-attempts` or `challenge-required` when there were too many from here.
 */
export async function countRegistration(
  services: Services,
  { client, proofOfWork, mayChallenge }: Registering,
): Promise<void> {
  const limit = addressLimit(services, 'registrations', client.address);
  if (!limit) return;
  const proof = await proofOf(services, { proofOfWork, mayChallenge });
  const proved = proof !== null && (await spendProofOfWork(services, proof));
  const taken = await inTransaction(services.db, async (tx) => {
    const count = await reserve(tx, { ...limit, proved: proved || !mayChallenge });
    if (count === limit.most) {
      const event = { accountId: null, client, at: limit.now, detail: { registrations: count } };
      await recordEvent(tx, { type: 'registration-limited', ...event });
    }
    return count;
  });
  if (taken === undefined) throw await refusal(services, [limit.key], mayChallenge);
}

/** Whether the next registration from an address must carry a proof of work, so that a page has it ready. */
export async function registrationNeedsProof(services: Services, address: string): Promise<boolean> {
  const limit = addressLimit(services, 'registrations', address);
  if (!limit) return false;
  const row = await findLimit(services.db, limit.key);
  const count = row && row.expires_at > limit.now ? row.count : 0;
  return count >= limit.challengeFrom;
}
