import { expect, test } from 'vitest';
import { ConfigError } from '../config/index.ts';
import { CliError, explain } from './failure.ts';

test('an expected failure is its message alone', () => {
  expect(explain(new CliError('Port 5000 is in use: choose another with --port.'))).toEqual({
    text: 'Port 5000 is in use: choose another with --port.',
    exitCode: 1,
  });
  expect(explain(new CliError('Name an account.', 2))).toEqual({ text: 'Name an account.', exitCode: 2 });
});

test('a configuration error lists its problems', () => {
  expect(explain(new ConfigError(['one.', 'two.']))).toEqual({
    text: 'The configuration cannot be used:\n- one.\n- two.',
    exitCode: 1,
  });
});

test.each([new TypeError('x is not a function'), 'thrown text'])(
  'anything else is a fault to report: %s',
  (error) => {
    const { text, exitCode } = explain(error);
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^Latchkey failed by a fault of its own/);
    expect(text).toContain(error instanceof Error ? 'failure.test.ts' : 'thrown text');
  },
);
