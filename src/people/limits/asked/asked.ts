import { inTransaction } from '../../../kit/db/index.ts';
import type { Client } from '../../../kit/http/index.ts';
import { type EventType, recordEvent } from '../../events/index.ts';
import type { TrailRecorder } from '../../trails/index.ts';
import { type LimitServices, proofOf, spendProofOfWork } from '../challenge.ts';
import { challengeRequired } from '../problems.ts';
import { askedRefusal, challengeProblem, countedAs, countedFor, noteWait, waitProblem } from '../refusals.ts';
import { findLimit, reserve } from '../store.ts';
import { type AskedByAnyone, addressLimit } from './address-limit.ts';

/**
 * Who asks for what anyone may ask for, without an account: so it's counted by address. A browser that the account
 * knows has a count of its own, for all its browsers together: whoever shares the owner's address doesn't fill that.
 */
export interface Asking {
  readonly client: Client;
  /** The account that is asked about, if it knows the browser; null for a stranger, the default. */
  readonly knownTo?: string | null;
  readonly proofOfWork: string | undefined;
  readonly mayChallenge: boolean;
  readonly trail?: Pick<TrailRecorder, 'note'>;
}

const limitedEvents: Readonly<Record<AskedByAnyone, EventType>> = {
  registrations: 'registration-limited',
  recoveries: 'recovery-limited',
  passkeyLogins: 'login-limited',
  providerLogins: 'login-limited',
  emailCodes: 'login-limited',
};

function limitOf(services: LimitServices, what: AskedByAnyone, { client, knownTo = null }: Asking) {
  const limit = addressLimit(services, what, client.address);
  return limit && knownTo !== null ? { ...limit, key: `${what}:known:${knownTo}` } : limit;
}

/** A cheap look before anything is tried on what was sent; nothing is counted or spent. Throws as `countAsked`. */
export async function refuseAskedEarly(
  services: LimitServices,
  what: AskedByAnyone,
  asking: Asking,
): Promise<void> {
  const { client, proofOfWork, mayChallenge, trail } = asking;
  const limit = limitOf(services, what, asking);
  if (!limit) return;
  const row = await findLimit(services.db, limit.key);
  const count = row && row.expires_at > limit.now ? row.count : 0;
  if (row && count >= limit.most) {
    noteWait(services, limit.key, row, trail);
    throw waitProblem(services, row.expires_at);
  }
  const lacksProof = mayChallenge && proofOfWork === undefined;
  if (lacksProof && count >= limit.challengeFrom) {
    trail?.note({ code: 'proof-of-work', state: 'asked' });
    throw challengeProblem(services, client.address);
  }
}

/**
 * Counts it; the last that is allowed leaves a line in the audit log, since it closes the door.
 * Answers whether a proof of work came along. Throws `too-many-attempts` or `challenge-required` when there were too many
 * from here.
 */
export async function countAsked(
  services: LimitServices,
  what: AskedByAnyone,
  asking: Asking,
): Promise<boolean> {
  const { client, proofOfWork, mayChallenge, trail } = asking;
  const limit = limitOf(services, what, asking);
  const proof = await proofOf(services, { proofOfWork, mayChallenge });
  const proved = proof !== null && (await spendProofOfWork(services, proof));
  if (!limit) return proved;
  const taken = await inTransaction(services.db, async (tx) => {
    const count = await reserve(tx, { ...limit, proved: proved || !mayChallenge });
    if (count === limit.most) {
      const event = { accountId: asking.knownTo ?? null, client, at: limit.now, detail: { [what]: count } };
      await recordEvent(tx, { type: limitedEvents[what], ...event });
    }
    return count;
  });
  if (taken !== undefined) {
    trail?.note({
      code: 'limit-read',
      by: countedFor(limit.key),
      failures: taken,
      of: limit.most,
      counts: countedAs[what],
    });
    trail?.note({ code: 'proof-of-work', state: proved ? 'accepted' : 'not-asked' });
    return proved;
  }
  const refused = await askedRefusal(services, limit, { address: client.address, mayChallenge, trail });
  if (refused.definition === challengeRequired) {
    const wrong = proof ? 'spent-twice' : 'refused';
    trail?.note({ code: 'proof-of-work', state: proofOfWork === undefined ? 'asked' : wrong });
  }
  throw refused;
}

/** Whether the next from an address must carry a proof of work, so that a page has it ready. */
export async function askedNeedsProof(
  services: LimitServices,
  what: AskedByAnyone,
  address: string,
): Promise<boolean> {
  const limit = addressLimit(services, what, address);
  if (!limit) return false;
  const row = await findLimit(services.db, limit.key);
  const count = row && row.expires_at > limit.now ? row.count : 0;
  return count >= limit.challengeFrom;
}
