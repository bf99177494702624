import type { Config } from '../config/index.ts';
import { findHeldFactors, type HeldFactor } from '../factors/index.ts';
import { findPassword } from '../factors/password/index.ts';
import type { Db, Tx } from '../kit/db/index.ts';
import { mailIsConfigured } from '../kit/mail/index.ts';
import { problem } from '../kit/problem.ts';
import type { Say } from '../kit/words/index.ts';
import { findVerifiedAddress } from '../people/emails/index.ts';
import { lastWayIn } from './problems.ts';

/** What can begin a login, or give the account a password that does. A second factor by itself is none of them. */
type WayIn = 'password' | 'passkey' | 'email';

/** Whether a factor opens the account alone, as a passkey does that verifies its user. */
export const opensByFactor = (held: readonly HeldFactor[]): boolean =>
  held.some(({ own, shown }) => own.opensAlone?.(shown));

/** By what somebody can get into an account. */
async function waysIn(db: Db, config: Config, accountId: string): Promise<WayIn[]> {
  const ways: WayIn[] = [];
  if (await findPassword(db, accountId)) ways.push('password');
  if (opensByFactor(await findHeldFactors({ db, config }, accountId))) ways.push('passkey');
  if (mailIsConfigured(config) && (await findVerifiedAddress(db, accountId)) !== undefined)
    ways.push('email');
  return ways;
}

/**
 * For what takes something away, after it has: throws `last-way-in` where nobody could get into the account any more.
 * `detail` says so of what is taken away.
 */
export async function requireWayIn(tx: Tx, config: Config, accountId: string, detail?: Say): Promise<void> {
  if ((await waysIn(tx, config, accountId)).length === 0) throw problem(lastWayIn, detail);
}
