import type { ExplainedAnswer } from '../../factors/factor.ts';
import type { HeldFactor } from '../../factors/index.ts';
import type { PasswordHasher } from '../../factors/password/index.ts';
import type { Actor } from '../../kit/http/index.ts';
import { mailIsConfigured } from '../../kit/mail/index.ts';
import type { Services } from '../../kit/services.ts';
import { type Closure, closureOf, usernameKey } from '../../people/accounts/index.ts';
import { emailKey, mustVerifyAddress } from '../../people/emails/index.ts';
import type { EventsTable } from '../../people/events/index.ts';
import { type AccountCounts, findSignInLimits } from '../../people/limits/index.ts';
import { countNearNames } from '../../people/near-names/index.ts';
import { isProtectedBy } from '../factors.ts';
import { everybodyMust } from '../second-factor-policy.ts';
import { opensByFactor } from '../ways-in.ts';
import type { AccountRead, StoredPassword } from './account-read.ts';
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
  /** It has an identity at a provider that people can sign in with. */
  readonly identity: boolean;
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

/** Makes them of what was read of an account. */
export async function findFacts(
  { config, db, clock, hasher }: FactsServices,
  read: AccountRead,
  obstacle?: string,
): Promise<SignInFacts> {
  const { account, password, email, factors, requiresSecondFactor } = read;
  const { id, username, created_at, last_login_at } = account;
  const now = clock();
  const hasMail = mailIsConfigured(config) && email.verified;
  const secondFactor = secondFactorIn(factors);
  const lastUse = Math.max(created_at, last_login_at ?? 0);
  return {
    username,
    now,
    closed: closedFacts(config, read),
    password: password ? passwordFacts(hasher, password) : null,
    passwordChangedAt: password && password.changed_at > lastUse ? password.changed_at : undefined,
    passkey: opensByFactor(factors),
    identity: read.hasIdentity,
    codeByEmail: config.login.emailCode && hasMail,
    linkByEmail: hasMail,
    hasConfirmedAddress: email.verified,
    secondFactor,
    mustAddSecondFactor: secondFactor === 'none' && (requiresSecondFactor || everybodyMust(config)),
    mustVerifyEmail: mustVerifyAddress(config, email),
    ...(await findSignInLimits(db, config, id, now)),
    challengeAfter: config.limits.challengeAfter,
    obstacle,
  };
}

function closedFacts(
  { accounts }: Services['config'],
  { account, closedBy }: AccountRead,
): ClosedFacts | undefined {
  const state = closureOf(account);
  if (state === undefined) return undefined;
  const at = Number(state === 'deleted' ? account.deleted_at : account.disabled_at);
  const by = closedBy ?? undefined;
  return { state, at, by, ...(state === 'deleted' && { until: at + accounts.deleteGrace }) };
}

/** Names that nobody has, one letter away from the username or the verified address; undefined where nobody can tell. */
export async function findNearNames(
  { db, clock, secretKey }: Pick<FactsServices, 'db' | 'clock' | 'secretKey'>,
  { account, email }: AccountRead,
): Promise<number | undefined> {
  if (secretKey === undefined) return undefined;
  const names = [usernameKey(account.username), ...(email.email === null ? [] : [emailKey(email.email)])];
  return countNearNames(db, { names, secretKey, now: clock() });
}

export function passwordFacts(
  { hasItsPepper }: FactsServices['hasher'],
  { changed_at, pepper, weak, wraps }: StoredPassword,
): PasswordFacts {
  return {
    changedAt: changed_at,
    hasItsPepper: hasItsPepper({ pepper }),
    isWeak: weak === 1,
    wrapsMd5: wraps === 'md5',
  };
}

function secondFactorIn(held: readonly HeldFactor[]): SignInFacts['secondFactor'] {
  if (!isProtectedBy(held)) return 'none';
  const isSafe = held.some(({ own, isGuessable, shown }) => !isGuessable && own.canAnswer(shown));
  return isSafe ? 'any' : 'codes';
}
