import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What measures time has the machine to itself. */
const timed = 'test/faults/timing.test.ts';

/**
 * What drives a browser or kills processes: each file has a process of its own. They begin when the last of the quick ones are
 * under way.
 */
const slow = ['test/browser/**/*.test.ts', 'test/faults/**/*.test.ts'];

/**
 * What needs programs that npm doesn't bring, which `npm run test:outside` fetches, and the smallest sizes of what is run
 * by hand: the proofs and the bench. `npm test` leaves it out.
 */
const outside = 'test/{outside,clients,bench}/**/*.test.ts';

/** A test waits for PostgreSQL, a browser or a server a third of its time: one more than there are cores keeps all busy. */
const maxWorkers = availableParallelism() + 1;

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'node',
    // Commands name themselves as they were run, which for a test isn't by npx.
    env: { npm_lifecycle_event: 'test' },
    globalSetup: ['test/support/global-setup.ts'],
    allowOnly: false,
    passWithNoTests: false,
    slowTestThreshold: 1000,
    // What is awaited comes later where others keep the processors busy; the default is one second.
    expect: { poll: { timeout: 15_000 } },
    reporters: ['default', './test/support/reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['{src,test,scripts,browser,bench,clients}/**/*.test.{ts,tsx}'],
          exclude: [...slow, outside, '**/node_modules/**'],
          // A test takes seconds, and many times as long where others keep the processors busy.
          testTimeout: 180_000,
          hookTimeout: 90_000,
          // A process for each file would load everything anew, and take longer over that than over many a file's tests.
          isolate: false,
          // Each server of a test is thousands of objects that live for a moment: with Node's 16 MB for them, collecting took
          // a sixth of the time.
          execArgv: ['--min-semi-space-size=32', '--max-semi-space-size=64'],
          restoreMocks: true,
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
          // The largest of them wait for each other's processes or sleep half of their time.
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
