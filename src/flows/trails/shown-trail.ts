import type { Services } from '../../kit/services.ts';
import { findAccount } from '../../people/accounts/index.ts';
import { findCounts } from '../../people/limits/index.ts';
import { explain, type Trail } from '../../people/trails/index.ts';

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
  const { db, config, clock } = services;
  const accountId = trail.parts.findLast((part) => part.accountId !== null)?.accountId;
  const account = accountId && (await findAccount(db, accountId));
  const mail = { mailbox: `${config.publicUrl}/dev/mailbox` };
  if (!account) return { trail, username: undefined, explanation: explain([trail], undefined, mail) };
  const { username } = account;
  if (!isNewest) return { trail, username, explanation: explain([trail], { username }, mail) };
  const { strangers: limit, holds } = await findCounts(db, config.limits, account.id, clock());
  return { trail, username, explanation: explain([trail], { username, limit, holds }, mail) };
}
