import {
  findPassword,
  judgePassword,
  type PasswordsTable,
  rehashPassword,
  verifyPassword,
} from '../../factors/password/index.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { busy } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { type AccountRow, findAccount, holdAccount, usernameKey } from '../../people/accounts/index.ts';
import { emailKey, findAccountByVerifiedEmail } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import {
  type CountedGuess,
  countGuess,
  findKnownDevice,
  hashName,
  orWithdraw,
} from '../../people/limits/index.ts';
import type { Asker } from './asker.ts';
import { notePassword, noteTypedName } from './note-answer.ts';
import { invalidCredentials } from './problems.ts';

/** Who tries a password. */
export type Trier = Pick<Asker, 'client' | 'request' | 'trail'>;

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly proofOfWork?: string | undefined;
  /** The workshop's requests cannot carry a proof of work; only the waits hold for them. */
  readonly mayChallenge: boolean;
}

/** What a right password has proved, inside the transaction that keeps it so. */
export interface Proved {
  readonly account: AccountRow;
  /** The password is one that nobody may choose here. */
  readonly weak: boolean;
}

/** Goes on in the transaction of the proof. */
type WhenProved<Outcome> = (tx: Tx, proved: Proved) => Promise<Outcome>;

/**
 * The first half of every login: find the account, count the guess, verify the password. `whenProved` then runs
 * in the transaction in which the password is still the one that was verified.
 * Throws `invalid-credentials`, `too-many-attempts`, `challenge-required` or `busy`.
 *
 * An unknown name takes every step that a known one takes, and as much time.
 */
export async function proveIdentity<Outcome>(
  services: Services,
  credentials: Credentials,
  asker: Trier,
  whenProved: WhenProved<Outcome>,
): Promise<Outcome> {
  const { trail } = asker;
  const { account, name } = await findNamed(services, credentials.username, trail);
  const device = account
    ? findKnownDevice(services, asker.request, {
        accountId: account.id,
        securityVersion: account.security_version,
      })
    : null;
  if (account) trail.account(account.id);
  trail.note({ code: 'device-checked', known: device !== null });
  const guess = {
    trail,
    subject: {
      of: 'password',
      accountId: account?.id ?? null,
      name: hashName(name),
      knownAs: device && `device:${device.id}`,
    } as const,
    address: asker.client.address,
    proofOfWork: credentials.proofOfWork,
    mayChallenge: credentials.mayChallenge,
  };
  return countGuess(services, guess, (counted) =>
    judge(services, { account, password: credentials.password, asker, counted, whenProved }),
  );
}

/**
 * By its confirmed address or its name, which holds no `@`. `name` is the very form that was looked up: if what is
 * counted where there is no account followed other spellings, the count would tell whether there is one (ASVS V6.3.8).
 */
export async function findNamed(
  { config, db, accounts }: Services,
  typed: string,
  trail: Trier['trail'],
): Promise<{ account: AccountRow | undefined; name: string }> {
  noteTypedName(trail, typed);
  const { identifiers } = config.login;
  const hasAt = typed.includes('@');
  const isAddress = hasAt && identifiers !== 'username';
  const name = isAddress ? emailKey(typed) : usernameKey(typed);
  const account = isAddress
    ? await findAccountByVerifiedEmail(db, name)
    : await accounts.findByKey(identifiers === 'email' ? nobody : name);
  trail.note({ code: 'account-looked-up', by: hasAt ? 'email' : 'username', found: account !== undefined });
  return { account, name };
}

/** Looked up where there is no account, so that a name without one asks the database as often (ASVS V6.3.8). */
export const nobody = '';

interface Judgement<Outcome> {
  readonly account: AccountRow | undefined;
  readonly password: string;
  readonly asker: Trier;
  readonly counted: CountedGuess;
  readonly whenProved: WhenProved<Outcome>;
}

/** How often a right password is verified again because something of the account was changed in the meantime. */
const rounds = 3;

async function judge<Outcome>(services: Services, judgement: Judgement<Outcome>): Promise<Outcome> {
  const { password, asker, counted } = judgement;
  let { account } = judgement;
  for (let round = 0; round < rounds; round++) {
    const stored = await findPassword(services.db, account?.id ?? nobody);
    const right = await orWithdraw(
      counted,
      verifyPassword(services, stored, password, { trail: asker.trail }),
    );
    notePassword(services, asker.trail, stored, right);
    if (!account || !stored || !right) return refuse(services, account, asker, counted);
    const outcome = await orWithdraw(counted, letIn(services, account, stored, judgement));
    if (outcome) return outcome.value;
    account = await findAccount(services.db, account.id);
  }
  await counted.withdraw();
  throw problem(busy, 'This account is being changed right now. Try again in a moment.', { retryAfter: 1 });
}

async function refuse(
  { config, db, clock }: Services,
  account: AccountRow | undefined,
  { client }: Trier,
  counted: CountedGuess,
): Promise<never> {
  const failures = counted.failuresBefore + 1;
  await inTransaction(db, async (tx) => {
    // An account that is deleted at this moment must leave neither a counter nor a line. Without one, the same step.
    const lives = await holdAccount(tx, account?.id ?? nobody);
    if (account && !lives) await counted.forget(tx);
    const accountId = account && lives ? account.id : null;
    const event = { accountId, client, at: clock(), detail: { failures } };
    await recordEvent(tx, { type: 'login-failed', ...event });
    if (counted.limitsNext) await recordEvent(tx, { type: 'login-limited', ...event });
  });
  throw problem(invalidCredentials, 'Name and password do not fit. Check both and try again.', {
    challengeNext: failures >= config.limits.challengeAfter,
  });
}

/** Undefined when the password was changed or rehashed while it was verified: then nothing is proved. */
async function letIn<Outcome>(
  services: Services,
  account: AccountRow,
  stored: PasswordsTable,
  { password, asker, counted, whenProved }: Judgement<Outcome>,
): Promise<{ value: Outcome } | undefined> {
  const { config, db, hasher } = services;
  const weak = stored.weak === 1 && !(await judgePassword(config, password, account.username)).ok;
  const isCurrent = hasher.isCurrent(stored);
  const fresh = isCurrent ? stored : await hasher.hash(password, asker.trail);
  asker.trail.note({ code: 'hash-checked', state: isCurrent ? 'up-to-date' : 'rehashed' });
  if (weak) asker.trail.note({ code: 'password-weak' });
  const next = { hash: fresh.hash, wraps: fresh.wraps, pepper: fresh.pepper, weak: weak ? 1 : 0 };
  const isSame = isCurrent && next.weak === stored.weak;
  return inTransaction(db, async (tx) => {
    // Holds off a change of the password, which would miss the session made here.
    if (!(await holdAccount(tx, account.id, account.security_version))) return undefined;
    if (!isSame && !(await rehashPassword(tx, account.id, stored.hash, next))) return undefined;
    const proved = { account, weak };
    const value = await whenProved(tx, proved);
    // A right password gives no new tries at a second factor: those have counts of their own.
    await counted.succeed(tx);
    return { value };
  });
}
