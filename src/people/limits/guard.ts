import { hash } from 'node:crypto';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import { addressKey, type Client, isLoopbackAddress } from '../../kit/http/index.ts';
import { KeyedLock } from '../../kit/keyed-lock.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import type { Services } from '../../services.ts';
import { recordEvent } from '../events/index.ts';
import { newChallenge, type ProofOfWork, spendProofOfWork, verifyProofOfWork } from './challenge.ts';
import { challengeRequired, tooManyAttempts } from './problems.ts';
import { clearLimit, findLimit, giveBack, type Reservation, reserve } from './store.ts';

/** What a password guess is counted by. */
export interface GuessSubject {
  /** The account that the name resolved to; null when it resolved to none, and then `name` is counted. */
  readonly accountId: string | null;
  /** The folded name. */
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
}

/** A counted guess. Exactly one of its ends is called: none of them leaves it counted as a failure. */
export interface CountedGuess {
  /** Failures before this guess. */
  readonly failuresBefore: number;
  /** If it fails, a wait begins or a count is full: worth a line of the audit log, once for each. */
  readonly limitsNext: boolean;
  /** The password was right: the failures are forgotten. In the transaction of the login. */
  succeed(tx: Tx): Promise<void>;
  /** The account was deleted meanwhile: nothing of it stays, while the address keeps its failure. */
  forget(tx: Tx): Promise<void>;
  /** The guess was never judged, so it does not count. */
  withdraw(): Promise<void>;
}

const never = 8_640_000_000_000_000;

/** Guesses at one account are judged one after the other, so that a person's parallel logins do not look like failures. */
const oneByOne = new KeyedLock(64);

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
    const reserved = await reserveGuess(services, key, guess, proved);
    if (!reserved) return undefined;
    const counted: CountedGuess = {
      ...reserved,
      async succeed(tx) {
        await clearLimit(tx, key);
        if (address) await giveBack(tx, address.key);
      },
      forget: (tx) => clearLimit(tx, key),
      async withdraw() {
        await giveBack(services.db, key, services.config.limits.waitAfter);
        if (address) await giveBack(services.db, address.key);
      },
    };
    return { result: await judge(counted) };
  });
  if (judged) return judged.result;
  throw await refusal(services, [key, ...(address ? [address.key] : [])], guess.mayChallenge);
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
    throw waitProblem(services, key, limit);
  }
  const proof = await proofOf(services, guess);
  const failures = isCounted ? limit.count : 0;
  if (!proof && guess.mayChallenge && failures >= config.limits.challengeAfter) {
    throw await challengeProblem(services);
  }
  return proof;
}

async function proofOf(
  services: Services,
  { proofOfWork, mayChallenge }: Pick<Guess, 'proofOfWork' | 'mayChallenge'>,
): Promise<ProofOfWork | null> {
  return mayChallenge && proofOfWork !== undefined ? verifyProofOfWork(services, proofOfWork) : null;
}

/** A device or session that the account knows has counters of its own: nobody who shares its address fills those. */
function addressLimitOf(services: Services, { subject, address }: Guess): Reservation | null {
  return subject.knownAs === null ? addressLimit(services, 'failures', address) : null;
}

/** Undefined when the guess may not be made. */
async function reserveGuess(
  services: Services,
  key: string,
  guess: Guess,
  proved: boolean,
): Promise<Pick<CountedGuess, 'failuresBefore' | 'limitsNext'> | undefined> {
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
    waits: growingWaits(limits.firstWait, limits.longestWait),
  };
  const address = addressLimitOf(services, guess);
  const refused = Symbol();
  return inTransaction(services.db, async (tx) => {
    // The account before the address, as in `succeed`: in another order two transactions could wait for each other.
    const count = await reserve(tx, wanted);
    const fromAddress = count !== undefined && address ? await reserve(tx, address) : 0;
    if (count === undefined || fromAddress === undefined) throw refused;
    const limitsNext = count >= limits.waitAfter || fromAddress === address?.most;
    return { failuresBefore: count - 1, limitsNext };
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

/** Doubles from the first wait to the longest, in milliseconds. */
function growingWaits(first: number, longest: number): number[] {
  const waits = [Math.min(first, longest)];
  for (let wait = first * 2; (waits.at(-1) ?? 0) < longest; wait *= 2) waits.push(Math.min(wait, longest));
  return waits;
}

interface Registering {
  readonly client: Client;
  readonly proofOfWork: string | undefined;
  readonly mayChallenge: boolean;
}

/** A cheap look before the rules are tried on what was sent; nothing is counted or spent. Throws as `countRegistration`. */
export async function refuseRegistrationEarly(
  services: Services,
  { client, proofOfWork, mayChallenge }: Registering,
): Promise<void> {
  const limit = addressLimit(services, 'registrations', client.address);
  if (!limit) return;
  const row = await findLimit(services.db, limit.key);
  const count = row && row.expires_at > limit.now ? row.count : 0;
  if (row && count >= limit.most) throw waitProblem(services, limit.key, row);
  const lacksProof = mayChallenge && proofOfWork === undefined;
  if (lacksProof && count >= limit.challengeFrom) throw await challengeProblem(services);
}

/**
 * Counts a registration; the last that is allowed leaves a line in the audit log, since it closes the door.
 * Throws `too-many-attempts` or `challenge-required` when there were too many from here.
 */
export async function countRegistration(
  services: Services,
  { client, proofOfWork, mayChallenge }: Registering,
): Promise<void> {
  const limit = addressLimit(services, 'registrations', client.address);
  if (!limit) return;
  const proof = await proofOf(services, { proofOfWork, mayChallenge });
  const proved = proof !== null && (await spendProofOfWork(services, proof));
  const taken = await inTransaction(services.db, async (tx) => {
    const count = await reserve(tx, { ...limit, proved: proved || !mayChallenge });
    if (count === limit.most) {
      const event = { accountId: null, client, at: limit.now, detail: { registrations: count } };
      await recordEvent(tx, { type: 'registration-limited', ...event });
    }
    return count;
  });
  if (taken === undefined) throw await refusal(services, [limit.key], mayChallenge);
}

/** Whether the next registration from an address must carry a proof of work, so that a page has it ready. */
export async function registrationNeedsProof(services: Services, address: string): Promise<boolean> {
  const limit = addressLimit(services, 'registrations', address);
  if (!limit) return false;
  const row = await findLimit(services.db, limit.key);
  const count = row && row.expires_at > limit.now ? row.count : 0;
  return count >= limit.challengeFrom;
}

/** Null where there is none: in development this machine may do what it likes. */
function addressLimit(
  { config, clock }: Services,
  what: 'failures' | 'registrations',
  address: string,
): Reservation | null {
  if (config.mode === 'development' && isLoopbackAddress(address)) return null;
  const now = clock();
  const { limits } = config;
  const registrations = what === 'registrations';
  return {
    key: `${what}:${addressKey(address)}`,
    accountId: null,
    now,
    expiresAt: now + limits.addressWindow,
    sliding: false,
    most: registrations ? limits.registrations : limits.addressFailures,
    challengeFrom: registrations ? limits.registrationsBeforeChallenge : never,
    proved: false,
    waitFrom: never,
    waits: [],
  };
}

async function refusal(services: Services, keys: readonly string[], mayChallenge: boolean): Promise<Problem> {
  const { config, db, clock } = services;
  const now = clock();
  for (const key of keys) {
    const limit = await findLimit(db, key);
    if (!limit || limit.expires_at <= now) continue;
    const most = mostOf(config.limits, key);
    if (limit.blocked_until > now || limit.count >= most) return waitProblem(services, key, limit);
  }
  return mayChallenge ? challengeProblem(services) : problem(tooManyAttempts, undefined, { retryAfter: 1 });
}

function mostOf(limits: Services['config']['limits'], key: string): number {
  if (key.startsWith('registrations:')) return limits.registrations;
  return key.startsWith('failures:') ? limits.addressFailures : limits.disableAfter;
}

/** For a used-up count of an account there is no end to tell, so the longest wait is named. */
function waitProblem(
  { config, clock }: Services,
  key: string,
  { blocked_until, expires_at }: { blocked_until: number; expires_at: number },
): Problem {
  const now = clock();
  const perAddress = key.startsWith('registrations:') || key.startsWith('failures:');
  const end = blocked_until > now ? blocked_until : perAddress ? expires_at : now + config.limits.longestWait;
  const retryAfter = Math.max(1, Math.ceil((end - now) / 1000));
  return problem(tooManyAttempts, `Too many tries. Wait ${inWords(retryAfter)} and try again.`, {
    retryAfter,
  });
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

async function challengeProblem(services: Services): Promise<Problem> {
  return problem(
    challengeRequired,
    'Before the next try a proof of work is needed. Send the solved challenge as "proofOfWork".',
    { extra: { challenge: await newChallenge(services) } },
  );
}

/**
 * A name that nobody has is counted in the same way, under its hash, so that being limited
 * tells nothing about which names exist.
 */
function subjectKey({ accountId, name, knownAs }: GuessSubject): string {
  if (accountId === null) return `name:${hash('sha256', name, 'base64url')}`;
  return knownAs === null ? strangersKey(accountId) : `${strangersKey(accountId)}:${knownAs}`;
}

/** The counter of guesses from where the account was never logged in. */
export function strangersKey(accountId: string): string {
  return `password:${accountId}`;
}
