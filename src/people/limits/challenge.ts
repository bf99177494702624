import { type Challenge, createChallenge, type Payload, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { addressKey } from '../../kit/http/index.ts';
import { KeyedLock } from '../../kit/keyed-lock.ts';
import type { Services } from '../../kit/services.ts';
import type { Say } from '../../kit/words/index.ts';
import { consumeChallenge, isChallengeSpent } from './store.ts';

/** Rounds of PBKDF2 in one guess of a solver. */
const guessRounds = 5000;

/** What this room asks for. */
export type LimitServices = Pick<Services, 'config' | 'clock' | 'secretKey' | 'db'>;

/** A solved challenge of this server, not yet used up. */
export interface ProofOfWork {
  readonly nonce: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

const waitABit: Say = ({ limits }) => limits.challengesWait;

/** Challenges of one address are made one after the other; its flood is one among the addresses that wait. */
const ofAddress = new KeyedLock(100, waitABit);

/** And all of them one at a time: a login finds the thread pool, which hashes passwords too, free but for one of these. */
const ofAll = new KeyedLock(1000, waitABit);

/**
 * A proof-of-work challenge (ALTCHA v2) for a client at `address`: signed over all its fields, and of use for a
 * limited time. Throws `busy` (503) when 100 for this address or 1,000 addresses wait already.
 * It costs the server one guess on the thread pool, and its solution none. A random prefix would cost nothing,
 * but then one person in fifty waits four times as long as the others, and `challengeGuesses` binds nothing.
 */
export function newChallenge(services: LimitServices, address: string): Promise<Challenge> {
  return ofAddress.run(addressKey(address), () => ofAll.run('', () => makeChallenge(services)));
}

function makeChallenge({ config, clock, secretKey }: LimitServices): Promise<Challenge> {
  const { challengeGuesses } = config.limits;
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: guessRounds,
    counter: randomInt(challengeGuesses, Math.floor(challengeGuesses / 2)),
    deriveKey,
    expiresAt: Math.floor((clock() + config.limits.challengeLifetime) / 1000),
    ...signingKeys(secretKey),
  });
}

/**
 * Null for what is forged, unsolved, expired or spent. It costs three hashes, since the challenge bears a signature
 * of its solution as well: whoever sends junk keeps neither the pool nor other people's logins waiting.
 */
async function verifyProofOfWork(services: LimitServices, encoded: string): Promise<ProofOfWork | null> {
  const payload = decode(encoded);
  if (!payload) return null;
  const { nonce, expiresAt: end = 0 } = payload.challenge.parameters;
  const expiresAt = end * 1000;
  if (expiresAt <= services.clock()) return null;
  const { verified } = await verifySolution({
    challenge: payload.challenge,
    solution: payload.solution,
    deriveKey,
    ...signingKeys(services.secretKey),
  });
  if (!verified || (await isChallengeSpent(services.db, nonce))) return null;
  return { nonce, expiresAt };
}

/**
 * True once for each proof. The signed nonce is what is spent, since everything else of the answer can be spelt
 * in more than one way.
 */
export function spendProofOfWork(
  { db }: Pick<Services, 'db'>,
  { nonce, expiresAt }: ProofOfWork,
): Promise<boolean> {
  return consumeChallenge(db, nonce, expiresAt);
}

function decode(encoded: string): Payload | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    return isPayload(value) ? value : null;
  } catch {
    return null;
  }
}

/** What is looked at before the signature proves the rest. */
function isPayload(value: unknown): value is Payload {
  const { challenge, solution } = fieldsOf(value);
  const { parameters, signature } = fieldsOf(challenge);
  const { nonce, expiresAt } = fieldsOf(parameters);
  const { counter, derivedKey } = fieldsOf(solution);
  const areTexts = [signature, nonce, derivedKey].every((text) => typeof text === 'string');
  return areTexts && Number.isFinite(expiresAt) && Number.isInteger(counter);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Keeps these signatures apart from every other use of the secret key. */
function signingKeys(secretKey: string) {
  return {
    hmacSignatureSecret: `proof-of-work\n${secretKey}`,
    hmacKeySignatureSecret: `solved-proof-of-work\n${secretKey}`,
  };
}

/** The proof that came with a request, if it is one and one may be asked. */
export async function proofOf(
  services: LimitServices,
  { proofOfWork, mayChallenge }: { proofOfWork: string | undefined; mayChallenge: boolean },
): Promise<ProofOfWork | null> {
  return mayChallenge && proofOfWork !== undefined ? verifyProofOfWork(services, proofOfWork) : null;
}
