import { type Challenge, createChallenge, type Payload, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Services } from '../../services.ts';
import { consumeChallenge } from './store.ts';

/** Rounds of PBKDF2 in one guess of a solver. */
const guessRounds = 5000;

type ChallengeServices = Pick<Services, 'config' | 'clock' | 'secretKey' | 'db'>;

/** A proof-of-work challenge (ALTCHA v2): signed over all its fields, and of use for a limited time. */
export async function newChallenge({ config, clock, secretKey }: ChallengeServices): Promise<Challenge> {
  const { challengeGuesses } = config.limits;
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: guessRounds,
    counter: randomInt(challengeGuesses, Math.floor(challengeGuesses / 2)),
    deriveKey,
    expiresAt: Math.floor((clock() + config.limits.challengeLifetime) / 1000),
    hmacSignatureSecret: signingKey(secretKey),
  });
}

/**
 * Uses up a solved challenge: true once for each, false for one that is forged, unsolved, expired or spent.
 * The signature is looked at before any work is done for it, and the signed nonce is what is spent,
 * since everything else of the answer can be spelt in more than one way.
 */
export async function consumeProofOfWork(services: ChallengeServices, encoded: string): Promise<boolean> {
  const payload = decode(encoded);
  if (!payload) return false;
  const { parameters } = payload.challenge;
  const expiresAt = (parameters.expiresAt ?? 0) * 1000;
  if (expiresAt <= services.clock()) return false;
  const { verified } = await verifySolution({
    challenge: payload.challenge,
    solution: payload.solution,
    deriveKey,
    hmacSignatureSecret: signingKey(services.secretKey),
  });
  return verified && consumeChallenge(services.db, parameters.nonce, expiresAt);
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
function signingKey(secretKey: string): string {
  return `proof-of-work\n${secretKey}`;
}
