import { type Db, deleteExpired, type Tx } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import { hashToken, sign } from '../../kit/secret-token.ts';
import type { ProviderFault } from '../trails/index.ts';
import type { Identity } from './identity.ts';
import type { OutsideAttemptsTable } from './table.ts';

/** How long somebody may stay at a provider, and then over the choice of a username. */
export const outsideLifetime = minutes(10);

/**
 * What goes along with a `state` and is checked when it comes back: made from the state by the server's key, so that it's kept
 * nowhere, and neither whoever reads the database nor whoever reads the address can make it.
 */
export const secretsOf = (secretKey: string, state: string) => ({
  nonce: sign(secretKey, 'nonce of a provider', state),
  verifier: sign(secretKey, 'PKCE of a provider', state),
});

export async function insertOutsideAttempt(db: Db, attempt: OutsideAttemptsTable): Promise<void> {
  await db.insertInto('outside_attempts').values(attempt).execute();
}

/** What may be wrong with an answer before the provider is asked anything. */
export type OutsideFault = Extract<
  ProviderFault,
  'unknown-state' | 'other-provider' | 'other-browser' | 'used' | 'expired'
>;

/**
 * Takes the answer of a provider for this state, once, in one statement: by the browser that was sent, from the provider
 * that it was sent to. Otherwise says what is wrong.
 */
export async function takeAnswer(
  db: Db,
  {
    state,
    provider,
    browser,
    now,
  }: { state: string; provider: string; browser: string | undefined; now: number },
): Promise<OutsideAttemptsTable | OutsideFault> {
  const hash = hashToken(state);
  const taken = await db
    .updateTable('outside_attempts')
    .set({ used_at: now })
    .where('state_hash', '=', hash)
    .where('provider', '=', provider)
    .where('browser_hash', '=', hashToken(browser ?? ''))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  return taken ?? whyNot(await findByState(db, state), { provider, browser, now });
}

function whyNot(
  attempt: OutsideAttemptsTable | undefined,
  { provider, browser, now }: { provider: string; browser: string | undefined; now: number },
): OutsideFault {
  if (!attempt) return 'unknown-state';
  if (attempt.provider !== provider) return 'other-provider';
  if (attempt.browser_hash !== hashToken(browser ?? '')) return 'other-browser';
  return attempt.expires_at > now ? 'used' : 'expired';
}

export function findByState(db: Db, state: string): Promise<OutsideAttemptsTable | undefined> {
  return db
    .selectFrom('outside_attempts')
    .selectAll()
    .where('state_hash', '=', hashToken(state))
    .executeTakeFirst();
}

/** Keeps who came back and has no account yet, until they have chosen a username. */
export async function keepNewcomer(
  db: Db,
  { state_hash: stateHash }: OutsideAttemptsTable,
  { identity, now }: { identity: Identity; now: number },
): Promise<void> {
  await db
    .updateTable('outside_attempts')
    .set({ newcomer: JSON.stringify(identity), expires_at: now + outsideLifetime })
    .where('state_hash', '=', stateHash)
    .execute();
}

/** Who waits for an account, and what brought them here. */
export interface Newcomer {
  readonly attempt: OutsideAttemptsTable;
  readonly identity: Identity;
}

/** The newest of a browser that came back from this provider and may make an account. */
export async function findNewcomer(
  db: Db,
  { provider, browser, now }: { provider: string; browser: string | undefined; now: number },
): Promise<Newcomer | undefined> {
  if (browser === undefined) return undefined;
  const attempt = await db
    .selectFrom('outside_attempts')
    .selectAll()
    .where('browser_hash', '=', hashToken(browser))
    .where('provider', '=', provider)
    .where('newcomer', 'is not', null)
    .where('expires_at', '>', now)
    .orderBy('expires_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return attempt && { attempt, identity: JSON.parse(attempt.newcomer ?? '') as Identity };
}

/** Uses it up, with the account that it has led to: of parallel requests one gets it. */
export async function consumeNewcomer(
  tx: Tx,
  { state_hash: stateHash }: OutsideAttemptsTable,
  now: number,
): Promise<boolean> {
  const row = await tx
    .updateTable('outside_attempts')
    .set({ newcomer: null })
    .where('state_hash', '=', stateHash)
    .where('newcomer', 'is not', null)
    .where('expires_at', '>', now)
    .returning('state_hash')
    .executeTakeFirst();
  return row !== undefined;
}

export const deleteExpiredOutsideAttempts = (db: Db, now: number): Promise<void> =>
  deleteExpired(db, 'outside_attempts', 'state_hash', now);
