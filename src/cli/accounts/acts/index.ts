import type { Command } from 'commander';
import { withDataFlags, withExamples } from '../../command.ts';
import type { ActFlags } from './output.ts';

const whichAccount = 'Username (ignoring case) or verified email address';

type Example = readonly [does: string, line: string];

/** What an admin does to an account of somebody else, each with a reason for the audit log. */
export function registerActs(accounts: Command): void {
  registerCreate(accounts);
  registerStates(accounts);
  registerNewPassword(accounts);
  registerNames(accounts);
  registerIdentity(accounts);
}

function registerCreate(accounts: Command): void {
  const create = accounts
    .command('create')
    .summary('Create an account for someone')
    .description(
      'Create an account without a password. Its owner sets one with a link: emailed to the address, which using the link ' +
        'verifies, or printed here if there is no address. Without a username, one is made from the address.',
    )
    .argument('[username]', 'Username')
    .option('--email <address>', 'Email address');
  withReason(create, false, [
    [
      'Create an account, and email a link to set a password',
      'latchkey accounts create ada --email ada@example.com',
    ],
    ['Create an account, and print the link', 'latchkey accounts create ada'],
  ]).action(
    async (username: string | undefined, options: ActFlags & { email?: string }, command: Command) => {
      if (username === undefined && options.email === undefined)
        command.error('error: Give a username, an email address, or both.');
      const run = await import('./password.ts');
      await run.create(username, options);
    },
  );
}

function registerStates(accounts: Command): void {
  registerAct(accounts, 'disable', {
    summary: 'Disable an account, so nobody can sign in',
    description:
      'Disable an account. All sessions end, and signing in is answered like an incorrect password, so nobody learns that ' +
      'the account exists. Its data stays. Its verified address is notified.',
    needsReason: true,
    example: ['Keep an abuser out', 'latchkey accounts disable mallory --reason "Sends spam"'],
    run: async (name, flags) => (await import('./states.ts')).disable(name, flags),
  });
  registerAct(accounts, 'enable', {
    summary: 'Enable a disabled account',
    description: 'Enable a disabled account. Its password, passkeys and second factors are what they were.',
    needsReason: false,
    example: ['Let mallory in again', 'latchkey accounts enable mallory'],
    run: async (name, flags) => (await import('./states.ts')).enable(name, flags),
  });
  registerAct(accounts, 'end-sessions', {
    summary: 'Sign someone out everywhere',
    description:
      'End all sessions and unfinished sign-ins of an account, and what apps were allowed. The password still works.',
    needsReason: false,
    example: ['ada lost a laptop', 'latchkey accounts end-sessions ada'],
    run: async (name, flags) => (await import('./states.ts')).signOut(name, flags),
  });
  registerAct(accounts, 'delete', {
    summary: 'Delete an account, with time to undo it',
    description:
      'Delete an account. Nobody can sign in, and its names stay taken. After accounts.deleteGrace (14 days), it is erased ' +
      'with all its data. Its verified address is notified, with the date.',
    needsReason: true,
    example: ['Delete mallory', 'latchkey accounts delete mallory --reason "Asked for it by letter"'],
    run: async (name, flags) => (await import('./states.ts')).deleteLater(name, flags),
  });
  registerAct(accounts, 'undelete', {
    summary: 'Restore a deleted account',
    description: "Restore an account that was deleted and isn't erased yet.",
    needsReason: false,
    example: ['Restore mallory', 'latchkey accounts undelete mallory'],
    run: async (name, flags) => (await import('./states.ts')).undelete(name, flags),
  });
}

function registerNewPassword(accounts: Command): void {
  registerAct(accounts, 'ask-new-password', {
    summary: 'Have someone set a new password',
    description:
      'Remove the password of an account, and email its owner a link to set a new one. All sessions end. Second factors ' +
      "stay. If no email reaches the owner, the link is printed here and works for 30 minutes. First verify that you're " +
      'talking to the owner.',
    needsReason: true,
    example: [
      'A password was published',
      'latchkey accounts ask-new-password ada --reason "Found in a leak"',
    ],
    run: async (name, flags) => (await import('./password.ts')).askForNewPassword(name, flags),
  });
}

function registerNames(accounts: Command): void {
  const rename = accounts
    .command('rename')
    .summary('Change the username of an account')
    .description('Change the username of an account. Its verified address is notified.')
    .argument('<name>', whichAccount)
    .argument('<username>', 'New username');
  withReason(rename, true, [
    ['ada is now called grace', 'latchkey accounts rename ada grace --reason "Married"'],
  ]).action(async (name: string, username: string, flags: ActFlags) => {
    const run = await import('./names.ts');
    await run.rename(name, username, flags);
  });
  const changeEmail = accounts
    .command('change-email')
    .summary('Change the email address of an account')
    .description(
      'Email a link to a new address, which becomes the address of the account when its owner uses the link. The old ' +
        'address is notified.',
    )
    .argument('<name>', whichAccount)
    .argument('<address>', 'New email address')
    .option('--proved', 'Change it now, because you know whose address it is');
  withReason(changeEmail, true, [
    [
      'Have ada verify another address',
      'latchkey accounts change-email ada ada@example.org --reason "Left example.com"',
    ],
  ]).action(async (name: string, address: string, flags: ActFlags & { proved?: true }) => {
    const run = await import('./names.ts');
    await run.changeEmail(name, address, flags);
  });
}

function registerIdentity(accounts: Command): void {
  const remove = accounts
    .command('remove-identity')
    .summary('Disconnect a sign-in with another provider')
    .description(
      'Disconnect an identity at a provider such as GitHub from an account. All sessions of the account end, and its ' +
        'verified address is notified. The last way to sign in stays. "latchkey accounts show" prints the IDs.',
    )
    .argument('<name>', whichAccount)
    .argument('<identity>', 'ID of the identity, such as idn_7k3mq2xv9d4t');
  withReason(remove, true, [
    [
      'ada lost the GitHub account',
      'latchkey accounts remove-identity ada idn_7k3mq2xv9d4t --reason "Lost it"',
    ],
  ]).action(async (name: string, identity: string, flags: ActFlags) => {
    const run = await import('./states.ts');
    await run.removeIdentity(name, identity, flags);
  });
}

interface ActCommand {
  readonly summary: string;
  readonly description: string;
  readonly needsReason: boolean;
  readonly example: Example;
  run(name: string, flags: ActFlags): Promise<void>;
}

function registerAct(
  accounts: Command,
  verb: string,
  { summary, description, needsReason, example, run }: ActCommand,
): void {
  const command = accounts.command(verb).summary(summary).description(description);
  withReason(command.argument('<name>', whichAccount), needsReason, [example]).action(run);
}

/** The options that every act has. */
function withReason(command: Command, isNeeded: boolean, examples: readonly Example[]): Command {
  const reasoned = command.option('--reason <text>', 'Why, in 3 to 500 characters, for the audit log');
  // Commander's own required option would hide that another one is unknown.
  if (isNeeded)
    reasoned.hook('preAction', (_, acting) => {
      if (acting.opts<ActFlags>().reason === undefined)
        acting.error("error: required option '--reason <text>' not specified");
    });
  return withExamples(withDataFlags(reasoned.option('--json', 'Print a JSON object')), examples);
}
