import { type Command, Option } from 'commander';
import type { Flags } from '../../config/index.ts';
import { asGroup, several, wholeNumber, withDataFlags, withExamples } from '../command.ts';
import { registerActs } from './acts/index.ts';
import type { ExportFlags } from './export.ts';
import type { ImportFlags } from './import.ts';
import type { ListOptions } from './list.ts';

export function registerAccounts(program: Command): void {
  const accounts = program
    .command('accounts')
    .summary('List, inspect, change, invite, export or import accounts')
    .description('Manage accounts. The server may be running or stopped.');
  withExamples(asGroup(accounts), [
    ["Find out why ada can't sign in", 'latchkey accounts show ada'],
    ['Export everything', 'latchkey accounts export accounts.jsonl'],
  ]);
  registerList(accounts);
  registerShow(accounts);
  registerKeys(accounts);
  registerInvite(accounts);
  registerUnlock(accounts);
  registerRequireSecondFactor(accounts);
  registerRemoveSecondFactor(accounts);
  registerActs(accounts);
  registerExport(accounts);
  registerImport(accounts);
}

function registerList(accounts: Command): void {
  const list = accounts
    .command('list')
    .summary('List accounts')
    .description('List accounts, oldest first.')
    .option('--search <text>', 'Only usernames that contain this text, ignoring case')
    .option('--json', 'Print one JSON object per line')
    .action(async (options: Flags & ListOptions) => {
      const { listAccounts } = await import('./list.ts');
      await listAccounts(options);
    });
  withExamples(withDataFlags(list), [
    ['List all accounts', 'latchkey accounts list'],
    ['Find usernames that contain "ada"', 'latchkey accounts list --search ada'],
  ]);
}

function registerShow(accounts: Command): void {
  const show = accounts
    .command('show')
    .summary('Show whether an account can sign in, and why')
    .description('Show an account: whether it can sign in and why, its sessions and its latest events.')
    .argument('<name>', whichAccount)
    .option('--json', 'Print a JSON object')
    .action(async (name: string, options: Flags & { json?: true }) => {
      const { showAccount } = await import('./show.ts');
      await showAccount(name, options);
    });
  withExamples(withDataFlags(show), [["Find out why ada can't sign in", 'latchkey accounts show ada']]);
}

function registerKeys(accounts: Command): void {
  const keys = accounts
    .command('keys')
    .summary('List the access keys of an account')
    .description(
      'List the access keys that the programs of an account use, newest first. The keys themselves are stored nowhere.',
    )
    .argument('<name>', whichAccount)
    .option('--json', 'Print one JSON object per line')
    .action(async (name: string, options: Flags & { json?: true }) => {
      const { listAccountKeys } = await import('./keys.ts');
      await listAccountKeys(name, options);
    });
  withExamples(withDataFlags(keys), [["List ada's keys", 'latchkey accounts keys ada']]);
}

function registerInvite(accounts: Command): void {
  const invite = accounts
    .command('invite')
    .summary('Invite someone by email')
    .description(
      'Send an invitation to an email address. Whoever opens its link creates an account with that address, already ' +
        'verified, or signs in to the account that has it. It works where `registration.mode` is `open` or `invited`. ' +
        'An earlier invitation of the same address stops working.',
    )
    .argument('<email>', 'Email address')
    .addOption(several('--role <role>', 'Role that the account gets by accepting'))
    .option('--note <text>', 'Note for "latchkey invitations list". The email does not contain it')
    .action(async (email: string, { note, role, ...flags }: Flags & { note?: string; role?: string[] }) => {
      const { inviteAccount } = await import('./invite.ts');
      await inviteAccount({ email, note: note ?? null, roles: role ?? [] }, flags);
    });
  withExamples(withDataFlags(invite), [
    ['Invite ada', 'latchkey accounts invite ada@example.com'],
    ['Invite a colleague to help people', 'latchkey accounts invite grace@example.com --role support'],
  ]);
}

function registerUnlock(accounts: Command): void {
  const unlock = accounts
    .command('unlock')
    .summary('Clear the failed attempts of an account')
    .description(
      'Clear the incorrect passwords and codes counted for an account, so that it can sign in again without waiting.',
    )
    .argument('<name>', whichAccount)
    .option('--reason <text>', whyActed)
    .action(async (name: string, flags: Flags & { reason?: string }) => {
      const { unlockAccount } = await import('./unlock.ts');
      await unlockAccount(name, flags);
    });
  withExamples(withDataFlags(unlock), [['Let ada try again', 'latchkey accounts unlock ada']]);
}

function registerRequireSecondFactor(accounts: Command): void {
  const require = accounts
    .command('require-second-factor')
    .summary('Require a second factor for an account')
    .description(
      'Require a second factor for an account, even if the configuration makes it optional. An account without one ' +
        'adds it at the next sign-in. Sessions opened without a second factor end now.',
    )
    .argument('<name>', whichAccount)
    .option('--off', 'Stop requiring it')
    .option('--reason <text>', whyActed)
    .action(async (name: string, { off, ...flags }: Flags & { off?: true; reason?: string }) => {
      const { requireSecondFactor } = await import('./require-second-factor.ts');
      await requireSecondFactor(name, !off, flags);
    });
  withExamples(withDataFlags(require), [
    ['Require a second factor for ada', 'latchkey accounts require-second-factor ada'],
    ['Follow the configuration again', 'latchkey accounts require-second-factor ada --off'],
  ]);
}

function registerRemoveSecondFactor(accounts: Command): void {
  const remove = accounts
    .command('remove-second-factor')
    .summary('Remove second factors that someone lost')
    .description(
      'Remove the authenticator app and recovery codes of someone who lost them. All sessions and unfinished sign-ins ' +
        'of the account end, and its verified address is notified by email. After that, the password alone signs in, ' +
        'or adds a new second factor if one is required. First verify that the request comes from the owner, at least ' +
        'as thoroughly as when the account was created (OWASP ASVS V6.4.4).',
    )
    .argument('<name>', whichAccount)
    .option('--passkeys', 'Remove passkeys too')
    .option('--reason <text>', whyActed)
    .action(async (name: string, { passkeys, ...flags }: Flags & { passkeys?: true; reason?: string }) => {
      const { removeSecondFactor } = await import('./remove-second-factor.ts');
      await removeSecondFactor(name, passkeys ?? false, flags);
    });
  withExamples(withDataFlags(remove), [
    ['ada lost the phone and the recovery codes', 'latchkey accounts remove-second-factor ada'],
    ['ada lost the security key too', 'latchkey accounts remove-second-factor ada --passkeys'],
  ]);
}

function registerExport(accounts: Command): void {
  const command = accounts
    .command('export')
    .summary('Export all accounts to a file')
    .description(
      'Export all accounts with their IDs, password hashes, data, email addresses and second factors, one JSON object ' +
        'per line. Authenticator app keys stay encrypted with the secret key. Sessions and events are left out; use ' +
        '"latchkey move" to take everything. Only you can read the file.',
    )
    .argument('[file]', 'File to write, or "-" for standard output', '-')
    .addOption(formatOption('Format of the file').default('latchkey'))
    .option('--without-factors', "Drop what the workshop's format can't store")
    .action(async (file: string, options: Flags & ExportFlags) => {
      const { exportAccounts } = await import('./export.ts');
      await exportAccounts(file, options);
    });
  withExamples(withDataFlags(command), [
    ['Export everything', 'latchkey accounts export accounts.jsonl'],
    [
      'Export only usernames, password hashes and data',
      'latchkey accounts export --format workshop registered.json',
    ],
  ]);
}

function registerImport(accounts: Command): void {
  const command = accounts
    .command('import')
    .summary('Import accounts from a file')
    .description(
      "Import the accounts of an export or of the workshop's registered.json. Authenticator app keys require the secret " +
        'key of the server that exported them. MD5 passwords of the workshop are wrapped in argon2id immediately, and ' +
        'people keep their password. To continue an import that was stopped, run it again. The server may be running. ' +
        'The exit code is 1 if entries were skipped or the import was stopped.',
    )
    .argument('<file>', 'File to read, or "-" for standard input')
    .addOption(formatOption('Format of the file, detected by default'))
    .option('--dry-run', 'Show the result without writing anything')
    .option(
      '--concurrency <number>',
      'Passwords to hash at once (default: one per core)',
      wholeNumber(1, 1024),
    )
    .action(async (file: string, options: Flags & ImportFlags) => {
      const { importAccounts } = await import('./import.ts');
      await importAccounts(file, options);
    });
  withExamples(withDataFlags(command), [
    ['Check a file without importing it', 'latchkey accounts import accounts.jsonl --dry-run'],
    ["Import the workshop's file", 'latchkey accounts import --format workshop registered.json'],
  ]);
}

const whyActed = 'Why, in 3 to 500 characters, for the audit log';

const whichAccount = 'Username (ignoring case) or verified email address';

const formatOption = (description: string): Option =>
  new Option('--format <format>', description).choices(['latchkey', 'workshop']);
