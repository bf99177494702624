import type { Command } from 'commander';
import type { Flags } from '../../config/index.ts';
import { asGroup, withDataFlags, withExamples } from '../command.ts';

export function registerLoginWith(program: Command): void {
  const loginWith = program
    .command('login-with')
    .summary('Check the identity providers that people sign in with')
    .description('Check the identity providers of `login.with`, such as GitHub or Google.');
  withExamples(asGroup(loginWith), [['Try the settings for GitHub', 'latchkey login-with check github']]);
  const check = loginWith
    .command('check')
    .summary('Try the settings of a provider without signing anyone in')
    .description(
      'Ask a provider what it says about itself, and whether it accepts the client ID and secret of `login.with`. ' +
        'Prints the redirect address to register there.',
    )
    .argument('<id>', 'ID of the provider in `login.with`')
    .option('--json', 'Print JSON')
    .action(async (id: string, flags: Flags & { json?: true }) => {
      const { checkLoginWith } = await import('./check.ts');
      await checkLoginWith(id, flags);
    });
  withExamples(withDataFlags(check), [['Try the settings for GitHub', 'latchkey login-with check github']]);
}
