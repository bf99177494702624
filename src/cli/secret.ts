import type { Command } from 'commander';
import { withDataFlags, withExamples } from './command.ts';
import type { RotateFlags } from './secret-rotate.ts';

export function registerSecret(program: Command): void {
  const secret = program
    .command('secret')
    .summary('replace the secret key')
    .description('Look after the secrets that the database depends on.');
  const rotate = secret
    .command('rotate')
    .summary('move the database to a new secret key')
    .description(
      'Move the database to the configured secret key: what was sealed under the old key is sealed under the new one, ' +
        'all of it or nothing. Stop the server first, and start it with the new key afterwards. People stay signed in ' +
        'and keep their authenticator apps. Browsers are no longer known, and codes sent by email expire.',
    )
    .option('--old-file <file>', 'the file that holds the old key')
    .option('--lost', 'the old key is lost: give up what was sealed under it')
    .action(async (flags: RotateFlags) => {
      const { rotateSecret } = await import('./secret-rotate.ts');
      await rotateSecret(flags);
    });
  withExamples(withDataFlags(rotate), [
    [
      'mv latchkey-data/secret.key old.key && latchkey secret rotate --old-file old.key',
      'a new key in the data folder',
    ],
    ['LATCHKEY_SECRET_KEY_FILE=new.key latchkey secret rotate --old-file old.key', 'a new key of your own'],
  ]);
}
