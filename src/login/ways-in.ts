import type { Config } from '../config/index.ts';
import { findHeldFactors, type HeldFactor } from '../factors/index.ts';
import { findPassword } from '../factors/password/index.ts';
import type { Db, Tx } from '../kit/db/index.ts';
import { mailIsConfigured } from '../kit/mail/index.ts';
import { type ProblemDefinition, problem } from '../kit/problem.ts';
import type { Say } from '../kit/words/index.ts';
import { findVerifiedAddress } from '../people/emails/index.ts';
import { findProvider, listIdentities } from '../people/outside/index.ts';
import { lastWayIn } from './problems.ts';

/** What can begin a login, or give the account a password that does. A second factor by itself is none of them. */
type WayIn = 'password' | 'passkey' | 'email' | 'identity';

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
  const identities = await listIdentities(db, accountId);
  // One at a provider that the configuration no longer has opens nothing.
  if (identities.some(({ provider }) => findProvider({ config }, provider))) ways.push('identity');
  return ways;
}

/**
 * For what takes something away, after it has: throws `last-way-in` where nobody could get into the account any more.
 * `detail` and `definition` say so of what is taken away.
 */
export async function requireWayIn(
  tx: Tx,
  config: Config,
  accountId: string,
  { detail, definition = lastWayIn }: { detail?: Say; definition?: ProblemDefinition } = {},
): Promise<void> {
  if ((await waysIn(tx, config, accountId)).length === 0) throw problem(definition, detail);
}
