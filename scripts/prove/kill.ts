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
    const tests = await runTests('.', ['test/faults/kill.test.ts'], { KILLS: String(size) });
    if (tests.failed > 0) throw new Error(tests.output);
    return { kills: size, databases: tests.passed };
  },
};
