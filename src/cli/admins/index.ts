import type { Command } from 'commander';
import type { Flags } from '../../config/index.ts';
import { asGroup, withDataFlags, withExamples } from '../command.ts';

export function registerAdmins(program: Command): void {
  const admins = program
    .command('admins')
    .summary('Add, remove or list administrators')
    .description(
      'Manage who can use the console. The server may be running or stopped, and a running one uses changes immediately. ' +
        'If every administrator is lost, this is the way back in.',
    );
  withExamples(asGroup(admins), [['Make ada an administrator', 'latchkey admins add ada']]);
  registerAdd(admins);
  registerRemove(admins);
  registerList(admins);
}

const whichAccount = 'Username or verified email address';

function registerAdd(admins: Command): void {
  const add = admins
    .command('add')
    .summary('Make an account an administrator')
    .description(
      'Make an account an administrator. It is signed out everywhere, and its next sign-in asks for a second factor, ' +
        'which is added then if there is none.',
    )
    .argument('<name>', whichAccount)
    .option('--reason <text>', 'Why, for the audit log')
    .action(async (name: string, options: Flags & { reason?: string }) => {
      const { addOne } = await import('./run.ts');
      await addOne(name, options);
    });
  withExamples(withDataFlags(add), [['Make ada an administrator', 'latchkey admins add ada']]);
}

function registerRemove(admins: Command): void {
  const remove = admins
    .command('remove')
    .summary('Make an administrator an ordinary account again')
    .description(
      "Take the role administrator from an account. The account itself stays. The last administrator can't be removed.",
    )
    .argument('<name>', whichAccount)
    .option('--reason <text>', 'Why, for the audit log')
    .action(async (name: string, options: Flags & { reason?: string }) => {
      const { removeOne } = await import('./run.ts');
      await removeOne(name, options);
    });
  withExamples(withDataFlags(remove), [['Remove ada', 'latchkey admins remove ada']]);
}

function registerList(admins: Command): void {
  const list = admins
    .command('list')
    .summary('List everyone with a role in the console')
    .description('List the accounts that can use the console, with their roles.')
    .option('--json', 'Print one JSON object per line')
    .action(async (options: Flags & { json?: true }) => {
      const { listAll } = await import('./run.ts');
      await listAll(options);
    });
  withExamples(withDataFlags(list), [['See who can use the console', 'latchkey admins list']]);
}
