import type { Proof } from './proof.ts';
import { runTests } from './run-tests.ts';

/** `npm test` kills a few times with each change; this goes on for long enough to meet what is rare. */
export const killProof: Proof = {
  name: 'kill',
  claim:
    'After 200 kills (SIGKILL) while 16 clients write, on each database, every acknowledged write is there, nothing is half-written, and nothing that ended lives again.',
  unit: 'kills',
  sizes: { full: 200, smallest: 1 },
  async run({ size }) {
    return { kills: size, databases: await testsWith(size, 'test/faults/kill.test.ts') };
  },
};

export const killTokensProof: Proof = {
  name: 'kill-tokens',
  claim:
    'After 20 kills (SIGKILL) for each of a code, a refresh token and a device code, on each database, between the statement that uses it up and the one that saves what is given for it, nothing is good twice, nothing half-made is left, and the person can sign in again.',
  unit: 'kills of each',
  sizes: { full: 20, smallest: 1 },
  async run({ size }) {
    return { kills: size, databasesAndKinds: await testsWith(size, 'test/faults/kill-tokens.test.ts') };
  },
};

/** Runs the tests of a file with so many kills in each, and answers how many tests there were. */
async function testsWith(kills: number, file: string): Promise<number> {
  const { passed, failed, output } = await runTests('.', [file], { KILLS: String(kills) });
  if (failed > 0) throw new Error(output);
  return passed;
}
