import { Command, CommanderError } from 'commander';
import { explain, withoutCredentials } from '../kit/failure.ts';
import { readVersion } from '../start/version.ts';
import { registerAccounts } from './accounts.ts';
import { visible } from './accounts-text.ts';
import { registerConfig } from './config.ts';
import { registerDev } from './dev.ts';
import { registerMigrate } from './migrate.ts';
import { registerMove } from './move.ts';
import { registerSecret } from './secret.ts';
import { registerServe } from './serve.ts';
import { registerTrail } from './trail.ts';
import { registerVersion } from './version.ts';

/** The commands, in the order of the help. Each lies in a file of its name. */
const commands: readonly ((program: Command) => void)[] = [
  registerDev,
  registerServe,
  registerConfig,
  registerMigrate,
  registerMove,
  registerAccounts,
  registerTrail,
  registerSecret,
  registerVersion,
];

/** Runs one command line (without node and script); gives the exit code: 0 done, 1 failed, 2 used wrongly. */
export async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  try {
    await buildProgram().parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has printed what is wrong by now.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { text, exitCode } = explain(error);
    process.stderr.write(`${text}\n`);
    return exitCode;
  }
}

export function buildProgram(): Command {
  const program = new Command('latchkey')
    .description('A login server for any frontend.')
    .version(readVersion(), '-v, --version', 'print the version number')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show help for a command')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(asSentence(text)) })
    .addHelpText('after', '\nSettings come from latchkey.config.{ts,js,json} and LATCHKEY_* variables.');
  for (const register of commands) register(program);
  leadToHelp(program, 'latchkey');
  return program;
}

/** Wrong use of a command leads to the help of that command. */
function leadToHelp(command: Command, name: string): void {
  command.showHelpAfterError(`"${name} --help" shows what can be done.`);
  for (const child of command.commands) leadToHelp(child, `${name} ${child.name()}`);
}

/** What was typed may be pasted from a stranger or hold a password, and is said again here. */
const asSentence = (text: string): string =>
  withoutCredentials(text)
    .replace(/'(--[\w-]+)=.*'/s, "'$1'")
    .replace(/^error: (.)/, (_, first: string) => first.toUpperCase())
    .split('\n')
    .map(visible)
    .join('\n');
