import { type Command, Option } from 'commander';
import type { Flags } from '../../config/index.ts';
import { asGroup, several, withDataFlags, withExamples } from '../command.ts';
import type { CreateFlags, GrantFlags, PermissionFlags } from './run.ts';

export function registerRoles(program: Command): void {
  const roles = program
    .command('roles')
    .summary('Create, grant or revoke roles')
    .description(
      'Manage roles. Roles of the kind admin hold permissions for the console. Roles of the kind app are told to apps ' +
        'with the account, and its owner can only read them.',
    );
  withExamples(asGroup(roles), [
    ["Let ada help people who can't sign in", 'latchkey roles grant ada support'],
    ['Mark an account for your app', 'latchkey roles create editor', 'latchkey roles grant ada editor'],
  ]);
  registerList(roles);
  registerCreate(roles);
  registerSet(roles);
  registerDelete(roles);
  registerGrant(roles);
  registerRevoke(roles);
}

const whichAccount = 'Username or verified email address';
const why = () => new Option('--reason <text>', 'Why, for the audit log');
const permission = () =>
  several('--permission <permission>', 'What it lets its holders do, such as accounts:unlock');

function registerList(roles: Command): void {
  const list = roles
    .command('list')
    .summary('List roles with their permissions')
    .description('List all roles, built-in ones included, with how many accounts hold them.')
    .option('--json', 'Print one JSON object per line')
    .action(async (options: Flags & { json?: true }) => {
      const { listAll } = await import('./run.ts');
      await listAll(options);
    });
  withExamples(withDataFlags(list), [['List all roles', 'latchkey roles list']]);
}

function registerCreate(roles: Command): void {
  const create = roles
    .command('create')
    .summary('Create a role')
    .description('Create a role: for apps, or with --permission for the console.')
    .argument('<role>', 'Name of the role: lowercase letters, numbers, and . _ or -')
    .addOption(permission())
    .addOption(why())
    .action(async (role: string, options: Flags & CreateFlags) => {
      const { createOne } = await import('./run.ts');
      await createOne(role, options);
    });
  withExamples(withDataFlags(create), [
    ['A role for your app', 'latchkey roles create editor'],
    [
      'A help desk that may only unlock accounts',
      'latchkey roles create helpdesk --permission accounts:read \\',
      '  --permission accounts:unlock',
    ],
  ]);
}

function registerSet(roles: Command): void {
  const set = roles
    .command('set')
    .summary('Change the permissions of a role')
    .description('Give a role other permissions: those you list, instead of those before.')
    .argument('<role>', 'Name of the role')
    .addOption(permission())
    .addOption(why())
    .action(async (role: string, options: Flags & PermissionFlags) => {
      const { setOne } = await import('./run.ts');
      await setOne(role, options);
    });
  withExamples(withDataFlags(set), [
    [
      'Let the help desk see sign-in attempts too',
      'latchkey roles set helpdesk --permission accounts:read \\',
      '  --permission accounts:unlock --permission attempts:read',
    ],
  ]);
}

function registerDelete(roles: Command): void {
  const remove = roles
    .command('delete')
    .summary('Delete a role and take it from everyone who has it')
    .description('Delete a role and take it from everyone who has it. Built-in roles stay.')
    .argument('<role>', 'Name of the role')
    .addOption(why())
    .action(async (role: string, options: Flags & { reason?: string }) => {
      const { deleteOne } = await import('./run.ts');
      await deleteOne(role, options);
    });
  withExamples(withDataFlags(remove), [['Delete the role editor', 'latchkey roles delete editor']]);
}

function registerGrant(roles: Command): void {
  const grant = roles
    .command('grant')
    .summary('Give an account a role')
    .description(
      'Give an account a role. With a role for the console, the account is signed out everywhere, and its next sign-in ' +
        'asks for a second factor.',
    )
    .argument('<name>', whichAccount)
    .argument('<role>', 'Name of the role')
    .option('--for <duration>', 'Take it away by itself after this time, such as 30d')
    .addOption(why())
    .action(async (name: string, role: string, options: Flags & GrantFlags) => {
      const { grantOne } = await import('./run.ts');
      await grantOne(name, role, options);
    });
  withExamples(withDataFlags(grant), [
    ['Let ada help people', 'latchkey roles grant ada support'],
    ['Let an auditor in for two weeks', 'latchkey roles grant grace auditor --for 14d'],
  ]);
}

function registerRevoke(roles: Command): void {
  const revoke = roles
    .command('revoke')
    .summary('Take a role from an account')
    .description('Take a role from an account. It has no effect on the account itself.')
    .argument('<name>', whichAccount)
    .argument('<role>', 'Name of the role')
    .addOption(why())
    .action(async (name: string, role: string, options: Flags & { reason?: string }) => {
      const { revokeOne } = await import('./run.ts');
      await revokeOne(name, role, options);
    });
  withExamples(withDataFlags(revoke), [['Take support from ada', 'latchkey roles revoke ada support']]);
}
