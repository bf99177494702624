import { expect, test } from 'vitest';
import { ConfigError } from '../config/index.ts';
import { CliError, explain } from './failure.ts';

test('an expected failure is a line with the cause and one with the fix', () => {
  expect(explain(new CliError('Port 5000 is in use.', 'Choose another one with --port.'))).toEqual({
    text: 'Port 5000 is in use.\nChoose another one with --port.',
    exitCode: 1,
  });
  expect(explain(new CliError('The account is missing.', 'Add its name.', 2))).toEqual({
    text: 'The account is missing.\nAdd its name.',
    exitCode: 2,
  });
});

test('a configuration error lists its problems', () => {
  expect(explain(new ConfigError(['one.', 'two.']))).toEqual({
    text: 'Invalid configuration:\n- one.\n- two.',
    exitCode: 1,
  });
});

test.each([new TypeError('x is not a function'), 'thrown text'])(
  'anything else is a bug to report: %s',
  (error) => {
    const { text, exitCode } = explain(error);
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^Latchkey hit an internal error/);
    expect(text).toContain(error instanceof Error ? 'failure.test.ts' : 'thrown text');
  },
);
