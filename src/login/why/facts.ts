import type { ExplainedAnswer } from '../../factors/factor.ts';
import { secondFactors } from '../../factors/index.ts';
import { findPassword, type PasswordHasher, type PasswordsTable } from '../../factors/password/index.ts';
import type { Db } from '../../kit/db/index.ts';
import type { Actor } from '../../kit/http/index.ts';
import { mailIsConfigured } from '../../kit/mail/index.ts';
import type { Services } from '../../kit/services.ts';
import { type AccountRow, type Closure, closureOf, usernameKey } from '../../people/accounts/index.ts';
import { emailKey, emailState, findVerifiedAddress, mustVerifyEmail } from '../../people/emails/index.ts';
import { type EventsTable, findNewestEvent } from '../../people/events/index.ts';
import { type AccountCounts, findCounts, mailsFullUntil } from '../../people/limits/index.ts';
import { countNearNames } from '../../people/near-names/index.ts';
import { hasSecondFactor } from '../factors.ts';
import { mustHaveSecondFactor } from '../second-factor-policy.ts';
import { opensByPasskey } from '../ways-in.ts';
import type { ClockDoubt } from './clock.ts';

/** What an account's password is worth at a login, whatever somebody types. */
export interface PasswordFacts {
  readonly changedAt: number;
  /** False where the hash has a pepper that is not configured here, so that no password fits. */
  readonly hasItsPepper: boolean;
  /** Marked as one that nobody may choose here. */
  readonly isWeak: boolean;
  readonly wrapsMd5: boolean;
}

/** An account that an admin disabled or deleted. Times are Unix milliseconds. */
export interface ClosedFacts {
  readonly state: Closure;
  readonly at: number;
  /** By what it was done; undefined where the audit log tells no more of it. */
  readonly by: Actor | undefined;
  /** When a deleted one is erased. */
  readonly until?: number;
}

/** All that decides whether somebody can sign in to an account, as it stands now. Times are Unix milliseconds. */
export interface SignInFacts {
  readonly username: string;
  readonly now: number;
  /** Left out where the account is open. */
  readonly closed?: ClosedFacts | undefined;
  /** Null where the account has none. */
  readonly password: PasswordFacts | null;
  /** When the password was changed, if nobody has logged in since. */
  readonly passwordChangedAt?: number | undefined;
  /** It has a passkey that opens alone. */
  readonly passkey: boolean;
  /** Codes by email are on, and it has a confirmed address for them. */
  readonly codeByEmail: boolean;
  /** A link by email can give it a new password. */
  readonly linkByEmail: boolean;
  readonly hasConfirmedAddress: boolean;
  /** What is asked after a password or a code by email: nothing, codes that can be guessed and nothing else, or more. */
  readonly secondFactor: 'none' | 'codes' | 'any';
  readonly mustAddSecondFactor: boolean;
  readonly mustVerifyEmail: boolean;
  readonly counts: Pick<AccountCounts, 'strangers' | 'holds'>;
  /** When the next code is emailed to a stranger who has proved no work; undefined for now. */
  readonly codesFullUntil?: number | undefined;
  /** So many wrong passwords of strangers bring a proof of work. */
  readonly challengeAfter: number;
  /** Why no server runs on this data, in a sentence, if none does. */
  readonly obstacle?: string | undefined;
  /** What changed in the account since the newest attempt began, where that may have ended it; the oldest first. */
  readonly meanwhile?: readonly EventsTable[] | undefined;
  /** What became of the newest attempt, where that waits and nobody can go on with it; undefined where somebody can. */
  readonly attemptEnd?: 'gone' | { readonly expiredAt: number } | undefined;
  /** So many attempts of the last hour were by a name one letter away from this account's; undefined where nobody can tell. */
  readonly nearNames?: number | undefined;
  /** What is known of the answer that was refused at the end of the newest attempt. */
  readonly refused?: RefusedFacts | undefined;
}

/** Of a refused answer, what its factor says of it, and whether this server's clock is to be blamed. */
export interface RefusedFacts {
  readonly explained?: ExplainedAnswer | undefined;
  readonly clock?: ClockDoubt | undefined;
}

export type FactsServices = Pick<Services, 'config' | 'db' | 'clock' | 'words'> & {
  readonly hasher: Pick<PasswordHasher, 'hasItsPepper'>;
  /** Left out where a command has none. */
  readonly secretKey?: string | undefined;
};

/** Gathers them for one account. */
export async function findFacts(
  { config, db, clock, hasher, secretKey }: FactsServices,
  account: Omit<AccountRow, 'username_key' | 'updated_at' | 'security_version'>,
  obstacle?: string,
): Promise<SignInFacts> {
  const { id, username, created_at, last_login_at } = account;
  const now = clock();
  const stored = await findPassword(db, id);
  const { verified } = await emailState(db, id);
  const hasMail = mailIsConfigured(config) && verified;
  const secondFactor = await findSecondFactor(db, id);
  const lastUse = Math.max(created_at, last_login_at ?? 0);
  return {
    username,
    now,
    closed: await findClosed(db, config, account),
    password: stored ? passwordFacts(hasher, stored) : null,
    passwordChangedAt: stored && stored.changed_at > lastUse ? stored.changed_at : undefined,
    passkey: await opensByPasskey(db, config, id),
    codeByEmail: config.login.emailCode && hasMail,
    linkByEmail: hasMail,
    hasConfirmedAddress: verified,
    secondFactor,
    mustAddSecondFactor: secondFactor === 'none' && (await mustHaveSecondFactor(db, config, id)),
    mustVerifyEmail: await mustVerifyEmail(db, config, id),
    counts: await findCounts(db, config.limits, id, now),
    codesFullUntil: await mailsFullUntil(db, config, `login-code:${id}`, now),
    challengeAfter: config.limits.challengeAfter,
    obstacle,
    nearNames: secretKey === undefined ? undefined : await countNear(db, { id, username, secretKey, now }),
  };
}

async function findClosed(
  db: Db,
  { accounts }: Services['config'],
  account: Pick<AccountRow, 'id' | 'disabled_at' | 'deleted_at'>,
): Promise<ClosedFacts | undefined> {
  const state = closureOf(account);
  if (state === undefined) return undefined;
  const at = Number(state === 'deleted' ? account.deleted_at : account.disabled_at);
  const type = state === 'deleted' ? 'account-deletion-set' : 'account-disabled';
  const by = (await findNewestEvent(db, account.id, type))?.actor;
  return { state, at, by, ...(state === 'deleted' && { until: at + accounts.deleteGrace }) };
}

/** By the username and by the verified address. */
async function countNear(
  db: Db,
  { id, username, secretKey, now }: { id: string; username: string; secretKey: string; now: number },
): Promise<number> {
  const address = await findVerifiedAddress(db, id);
  const names = [usernameKey(username), ...(address === undefined ? [] : [emailKey(address)])];
  return countNearNames(db, { names, secretKey, now });
}

export function passwordFacts(
  { hasItsPepper }: FactsServices['hasher'],
  { changed_at, pepper, weak, wraps }: Omit<PasswordsTable, 'account_id' | 'version' | 'hash'>,
): PasswordFacts {
  return {
    changedAt: changed_at,
    hasItsPepper: hasItsPepper({ pepper }),
    isWeak: weak === 1,
    wrapsMd5: wraps === 'md5',
  };
}

async function findSecondFactor(db: Db, accountId: string): Promise<SignInFacts['secondFactor']> {
  if (!(await hasSecondFactor(db, accountId))) return 'none';
  for (const { isGuessable, isSetUp } of secondFactors) {
    if (!isGuessable && (await isSetUp(db, accountId))) return 'any';
  }
  return 'codes';
}
