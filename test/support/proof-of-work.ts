import { type Challenge, type Solution, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Browser } from './browser-of.ts';

/** Solves a challenge as a frontend does, and gives what is sent as `proofOfWork`. */
export async function solve(challenge: unknown): Promise<string> {
  const given = challenge as Challenge;
  const solution = await solveChallenge({ challenge: given, deriveKey });
  if (!solution) throw new Error('The challenge could not be solved.');
  return encodeProof(given, solution);
}

export function encodeProof(challenge: Challenge, solution: Solution): string {
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

/** Fetches a challenge and solves it. */
export async function proofOfWork(browser: Browser): Promise<string> {
  return solve(JSON.parse((await browser.get('/api/challenge')).text));
}
