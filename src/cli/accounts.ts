import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Flags } from '../config/index.ts';
import type { ExportFlags } from './accounts-export.ts';
import type { ImportFlags } from './accounts-import.ts';
import type { ListOptions } from './accounts-list.ts';
import { withDataFlags, withExamples } from './command.ts';

export function registerAccounts(program: Command): void {
  const accounts = program
    .command('accounts')
    .summary(
      'list, show, unlock, export and import accounts, ask a second factor of one, or remove those that are lost',
    )
    .description('Look after the accounts, while the server is running or not.');
  registerList(accounts);
  registerShow(accounts);
  registerUnlock(accounts);
  registerRequireSecondFactor(accounts);
  registerRemoveSecondFactor(accounts);
  registerExport(accounts);
  registerImport(accounts);
}

function registerList(accounts: Command): void {
  const list = accounts
    .command('list')
    .summary('list the accounts')
    .description('List the accounts, in the order in which they came.')
    .option('--search <text>', 'only names that have this in them, in upper or lower case')
    .option('--json', 'one JSON object a line, for programs')
    .action(async (options: Flags & ListOptions) => {
      const { listAccounts } = await import('./accounts-list.ts');
      await listAccounts(options);
    });
  withExamples(withDataFlags(list), [
    ['latchkey accounts list', 'all of them'],
    ['latchkey accounts list --search ada', 'those whose name has "ada" in it'],
  ]);
}

function registerShow(accounts: Command): void {
  const show = accounts
    .command('show')
    .summary('show whether an account can log in, and what happened')
    .description('Show an account: whether it can log in, its sessions and its last events.')
    .argument('<name>', 'the username, in upper or lower case, or the confirmed e-mail address')
    .option('--json', 'one JSON object, for programs')
    .action(async (name: string, options: Flags & { json?: true }) => {
      const { showAccount } = await import('./accounts-show.ts');
      await showAccount(name, options);
    });
  withExamples(withDataFlags(show), [['latchkey accounts show ada', 'why can "ada" not log in?']]);
}

function registerUnlock(accounts: Command): void {
  const unlock = accounts
    .command('unlock')
    .summary('forget the wrong passwords of an account')
    .description(
      'Forget the incorrect passwords and codes that were counted for an account, so that it can log in again.',
    )
    .argument('<name>', 'the username, in upper or lower case, or the confirmed e-mail address')
    .action(async (name: string, flags: Flags) => {
      const { unlockAccount } = await import('./accounts-unlock.ts');
      await unlockAccount(name, flags);
    });
  withExamples(withDataFlags(unlock), [['latchkey accounts unlock ada', 'let "ada" try again']]);
}

function registerRequireSecondFactor(accounts: Command): void {
  const require = accounts
    .command('require-second-factor')
    .summary('have an account need a second factor')
    .description(
      'Have an account need a second factor, whatever the configuration says. If it has none, the next login adds ' +
        'one; its sessions that were opened without one end now.',
    )
    .argument('<name>', 'the username, in upper or lower case, or the confirmed e-mail address')
    .option('--off', 'take it back')
    .action(async (name: string, { off, ...flags }: Flags & { off?: true }) => {
      const { requireSecondFactor } = await import('./accounts-require-second-factor.ts');
      await requireSecondFactor(name, !off, flags);
    });
  withExamples(withDataFlags(require), [
    ['latchkey accounts require-second-factor ada', '"ada" adds one at the next login'],
    ['latchkey accounts require-second-factor ada --off', 'as the configuration says, again'],
  ]);
}

function registerRemoveSecondFactor(accounts: Command): void {
  const remove = accounts
    .command('remove-second-factor')
    .summary('let in somebody who lost phone and recovery codes')
    .description(
      'Remove the authenticator app and the recovery codes of somebody who has lost them. All sessions and unfinished ' +
        'logins of the account end, and its confirmed address is told by mail. From then on the password alone logs in, ' +
        'or adds a new second factor where one is required. So first make sure, at least as well as when the account ' +
        'was made, that its owner asks (OWASP ASVS V6.4.4), and not somebody with the password and a story.',
    )
    .argument('<name>', 'the username, in upper or lower case, or the confirmed e-mail address')
    .option('--passkeys', 'remove the passkeys too')
    .action(async (name: string, { passkeys, ...flags }: Flags & { passkeys?: true }) => {
      const { removeSecondFactor } = await import('./accounts-remove-second-factor.ts');
      await removeSecondFactor(name, passkeys ?? false, flags);
    });
  withExamples(withDataFlags(remove), [
    ['latchkey accounts remove-second-factor ada', '"ada" has lost the phone and the codes'],
    ['latchkey accounts remove-second-factor ada --passkeys', 'and the security key'],
  ]);
}

function registerExport(accounts: Command): void {
  const command = accounts
    .command('export')
    .summary('write all accounts to a file')
    .description(
      'Write all accounts with their ids, passwords, data, email addresses and second factors, one JSON object a line. ' +
        "Keys of authenticator apps stay sealed under the secret key. Sessions and events don't go along; " +
        '"latchkey move" takes everything. The file appears whole or not at all, and only you can read it.',
    )
    .argument('[file]', 'where to write; "-" is standard output', '-')
    .addOption(formatOption().default('latchkey'))
    .option('--without-factors', "leave out what the workshop's format has no place for")
    .action(async (file: string, options: Flags & ExportFlags) => {
      const { exportAccounts } = await import('./accounts-export.ts');
      await exportAccounts(file, options);
    });
  withExamples(withDataFlags(command), [
    ['latchkey accounts export accounts.jsonl', 'all accounts with everything they have'],
    ['latchkey accounts export --format workshop registered.json', 'names, passwords and data alone'],
  ]);
}

function registerImport(accounts: Command): void {
  const command = accounts
    .command('import')
    .summary('take accounts from a file')
    .description(
      "Take the accounts of an export, with everything they have, or those of the workshop's registered.json. " +
        "The keys of authenticator apps need the secret key of the server that the export comes from. The workshop's " +
        'MD5 is wrapped in argon2id at once; people log in with the password they have. Stopped half way ' +
        'and run again, it goes on where it was; the server may be running. Exit code 0: all of them are in; ' +
        '1: some were skipped, which the report lists, or it was stopped.',
    )
    .argument('<file>', 'the file to read; "-" is standard input')
    .addOption(formatOption())
    .option('--dry-run', 'write nothing, and say what would be done')
    .option(
      '--concurrency <number>',
      'passwords hashed at the same time (one for each core)',
      readConcurrency,
    )
    .action(async (file: string, options: Flags & ImportFlags) => {
      const { importAccounts } = await import('./accounts-import.ts');
      await importAccounts(file, options);
    });
  withExamples(withDataFlags(command), [
    ['latchkey accounts import --format workshop registered.json --dry-run', 'what would be taken?'],
    ['latchkey accounts import --format workshop registered.json', 'take it'],
  ]);
}

const formatOption = (): Option =>
  new Option('--format <format>', 'what the file looks like; an import sees it by itself').choices([
    'latchkey',
    'workshop',
  ]);

function readConcurrency(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1024) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 1024.');
}
