import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { asGroup, withDataFlags, withExamples } from './command.ts';

export function registerSearch(program: Command): void {
  const search = program
    .command('search')
    .summary('Index accounts for the search')
    .description('Manage what accounts are found by.');
  withExamples(asGroup(search), [['Index all accounts again', 'latchkey search rebuild']]);
  const rebuild = search
    .command('rebuild')
    .summary('Index all accounts again')
    .description(
      'Index the usernames, email addresses and `search.dataFields` of all accounts again. The server does this by ' +
        'itself when the setting changes. It may be running or stopped.',
    )
    .action(async (flags: Flags) => {
      const { rebuildSearch } = await import('./search-rebuild.ts');
      await rebuildSearch(flags);
    });
  withExamples(withDataFlags(rebuild), [['Index all accounts again', 'latchkey search rebuild']]);
}
