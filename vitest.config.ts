import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What measures time has the machine to itself. */
const timed = 'test/faults/timing.test.ts';

/** What drives a browser or kills processes may take longer. */
const slow = ['test/browser/**/*.test.ts', 'test/faults/**/*.test.ts'];

/**
 * What needs programs that npm doesn't bring, which `npm run test:outside` fetches, and the smallest sizes of what is run
 * by hand: the proofs and the bench. `npm test` leaves it out.
 */
const outside = 'test/{outside,bench}/**/*.test.ts';

/** The tests wait for PostgreSQL and for processes a third of their time: one more than cores keeps all of them busy. */
const maxWorkers = availableParallelism() + 1;

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'node',
    globalSetup: ['test/support/global-setup.ts'],
    allowOnly: false,
    passWithNoTests: false,
    slowTestThreshold: 1000,
    reporters: ['default', './test/support/reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['{src,test,scripts,browser,bench}/**/*.test.{ts,tsx}'],
          exclude: [...slow, outside],
          testTimeout: 20_000,
          hookTimeout: 30_000,
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: slow,
          exclude: [timed],
          testTimeout: 180_000,
          hookTimeout: 90_000,
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'timed',
          include: [timed],
          testTimeout: 300_000,
          hookTimeout: 90_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'outside',
          include: [outside],
          testTimeout: 300_000,
          hookTimeout: 90_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
