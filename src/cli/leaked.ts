import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { withDataFlags, withExamples } from './command.ts';

export function registerLeaked(program: Command): void {
  const leaked = program
    .command('leaked')
    .summary('Revoke an access key that was found')
    .description(
      'Revoke an access key that was found where it should not be, such as in a repository, and say whose it was. Its ' +
        'owner is told by email, if the account has a verified address. The server may be running or stopped.',
    )
    .argument('<key>', 'The whole key, or "-" to read it from standard input')
    .action(async (key: string, flags: Flags) => {
      const { revokeLeakedKey } = await import('./leaked-run.ts');
      await revokeLeakedKey(key, flags);
    });
  withExamples(withDataFlags(leaked), [
    ['Revoke a key without leaving it in the history of the shell', 'latchkey leaked - < found.txt'],
  ]);
}
