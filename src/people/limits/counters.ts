import { hash } from 'node:crypto';
import { days } from '../../kit/duration.ts';
import type { Services } from '../../kit/services.ts';
import { addressLimit, never, noWait } from './asked/address-limit.ts';
import type { Reservation } from './store.ts';

/**
 * What is guessed at: a `password`; a `code` of few digits, from an app or from an email; or a `key` that nobody can
 * guess, such as a passkey or a recovery code of 120 bits.
 */
export type Guessed = 'password' | 'code' | 'key';

/** What a guess is counted by. */
export interface GuessSubject {
  readonly of: Guessed;
  /** The account that the name resolved to; null when it resolved to none, and then `name` is counted. */
  readonly accountId: string | null;
  /** What is counted then: the folded name, hashed by `hashName`. For a key, the login or session it answers, always. */
  readonly name: string;
  /** A browser or session that the account knows; its guesses are counted apart from those of strangers. */
  readonly knownAs: string | null;
}

/** One of the counts that a guess goes into. Each has to have room for it. */
export interface Counter extends Omit<Reservation, 'proved'> {
  /** Whose count it is, for what a refusal says. */
  readonly by: 'strangers' | 'known' | 'attempt' | 'address';
}

type CounterServices = Pick<Services, 'config' | 'clock'>;

/**
 * The counters of a guess: the first brings the waits and asks for the proof of work.
 *
 * A code has two counts for each account, of 50 in a row each: one for all strangers, one for all browsers and sessions
 * that the account knows. Together they are the 100 of NIST SP 800-63B-4 §3.2.2, and a stranger who knows the password
 * can't shut out the owner's own browser. A password has a count for strangers and one for all known browsers, each of
 * which has a wait of its own besides. A key needs no count for security: it only keeps one attempt from going on for
 * ever, so nobody can shut out its owner.
 */
export function countersOf(services: CounterServices, subject: GuessSubject, address: string): Counter[] {
  const { of, knownAs } = subject;
  const own: Counter = { ...waiting(services, subject), ...counts[of](services, subject) };
  const all = of === 'password' && knownAs !== null ? [own, allKnown(services, subject)] : [own];
  // A password's guesses in a known browser aren't held up by whoever shares its address.
  if (of === 'password' && knownAs !== null) return all;
  const limit = addressLimit(services, knownAs === null ? 'failures' : 'knownFailures', address);
  return limit ? [...all, { ...limit, by: 'address' }] : all;
}

/** The first of them, which brings the waits and asks for the proof of work. */
export function ownCounter(services: CounterServices, subject: GuessSubject): Counter {
  return firstOf(countersOf(services, subject, ''));
}

export function firstOf([first]: readonly Counter[]): Counter {
  if (!first) throw new Error('A guess has a counter.');
  return first;
}

/**
 * The order in which every writer locks the rows: those of an account by their keys, then that of the address. Two
 * transactions that lock the same rows in other orders could wait for each other.
 */
export function inLockOrder([own, ...others]: readonly Counter[]): Counter[] {
  const [addresses, bounds] = [true, false].map((is) => others.filter(({ by }) => (by === 'address') === is));
  return [...(bounds ?? []), ...(own ? [own] : []), ...(addresses ?? [])];
}

/** Waits and proofs of work as the configuration has them. */
function waiting({ config, clock }: CounterServices, { accountId }: GuessSubject) {
  const { challengeAfter, waitAfter, firstWait, longestWait } = config.limits;
  return {
    accountId,
    now: clock(),
    sliding: true,
    challengeFrom: challengeAfter,
    waitFrom: waitAfter,
    firstWait: Math.min(firstWait, longestWait),
    longestWait,
  };
}

type Count = Pick<Counter, 'key' | 'most' | 'by' | 'expiresAt'> & Partial<Counter>;

/** A count "in a row" has no end for an account; of a name that nobody has it need not be kept for ever. */
const counts: Readonly<Record<Guessed, (services: CounterServices, subject: GuessSubject) => Count>> = {
  password({ config, clock }, { accountId, name, knownAs }) {
    const most = config.limits.disableAfter;
    if (accountId === null)
      return { key: `name:${name}`, most, by: 'strangers', expiresAt: clock() + days(30) };
    const key = strangersKey(accountId);
    if (knownAs === null) return { key, most, by: 'strangers', expiresAt: never };
    return { key: `${key}:${knownAs}`, most, by: 'known', expiresAt: clock() + config.limits.deviceLifetime };
  },
  code({ config, clock }, { accountId, name, knownAs }) {
    const most = mostCodes(config.limits);
    if (accountId === null) {
      return { key: `codes-of-name:${name}`, most, by: 'strangers', expiresAt: clock() + days(30) };
    }
    const [strangers, known] = codeKeys(accountId);
    return knownAs === null
      ? { key: strangers, most, by: 'strangers', expiresAt: never }
      : { key: known, most, by: 'known', expiresAt: never };
  },
  key({ clock }, { name }) {
    // A right one must never wait for what a machine has to prove: nobody guesses it.
    return {
      key: `keys:${name}`,
      most: never,
      challengeFrom: never,
      by: 'attempt',
      expiresAt: clock() + days(1),
    };
  },
};

/** However many browsers are known, and however often somebody logged in before, no more passwords are judged in a row. */
function allKnown(services: CounterServices, subject: GuessSubject): Counter {
  const key = allKnownKey(subject.accountId ?? '');
  const most = services.config.limits.disableAfter;
  const held = { ...waiting(services, subject), ...noWait, challengeFrom: never };
  return { ...held, key, most, by: 'known', expiresAt: never };
}

/** Half of what a password has, since there are two counts. */
export function mostCodes({ disableAfter }: Pick<Services['config']['limits'], 'disableAfter'>): number {
  return Math.max(1, Math.floor(disableAfter / 2));
}

/** The counters of an account's codes: that of strangers, and that of all browsers and sessions which it knows. */
export function codeKeys(accountId: string): readonly [strangers: string, known: string] {
  return [`codes:${accountId}`, `codes:${accountId}:known`];
}

/** The counter of guesses at a password from where the account was never logged in. */
export function strangersKey(accountId: string): string {
  return `password:${accountId}`;
}

/** The counter of guesses at it from all known browsers and sessions; in the order of keys it comes before each of theirs. */
export function allKnownKey(accountId: string): string {
  return `${strangersKey(accountId)}:all`;
}

/** What is kept of a name that nobody has: it may be a password, typed into the wrong field. */
export function hashName(folded: string): string {
  return hash('sha256', folded, 'base64url');
}
