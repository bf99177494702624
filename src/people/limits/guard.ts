import { inTransactionSyncedLater, type Tx } from '../../kit/db/index.ts';
import { KeyedLock } from '../../kit/keyed-lock.ts';
import { type LimitServices, type ProofOfWork, proofOf, spendProofOfWork } from './challenge.ts';
import { type Counter, countersOf, firstOf, type GuessSubject, inLockOrder, ownCounter } from './counters.ts';
import { type Guess, trailedBy } from './guess.ts';
import { guessRefusal } from './guess-refusal.ts';
import { holdOf } from './hold.ts';
import { challengeProblem } from './refusals.ts';
import { clearLimit, failuresIn, findLimit, forgive, giveBack, noteTold, reserve, waitOf } from './store.ts';
import { readWait, useWait, type Waited, type WaitState } from './wait-ticket.ts';

/** A counted guess. Exactly one of its ends is called: none of them leaves it counted as a failure. */
export interface CountedGuess {
  /** Failures before this guess. */
  readonly failuresBefore: number;
  /** If it fails, a wait begins or a count is full: worth a line of the audit log, once for each. */
  readonly limitsNext: boolean;
  /** It was right: the failures are forgotten. In the transaction of what it opens. */
  succeed(tx: Tx): Promise<void>;
  /** It was right, but more of its kind may follow: this guess counts no more, and older failures stand. */
  pass(tx: Tx): Promise<void>;
  /** The account was deleted meanwhile: nothing of it stays, while the address keeps its failure. */
  forget(tx: Tx): Promise<void>;
  /** The guess was never judged, so it does not count. */
  withdraw(): Promise<void>;
  /**
   * It was a wrong code: how many there were in a row, where the owner has to be told of that many (5, and the last one
   * that is judged) and was not yet in this count. Undefined for all others.
   */
  owesNotice(tx: Tx): Promise<number | undefined>;
}

/** Guesses at one account are judged one after the other, so that a person's parallel logins do not look like failures. */
const oneByOne = new KeyedLock(64, ({ limits }) => limits.guessesWait);

/**
 * Counts a guess, then has it judged. Throws `too-many-attempts` or `challenge-required` instead when
 * it may not be made; those are not counted. The counters are in the database, so all processes share them.
 * NIST SP 800-63B-4 §3.2.2: at most 100 consecutive failures, growing waits, no lock-out of the owner.
 */
export async function countGuess<Result>(
  services: LimitServices,
  guess: Guess,
  judge: (counted: CountedGuess) => Promise<Result>,
): Promise<Result> {
  const { key } = firstOf(countersOf(services, guess.subject, guess.address));
  const proof = await refuseEarly(services, guess);
  const judged = await oneByOne.run(key, async () => {
    const proved = proof !== null && (await spend(services, proof));
    guess.trail?.note({ code: 'proof-of-work', state: stateOf(proof, proved) });
    const counters = countersOf(services, guess.subject, guess.address);
    const counted = await reserveGuess(services, guess, counters, proved);
    return counted && { result: await judge(counted) };
  });
  if (judged) return judged.result;
  throw await guessRefusal(services, guess, countersOf(services, guess.subject, guess.address));
}

/** A guess that failed for want of room or of a database is no wrong guess. */
export function orWithdraw<Result>(counted: CountedGuess, work: Promise<Result>): Promise<Result> {
  return work.catch(async (error: unknown) => {
    await counted.withdraw();
    throw error;
  });
}

/** Whether so many guesses failed that the next must wait now and then. */
export async function guessMustWait(services: LimitServices, subject: GuessSubject): Promise<boolean> {
  const { key, now, waitFrom } = ownCounter(services, subject);
  return (await failuresIn(services.db, key, now)) >= waitFrom;
}

/** What lets a guess through where a proof of work is asked: one, or the wait in its place. */
type Proof = ProofOfWork | Waited;

/**
 * A cheap look before anything is locked, spent or written: most of an attack ends here.
 * Answers the proof of work that came along, or the ticket of a wait, if it is one.
 */
async function refuseEarly(services: LimitServices, guess: Guess): Promise<Proof | null> {
  const own = ownCounter(services, guess.subject);
  const limit = await findLimit(services.db, own.key);
  if (holdOf(limit, own)) throw await guessRefusal(services, guess, [own]);
  const proof = await proofOf(services, guess);
  const wait = guess.mayChallenge && !proof ? await readWait(services, guess) : undefined;
  if (typeof wait === 'object') return wait;
  const failures = limit && limit.expires_at > own.now ? limit.count : 0;
  if (!proof && guess.mayChallenge && failures >= own.challengeFrom) {
    guess.trail?.note({ code: 'proof-of-work', state: whyNone(guess, wait) });
    throw challengeProblem(services, guess.address);
  }
  return proof;
}

function whyNone({ proofOfWork }: Guess, wait: Exclude<WaitState, Waited>) {
  if (proofOfWork !== undefined) return 'refused';
  if (wait === undefined) return 'asked';
  return wait === 'early' ? 'wait-early' : 'wait-void';
}

function spend(services: LimitServices, proof: Proof): Promise<boolean> {
  return 'nonce' in proof ? spendProofOfWork(services, proof) : useWait(services, proof);
}

function stateOf(proof: Proof | null, isSpent: boolean) {
  if (!proof) return 'not-asked';
  if ('nonce' in proof) return isSpent ? 'accepted' : 'spent-twice';
  return isSpent ? 'waited' : 'wait-void';
}

/** Undefined when the guess may not be made. */
async function reserveGuess(
  services: LimitServices,
  guess: Guess,
  counters: readonly Counter[],
  proved: boolean,
): Promise<CountedGuess | undefined> {
  const refused = Symbol();
  // A power cut that takes a count back takes nothing that anybody was told of: every answer waits for a later sync.
  const taken = await inTransactionSyncedLater(services.db, async (tx) => {
    const numbers = new Map<string, number>();
    for (const counter of inLockOrder(counters)) {
      const count = await reserve(tx, { ...counter, proved: proved || !guess.mayChallenge });
      if (count === undefined) throw refused;
      numbers.set(counter.key, count);
    }
    return numbers;
  }).catch((error: unknown) => {
    if (error === refused) return undefined;
    throw error;
  });
  return taken && counted(services, guess, counters, taken);
}

/** `taken` is the number that the guess has in each of its counters. */
function counted(
  services: LimitServices,
  { trail, subject }: Guess,
  counters: readonly Counter[],
  taken: ReadonlyMap<string, number>,
): CountedGuess {
  const own = firstOf(counters);
  const failures = taken.get(own.key) ?? 1;
  const locked = inLockOrder(counters);
  const wait = waitOf(own, failures);
  const waitSeconds = Math.ceil((wait - own.now) / 1000);
  trail?.note({
    code: 'limit-counted',
    by: trailedBy(subject),
    failures,
    of: own.waitFrom,
    ...(subject.of === 'code' && { counts: 'codes' }),
    ...(wait > 0 && { waitSeconds }),
  });
  const takeBack = async (db: Parameters<typeof giveBack>[0]) => {
    for (const { key, waitFrom, by } of locked) {
      if (by === 'address') await giveBack(db, key);
      else await giveBack(db, key, { waitFrom, wait: key === own.key ? wait : 0 });
    }
  };
  return {
    failuresBefore: failures - 1,
    limitsNext: failures >= own.waitFrom || counters.some(({ key, most }) => (taken.get(key) ?? 0) >= most),
    async succeed(tx) {
      for (const { key, by } of locked) await (by === 'address' ? giveBack(tx, key) : forgive(tx, key));
    },
    pass: takeBack,
    async forget(tx) {
      for (const { key, by } of locked) if (by !== 'address') await clearLimit(tx, key);
    },
    withdraw: () => takeBack(services.db),
    async owesNotice(tx) {
      if (subject.of !== 'code' || subject.accountId === null) return undefined;
      const reached = [own.most, firstNotice].find((count) => failures >= count);
      return reached !== undefined && (await noteTold(tx, own.key, reached)) ? failures : undefined;
    },
  };
}

/** So many wrong codes in a row are no slip of the finger any more. */
const firstNotice = 5;
