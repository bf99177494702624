import { findAccount } from '../../people/accounts/index.ts';
import { listLimitsOf, strangersKey } from '../../people/limits/index.ts';
import { explain, type PresentLimit, type Trail } from '../../people/trails/index.ts';
import type { Services } from '../../services.ts';

/** A trail with what its page says of it. */
export interface ShownTrail {
  readonly trail: Trail;
  /** Undefined when the name that was tried belongs to nobody. */
  readonly username: string | undefined;
  /** What is the matter, and then what to do. */
  readonly explanation: readonly string[];
}

type ShowServices = Pick<Services, 'db' | 'config' | 'clock'>;

/** `isNewest`: how things stand now belongs to it. */
export async function showTrail(
  services: ShowServices,
  trail: Trail,
  { isNewest }: { isNewest: boolean },
): Promise<ShownTrail> {
  const accountId = trail.parts.findLast((part) => part.accountId !== null)?.accountId;
  const account = accountId && (await findAccount(services.db, accountId));
  if (!account) return { trail, username: undefined, explanation: explain([trail]) };
  const { username } = account;
  const limit = isNewest ? await findPresentLimit(services, account.id) : undefined;
  return { trail, username, explanation: explain([trail], { username, limit }) };
}

const untouched: PresentLimit = { failures: 0, waitSeconds: 0, isDisabled: false };

async function findPresentLimit(
  { db, config, clock }: ShowServices,
  accountId: string,
): Promise<PresentLimit> {
  const now = clock();
  const limits = await listLimitsOf(db, accountId);
  const limit = limits.find(({ key, expires_at }) => key === strangersKey(accountId) && expires_at > now);
  if (!limit) return untouched;
  return {
    failures: limit.count,
    waitSeconds: Math.max(0, Math.ceil((limit.blocked_until - now) / 1000)),
    isDisabled: limit.count >= config.limits.disableAfter,
  };
}
