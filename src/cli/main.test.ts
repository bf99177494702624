import type { Command } from 'commander';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { buildProgram, main } from './main.ts';

afterEach(() => vi.restoreAllMocks());

/** Runs a command line; gives the exit code and what it printed. */
async function latchkey(...args: string[]): Promise<{ exitCode: number; out: string; err: string }> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const exitCode = await main(args);
  const [printed = '', complained = ''] = [out, err].map(({ mock }) =>
    mock.calls.map(([text]) => text).join(''),
  );
  return { exitCode, out: printed, err: complained };
}

/** Each command with its full name: `config check`. */
function allCommands(command: Command, name: readonly string[] = []): { name: string; command: Command }[] {
  return command.commands.flatMap((child) => {
    const here = [...name, child.name()];
    return [{ name: here.join(' '), command: child }, ...allCommands(child, here)];
  });
}

const every = allCommands(buildProgram());

describe.each(every)('latchkey $name', ({ name, command }) => {
  test('has a help with what it does, its options and an example, 80 columns wide', async () => {
    const { exitCode, out, err } = await latchkey(...name.split(' '), '--help');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toContain(`Usage: latchkey ${name}`);
    expect(out).toMatch(/^Examples:\n {2}# [A-Za-z].+\n {2}\S/m);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(command.summary()).toMatch(/^[A-Z].*[^.]$/);
    expect(command.description()).toMatch(/^[A-Z].*\.$/s);
    for (const { long, description } of command.options)
      expect(description, long ?? '').toMatch(/^[A-Z].*[^.]$/);
  });

  test("refuses an option that it doesn't have", async () => {
    const { exitCode, out, err } = await latchkey(...name.split(' '), '--no-such-option');
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(/^Unknown option '--no-such-option'\n/);
  });
});

test.each(['dev', 'serve', 'config check', 'config show'])(
  'latchkey %s has the flags of a server',
  (name) => {
    const command = every.find((one) => one.name === name)?.command;
    expect(command?.options.map(({ long }) => long)).toEqual(
      expect.arrayContaining(['--host', '--port', '--data-dir', '--config']),
    );
  },
);

test.each([[], ['config']])(
  'latchkey %s without a command shows its help on stderr and counts as wrong usage',
  async (...args) => {
    const { exitCode, out, err } = await latchkey(...args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(/^Usage: latchkey/);
  },
);

test.each([
  [['servr'], "Unknown command 'servr'\n(Did you mean serve?)"],
  [['config', 'chekc'], "Unknown command 'chekc'\n(Did you mean check?)"],
  [['version', 'please'], 'Too many arguments'],
  [['dev', '--port'], "Option '--port <number>' argument missing"],
  [['dev', '--port', '65536'], '--port must be a whole number from 0 to 65535, not "65536".\n'],
  [['serve', '--port=0x50'], '--port must be a whole number from 0 to 65535, not "0x50".\n'],
  [['dev', '--port', ''], '--port must be a whole number from 0 to 65535, not "".\n'],
  [
    ['dev', '--port', 'smtp://a:canary@b'],
    '--port must be a whole number from 0 to 65535, not "smtp://…@b".\n',
  ],
  [['trail', '--limit', '1000'], '--limit must be a whole number from 1 to 999, not "1000".\n'],
  [['config', 'check', '--mode', 'test'], '--mode must be production or development, not "test".\n'],
  [['help', 'nope'], 'Unknown command \'nope\'\n(Did you mean move?)\nRun "latchkey --help" for usage.\n'],
  [['help', 'servr'], "Unknown command 'servr'\n(Did you mean serve?)\n"],
  [['nope', '--help'], "Unknown command 'nope'\n"],
  [['help', 'config', 'chekc'], "Unknown command 'chekc'\n(Did you mean check?)\n"],
  [['config', 'help', 'nope'], `Unknown command 'nope'\nRun "latchkey config --help" for usage.\n`],
])('%j is wrong usage, and the message says why', async (args, told) => {
  const { exitCode, err } = await latchkey(...args);
  expect(exitCode).toBe(2);
  expect(err).toContain(told);
});

test.each([
  [['help'], 'latchkey <command>'],
  [['help', 'dev'], 'latchkey dev'],
  [['help', 'config'], 'latchkey config <command>'],
  [['help', 'config', 'check'], 'latchkey config check'],
  [['config', 'help', 'check'], 'latchkey config check'],
  [['--help', 'config', 'check'], 'latchkey config check'],
])('%j shows the help of that command', async (args, usage) => {
  const { exitCode, out, err } = await latchkey(...args);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toContain(`Usage: ${usage}`);
});

test('a word after the command that looks like a request for help stays an argument', async () => {
  const { exitCode, err } = await latchkey('accounts', 'unlock', 'help', '--data-dir', 'no-such-folder');
  expect({ exitCode, err }).toEqual({
    exitCode: 1,
    err: expect.stringContaining('No Latchkey database found'),
  });
});

test('a configuration that cannot be used is a failure without a stack', async () => {
  const { exitCode, err } = await latchkey('config', 'check', '--config', 'no-such-file.json');
  expect(exitCode).toBe(1);
  expect(err).toMatch(/no-such-file\.json \(flag --config\) doesn't exist/);
  expect(err).not.toMatch(/\n\s+at /);
});

test('what is wrong with a command line is said without what steers a terminal', async () => {
  const { exitCode, err } = await latchkey('accounts', 'unlock', 'ada', '\u001b[31mred\u202e');
  expect(exitCode).toBe(2);
  expect(err).toMatch(/but got 2: ada, \\u\{1b\}\[31mred\\u\{202e\}\.\n/);
});
