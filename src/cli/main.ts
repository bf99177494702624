import { Command, CommanderError } from 'commander';
import { asTyped } from '../config/command-name.ts';
import { explain, withoutCredentials } from '../kit/failure.ts';
import { readVersion } from '../start/version.ts';
import { registerAccounts } from './accounts/index.ts';
import { visible } from './accounts/text.ts';
import { registerAdmins } from './admins/index.ts';
import { registerApps } from './apps/index.ts';
import { registerAudit } from './audit/index.ts';
import { registerConfig } from './config.ts';
import { registerDev } from './dev.ts';
import { withHelpLast } from './help.ts';
import { registerInvitations } from './invitations/index.ts';
import { registerLeaked } from './leaked.ts';
import { registerLoginWith } from './login-with/index.ts';
import { registerMigrate } from './migrate.ts';
import { registerMove } from './move/index.ts';
import { registerResources } from './resources.ts';
import { registerRoles } from './roles/index.ts';
import { registerSearch } from './search.ts';
import { registerSecret } from './secret.ts';
import { registerServe } from './serve.ts';
import { registerSigningKeys } from './signing-keys.ts';
import { registerTrail } from './trail.ts';
import { registerVersion } from './version.ts';

/** The commands in the order of the help. Each has a file, or a folder, of the same name. */
const commands: readonly ((program: Command) => void)[] = [
  registerDev,
  registerServe,
  registerConfig,
  registerMigrate,
  registerMove,
  registerAccounts,
  registerLeaked,
  registerInvitations,
  registerAdmins,
  registerRoles,
  registerApps,
  registerLoginWith,
  registerTrail,
  registerAudit,
  registerSearch,
  registerSecret,
  registerResources,
  registerSigningKeys,
  registerVersion,
];

/** Runs a command line (without node and script). Returns the exit code: 0 success, 1 failure, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  try {
    const program = buildProgram();
    await program.parseAsync(withHelpLast(program, args), { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has already printed the error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { text, exitCode } = explain(error);
    process.stderr.write(`${asTyped(text)}\n`);
    return exitCode;
  }
}

export function buildProgram(): Command {
  const program = new Command('latchkey')
    .description('A login server for any frontend.')
    .version(readVersion(), '-v, --version', 'Print the version number')
    .helpOption('-h, --help', 'Show help')
    .helpCommand('help [command]', 'Show help for a command')
    .usage('<command> [options]')
    .configureHelp({ subcommandTerm: termOf })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(asTyped(text)),
      writeErr: (text) => process.stderr.write(asTyped(text)),
      outputError: (text, write) => write(asSentence(text)),
    })
    .addHelpText('after', `\n${settings}\n\nRun "latchkey <command> --help" for details and examples.`);
  for (const register of commands) register(program);
  leadToHelp(program, 'latchkey');
  return program;
}

const settings = 'Settings come from latchkey.config.{ts,js,json} and LATCHKEY_* environment\nvariables.';

/** A command in a list, without `[options]`, which every command has. */
const termOf = (command: Command): string =>
  [
    command.name(),
    ...command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`)),
  ].join(' ');

/** Wrong usage of a command points to the help of that command. */
function leadToHelp(command: Command, name: string): void {
  command.showHelpAfterError(`Run "${name} --help" for usage.`);
  for (const child of command.commands) leadToHelp(child, `${name} ${child.name()}`);
}

/** Commander's message about the value of an option. */
const refusedValue = /^error: option '(--[\w-]+)[^']*' argument '(.*)' is invalid\. (.+)\n$/s;

/** `--port must be a whole number from 0 to 65535, not "abc".` */
function refusalOf(_: string, option: string, value: string, reason: string): string {
  const [, choices] = /^Allowed choices are (.+)\.$/.exec(reason) ?? [];
  const list = new Intl.ListFormat('en-US', { type: 'disjunction' });
  const must = choices === undefined ? reason : `must be ${list.format(choices.split(', '))}`;
  return `${option} ${must}, not "${value}".\n`;
}

/** Repeats what was typed, which may come from a stranger or contain a password. */
const asSentence = (text: string): string =>
  withoutCredentials(text)
    .replace(refusedValue, refusalOf)
    .replace(/'(--[\w-]+)=.*'/s, "'$1'")
    .replace(/^error: (.)/, (_, first: string) => first.toUpperCase())
    .split('\n')
    .map(visible)
    .join('\n');
