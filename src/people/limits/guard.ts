import { hash } from 'node:crypto';
import { inTransactionSyncedLater, type Tx } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import { KeyedLock } from '../../kit/keyed-lock.ts';
import type { Services } from '../../services.ts';
import type { TrailRecorder } from '../trails/index.ts';
import { addressLimit, never } from './address-limit.ts';
import { type ProofOfWork, proofOf, spendProofOfWork } from './challenge.ts';
import { challengeProblem, refusal, waitProblem } from './refusals.ts';
import {
  clearLimit,
  clearLimitsOf,
  findLimit,
  forgive,
  giveBack,
  keepCount,
  type Reservation,
  reserve,
  waitOf,
} from './store.ts';

/** What a password guess is counted by. */
export interface GuessSubject {
  /** The account that the name resolved to; null when it resolved to none, and then `name` is counted. */
  readonly accountId: string | null;
  /** What is counted then: the folded name, hashed by `hashName`, or whatever else is guessed at. */
  readonly name: string;
  /** A browser or session that the account knows; its guesses are counted apart. */
  readonly knownAs: string | null;
}

export interface Guess {
  readonly subject: GuessSubject;
  readonly address: string;
  readonly proofOfWork: string | undefined;
  /** Whether a proof of work may be asked; where it cannot be given only waits hold. */
  readonly mayChallenge: boolean;
  readonly trail?: Pick<TrailRecorder, 'note'>;
}

/** A counted guess. Exactly one of its ends is called: none of them leaves it counted as a failure. */
export interface CountedGuess {
  /** Failures before this guess. */
  readonly failuresBefore: number;
  /** If it fails, a wait begins or a count is full: worth a line of the audit log, once for each. */
  readonly limitsNext: boolean;
  /** The password was right: the failures are forgotten. In the transaction of the login. */
  succeed(tx: Tx): Promise<void>;
  /** The password was right, but more is asked: this guess counts no more, and older failures stand. */
  pass(tx: Tx): Promise<void>;
  /** The account was deleted meanwhile: nothing of it stays, while the address keeps its failure. */
  forget(tx: Tx): Promise<void>;
  /** The guess was never judged, so it does not count. */
  withdraw(): Promise<void>;
}

/** Guesses at one account are judged one after the other, so that a person's parallel logins do not look like failures. */
const oneByOne = new KeyedLock(64, 'Too many attempts for this account are waiting. Try again in a moment.');

/**
 * Counts a guess, then has it judged. Throws `too-many-attempts` or `challenge-required` instead when
 * it may not be made; those are not counted. The counters are in the database, so all processes share them.
 * NIST SP 800-63B-4 §3.2.2: at most 100 consecutive failures, growing waits, no lock-out of the owner.
 */
export async function countGuess<Result>(
  services: Services,
  guess: Guess,
  judge: (counted: CountedGuess) => Promise<Result>,
): Promise<Result> {
  const key = subjectKey(guess.subject);
  const proof = await refuseEarly(services, key, guess);
  const address = addressLimitOf(services, guess);
  const judged = await oneByOne.run(key, async () => {
    const proved = proof !== null && (await spendProofOfWork(services, proof));
    guess.trail?.note({ code: 'proof-of-work', state: stateOf(proof, proved) });
    const reserved = await reserveGuess(services, key, guess, proved);
    if (!reserved) return undefined;
    const { failuresBefore, limitsNext } = reserved;
    noteCount(services, guess, 'limit-counted', failuresBefore + 1, reserved.mine.wait);
    const counted: CountedGuess = {
      failuresBefore,
      limitsNext,
      async succeed(tx) {
        await forgive(tx, key);
        if (address) await giveBack(tx, address.key);
      },
      async pass(tx) {
        await giveBack(tx, key, reserved.mine);
        if (address) await giveBack(tx, address.key);
      },
      forget: (tx) => clearLimit(tx, key),
      async withdraw() {
        await giveBack(services.db, key, reserved.mine);
        if (address) await giveBack(services.db, address.key);
      },
    };
    return { result: await judge(counted) };
  });
  if (judged) return judged.result;
  throw await refusal(services, [key, ...(address ? [address.key] : [])], guess);
}

/** A guess that failed for want of room or of a database is no wrong guess. */
export function orWithdraw<Result>(counted: CountedGuess, work: Promise<Result>): Promise<Result> {
  return work.catch(async (error: unknown) => {
    await counted.withdraw();
    throw error;
  });
}

/** Whether the next guess must carry a proof of work, or wait. */
export async function guessNeedsProof(
  { config, db, clock }: Pick<Services, 'config' | 'db' | 'clock'>,
  subject: GuessSubject,
): Promise<boolean> {
  const limit = await findLimit(db, subjectKey(subject));
  const failures = limit && limit.expires_at > clock() ? limit.count : 0;
  return failures >= Math.min(config.limits.challengeAfter, config.limits.waitAfter);
}

/**
 * A cheap look before anything is locked, spent or written: most of an attack ends here.
 * Answers the proof of work that came along, if it is one.
 */
async function refuseEarly(services: Services, key: string, guess: Guess): Promise<ProofOfWork | null> {
  const { config, db, clock } = services;
  const limit = await findLimit(db, key);
  const now = clock();
  const isCounted = limit !== undefined && limit.expires_at > now;
  if (isCounted && (limit.blocked_until > now || limit.count >= config.limits.disableAfter)) {
    noteCount(services, guess, 'limit-read', limit.count, limit.blocked_until);
    throw waitProblem(services, key, limit);
  }
  const proof = await proofOf(services, guess);
  const failures = isCounted ? limit.count : 0;
  if (!proof && guess.mayChallenge && failures >= config.limits.challengeAfter) {
    guess.trail?.note({
      code: 'proof-of-work',
      state: guess.proofOfWork === undefined ? 'asked' : 'refused',
    });
    throw await challengeProblem(services, guess.address);
  }
  return proof;
}

function stateOf(proof: ProofOfWork | null, isSpent: boolean) {
  if (!proof) return 'not-asked';
  return isSpent ? 'accepted' : 'spent-twice';
}

function noteCount(
  { config, clock }: Services,
  { trail, subject }: Guess,
  code: 'limit-read' | 'limit-counted',
  failures: number,
  blockedUntil: number,
): void {
  const { waitAfter, disableAfter } = config.limits;
  const seconds = Math.ceil((blockedUntil - clock()) / 1000);
  const disabled = code === 'limit-read' && failures >= disableAfter && { disabled: true };
  const wait = seconds > 0 && { waitSeconds: seconds };
  const by = subject.knownAs === null ? 'account' : 'device';
  trail?.note({ code, by, failures, of: disabled ? disableAfter : waitAfter, ...wait, ...disabled });
}

function addressLimitOf(services: Services, { subject, address }: Guess): Reservation | null {
  return subject.knownAs === null ? addressLimit(services, 'failures', address) : null;
}

interface Reserved extends Pick<CountedGuess, 'failuresBefore' | 'limitsNext'> {
  /** The wait that this guess has brought, to be taken back with it. */
  readonly mine: { readonly waitFrom: number; readonly wait: number };
}

/** Undefined when the guess may not be made. */
async function reserveGuess(
  services: Services,
  key: string,
  guess: Guess,
  proved: boolean,
): Promise<Reserved | undefined> {
  const { config, clock } = services;
  const { limits } = config;
  const now = clock();
  const wanted: Reservation = {
    key,
    accountId: guess.subject.accountId,
    now,
    expiresAt: countEnds(services, guess.subject),
    sliding: true,
    most: limits.disableAfter,
    challengeFrom: limits.challengeAfter,
    proved: proved || !guess.mayChallenge,
    waitFrom: limits.waitAfter,
    firstWait: Math.min(limits.firstWait, limits.longestWait),
    longestWait: limits.longestWait,
  };
  const address = addressLimitOf(services, guess);
  const refused = Symbol();
  // A power cut that takes a count back takes nothing that anybody was told of: every answer waits for a later sync.
  return inTransactionSyncedLater(services.db, async (tx) => {
    // The account before the address, as in `succeed`: in another order two transactions could wait for each other.
    const count = await reserve(tx, wanted);
    const fromAddress = count !== undefined && address ? await reserve(tx, address) : 0;
    if (count === undefined || fromAddress === undefined) throw refused;
    const limitsNext = count >= limits.waitAfter || fromAddress === address?.most;
    const mine = { waitFrom: limits.waitAfter, wait: waitOf(wanted, count) };
    return { failuresBefore: count - 1, limitsNext, mine };
  }).catch((error: unknown) => {
    if (error === refused) return undefined;
    throw error;
  });
}

/** A count "in a row" has no end for an account; of a name that nobody has, and of a device, it need not be kept for ever. */
function countEnds({ config, clock }: Services, { accountId, knownAs }: GuessSubject): number {
  if (accountId === null) return clock() + days(30);
  return knownAs === null ? never : clock() + config.limits.deviceLifetime;
}

/** What is kept of a name that nobody has: it may be a password, typed into the wrong field. */
export function hashName(folded: string): string {
  return hash('sha256', folded, 'base64url');
}

/** A name that nobody has is counted in the same way, so that being limited tells nothing about which names exist. */
function subjectKey({ accountId, name, knownAs }: GuessSubject): string {
  if (accountId === null) return `name:${name}`;
  return knownAs === null ? strangersKey(accountId) : `${strangersKey(accountId)}:${knownAs}`;
}

/**
 * Forgets the guesses at a password that is no more. So many wrong codes of a second factor stay counted, and the wait
 * that they have brought: whoever reads the mail could else begin their count anew by every recovery, and try a hundred
 * codes in a row again and again (NIST SP 800-63B-4 §3.2.2). One try is left even so, for the owner.
 */
export async function forgivePasswordGuesses(
  tx: Tx,
  { config }: Pick<Services, 'config'>,
  accountId: string,
  wrongCodes: number,
): Promise<void> {
  const kept = Math.min(wrongCodes, config.limits.disableAfter - 1);
  if (kept === 0) return clearLimitsOf(tx, accountId);
  await keepCount(tx, { key: strangersKey(accountId), accountId, kept });
}

/** The counter of guesses from where the account was never logged in. */
export function strangersKey(accountId: string): string {
  return `password:${accountId}`;
}
