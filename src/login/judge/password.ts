import type { UseCaseServices } from '../../factors/index.ts';
import { relyingPartyOf } from '../../factors/passkey/index.ts';
import {
  findPassword,
  judgePassword,
  type PasswordsTable,
  rehashPassword,
  verifyPassword,
} from '../../factors/password/index.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { busy, type Client } from '../../kit/http/index.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import {
  type AccountRow,
  closureOf,
  findAccount,
  holdAccount,
  holdEvenClosed,
} from '../../people/accounts/index.ts';
import { type NewEvent, recordEvent } from '../../people/events/index.ts';
import { type CountedGuess, countGuess, type GuessSubject, orWithdraw } from '../../people/limits/index.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import { nobody } from './nobody.ts';
import { notePassword } from './note-answer.ts';

/** What a right password has proved, inside the transaction that keeps it so. */
export interface RightPassword {
  readonly account: AccountRow;
  /** The password is one that nobody may choose here. */
  readonly weak: boolean;
  /** What is stored of it now. */
  readonly hash: string;
}

/** A password, and who gives it where. */
export interface PasswordGuess<Outcome> {
  /** Whose it should be; undefined where nobody has the name: the same steps are taken, and take as long. */
  readonly account: AccountRow | undefined;
  readonly password: string;
  /** The session that gives it, for the event; none in a login. */
  readonly sessionId?: string;
  /** By what the guess is counted. */
  readonly subject: GuessSubject;
  readonly proofOfWork: string | undefined;
  /** The ticket of a wait in its place. */
  readonly waited?: string | undefined;
  /** Whether a proof of work may be asked. */
  readonly mayChallenge: boolean;
  /** Goes on from a right password, in the transaction in which it is still the one that was verified. */
  accept(tx: Tx, right: RightPassword): Promise<Outcome>;
  /** What the log tells of a wrong one, and what is thrown. `failures` are those in a row, with this one. */
  refusal(failures: number): {
    readonly event: Pick<NewEvent, 'type' | 'detail'>;
    readonly problem: Problem;
  };
}

/** From where a password is given, and what takes it down where the request has a trail. */
interface Asking {
  readonly client: Client;
  readonly trail?: TrailRecorder | undefined;
}

/**
 * The one way in which a password is judged, in a login and in a session: counted before it is judged, verified without
 * a lock, and accepted in a transaction that holds the account, whose password and factors are what they were.
 * Throws what `refusal` answers, `too-many-attempts`, `challenge-required` or `busy`.
 */
export function judgePasswordGuess<Outcome>(
  services: UseCaseServices,
  guess: PasswordGuess<Outcome>,
  asking: Asking,
): Promise<Outcome> {
  const { subject, proofOfWork, waited, mayChallenge } = guess;
  const { trail, client } = asking;
  const address = client.address;
  const openWays = async () => ({ helps: waysBeside(services) });
  const limited = { subject, address, proofOfWork, waited, mayChallenge, openWays, ...(trail && { trail }) };
  return countGuess(services, limited, (counted) => judge(services, guess, asking, counted));
}

/** What may help where no more passwords are judged. The same for every name, whatever its account has (ASVS V6.3.8). */
function waysBeside({ config }: Pick<UseCaseServices, 'config'>): Say[] {
  return relyingPartyOf(config) ? [({ login }) => login.ways.passkey] : [];
}

/** How often a right password is verified again because something of the account was changed in the meantime. */
const rounds = 3;

async function judge<Outcome>(
  services: UseCaseServices,
  guess: PasswordGuess<Outcome>,
  asking: Asking,
  counted: CountedGuess,
): Promise<Outcome> {
  const { trail } = asking;
  let { account } = guess;
  for (let round = 0; round < rounds; round++) {
    const found = await findPassword(services.db, account?.id ?? nobody);
    // A closed account is judged as one without a password: a right one is not even compared, and takes as long to refuse.
    const stored = closureOf(account) === undefined ? found : undefined;
    const verified = verifyPassword(services, stored, guess.password, { trail });
    const right = await orWithdraw(counted, verified);
    if (trail) notePassword(services, trail, stored, right);
    if (!account || !stored || !right) return refuse(services, { ...guess, account }, asking, counted);
    const outcome = await orWithdraw(
      counted,
      acceptPassword(services, { ...guess, account, stored }, asking, counted),
    );
    if (outcome) return outcome.value;
    account = await findAccount(services.db, account.id);
  }
  await counted.withdraw();
  throw problem(busy, ({ login }) => login.accountBusy, { retryAfter: 1 });
}

async function refuse(
  { db, clock }: UseCaseServices,
  { account, sessionId, refusal }: PasswordGuess<unknown>,
  { client }: Asking,
  counted: CountedGuess,
): Promise<never> {
  const { event, problem: refused } = refusal(counted.failuresBefore + 1);
  await inTransaction(db, async (tx) => {
    // An account that is deleted at this moment must leave neither a counter nor a line. Without one, the same step.
    const lives = await holdEvenClosed(tx, account?.id ?? nobody);
    if (account && !lives) await counted.forget(tx);
    const whose =
      account && lives ? { accountId: account.id, sessionId: sessionId ?? null } : { accountId: null };
    const failed = { ...event, ...whose, client, at: clock() };
    await recordEvent(tx, failed);
    if (counted.limitsNext) await recordEvent(tx, { ...failed, type: 'login-limited' });
  });
  throw refused;
}

/** Undefined when the password was changed or rehashed while it was verified: then nothing is proved. */
async function acceptPassword<Outcome>(
  services: UseCaseServices,
  {
    account,
    stored,
    password,
    accept,
  }: PasswordGuess<Outcome> & { account: AccountRow; stored: PasswordsTable },
  { trail }: Asking,
  counted: CountedGuess,
): Promise<{ value: Outcome } | undefined> {
  const { config, db, hasher } = services;
  const weak = stored.weak === 1 && !(await judgePassword(config, password, account.username, trail)).ok;
  const isCurrent = hasher.isCurrent(stored);
  const fresh = isCurrent ? stored : await hasher.hash(password, trail);
  trail?.note({ code: 'hash-checked', state: isCurrent ? 'up-to-date' : 'rehashed' });
  if (weak) trail?.note({ code: 'password-weak' });
  const next = { hash: fresh.hash, wraps: fresh.wraps, pepper: fresh.pepper, weak: weak ? 1 : 0 };
  const isSame = isCurrent && next.weak === stored.weak;
  return inTransaction(db, async (tx) => {
    // Holds off a change of the password, which would miss the session made here.
    if (!(await holdAccount(tx, account.id, account.security_version))) return undefined;
    if (!isSame && !(await rehashPassword(tx, account.id, stored.hash, next))) return undefined;
    const value = await accept(tx, { account, weak, hash: next.hash });
    // A right password gives no new tries at a second factor: those have counts of their own.
    await counted.succeed(tx);
    return { value };
  });
}
