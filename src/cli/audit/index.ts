import type { Command } from 'commander';
import type { Flags } from '../../config/index.ts';
import { asGroup, wholeNumber, withDataFlags, withExamples } from '../command.ts';
import type { ListOptions } from './list.ts';

export function registerAudit(program: Command): void {
  const audit = program
    .command('audit')
    .summary('Read and verify the log of administrative acts')
    .description(
      'Read the audit log: what admins, tokens and commands did, in a chain that can be verified. The server may be running or stopped.',
    );
  withExamples(asGroup(audit), [
    ['See what was done in the last week', 'latchkey audit list --since 7d'],
    ['Check that nobody changed the log', 'latchkey audit verify'],
  ]);
  registerList(audit);
  registerVerify(audit);
  registerHead(audit);
}

function registerList(audit: Command): void {
  const list = audit
    .command('list')
    .summary('List what was done, newest first')
    .description('List what was done, newest first, with the present usernames of accounts.')
    .option('--actor <name>', 'Only acts of this account: username, email address or ID')
    .option('--target <name>', 'Only acts on this account, app or other ID')
    .option('--act <act>', 'Only this act, such as app-added')
    .option('--since <when>', 'Only acts since then: 12h, 7d or 2026-01-31')
    .option('--limit <number>', 'Rows to list, or 0 for all', wholeNumber(0, 99_999), 50)
    .option('--json', 'Print one JSON object per line')
    .action(async (options: Flags & ListOptions) => {
      const { listAuditRows } = await import('./list.ts');
      await listAuditRows(options);
    });
  withExamples(withDataFlags(list), [
    ['See what ada did in the last week', 'latchkey audit list --actor ada --since 7d'],
    ['Export the whole log', 'latchkey audit list --limit 0 --json'],
  ]);
}

function registerVerify(audit: Command): void {
  const verify = audit
    .command('verify')
    .summary('Check that nobody changed the audit log')
    .description(
      'Check the whole audit log: that no row was changed, added or removed since it was written. Exits with 1 if one ' +
        'was. With a head you kept elsewhere, it also checks that the log still leads through it, which holds even ' +
        'against someone who has both the database and the secret key.',
    )
    .option('--head <head>', 'Head you kept: the SEQ:HASH of "latchkey audit head"')
    .action(async (options: Flags & { head?: string }) => {
      const { verifyAuditLog } = await import('./verify.ts');
      await verifyAuditLog(options);
    });
  withExamples(withDataFlags(verify), [['Check the log', 'latchkey audit verify']]);
}

function registerHead(audit: Command): void {
  const head = audit
    .command('head')
    .summary('Print the newest row as SEQ:HASH')
    .description(
      'Print the number and hash of the newest row, to be kept where nobody who can change the database can reach it.',
    )
    .action(async (flags: Flags) => {
      const { printHead } = await import('./verify.ts');
      await printHead(flags);
    });
  withExamples(withDataFlags(head), [['Keep the head in a file', 'latchkey audit head > audit-head.txt']]);
}
