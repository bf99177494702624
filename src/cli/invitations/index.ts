import type { Command } from 'commander';
import type { Flags } from '../../config/index.ts';
import { asGroup, withDataFlags, withExamples } from '../command.ts';

export function registerInvitations(program: Command): void {
  const invitations = program
    .command('invitations')
    .summary('List or revoke invitations')
    .description(
      'Manage invitations. Send one with "latchkey accounts invite". The server may be running or stopped.',
    );
  withExamples(asGroup(invitations), [
    ['See what became of the invitations', 'latchkey invitations list'],
    ['Revoke one', 'latchkey invitations revoke ada@example.com'],
  ]);
  const list = invitations
    .command('list')
    .summary('List invitations')
    .description(
      'List invitations, newest first: who was invited, and whether the invitation is open, used, revoked or expired. ' +
        'They are kept for 30 days after they expire. Once one is used, its address is only in the account.',
    )
    .option('--json', 'Print one JSON object per line')
    .action(async (options: Flags & { json?: true }) => {
      const { listInvitations } = await import('./list.ts');
      await listInvitations(options);
    });
  withExamples(withDataFlags(list), [['List all invitations', 'latchkey invitations list']]);
  const revoke = invitations
    .command('revoke')
    .summary('Revoke an open invitation')
    .description('Revoke an open invitation. Its link stops working at once.')
    .argument('<invitation>', 'Email address or ID of the invitation')
    .action(async (invitation: string, flags: Flags) => {
      const { revokeOne } = await import('./revoke.ts');
      await revokeOne(invitation, flags);
    });
  withExamples(withDataFlags(revoke), [
    ["Revoke ada's invitation", 'latchkey invitations revoke ada@example.com'],
  ]);
}
