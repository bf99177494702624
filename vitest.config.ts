import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Two cores: what measures time or drives a browser runs by itself, one file at a time, after the quick tests. */
const alone = ['test/browser/**/*.test.ts', 'test/faults/**/*.test.ts', 'test/bench/**/*.test.ts'];

/** What needs programs that npm doesn't bring: `npm run test:outside` fetches and runs it, `npm test` leaves it out. */
const outside = 'test/outside/**/*.test.ts';

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
          exclude: [...alone, outside],
          testTimeout: 20_000,
          hookTimeout: 30_000,
          // Left to itself, Vitest keeps a core free: of two that would be half of the machine.
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 90_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['test/{faults,bench}/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 90_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
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
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
