import type { Command } from 'commander';
import { asGroup, withDataFlags, withExamples } from './command.ts';
import type { RotateFlags } from './secret-rotate.ts';

export function registerSecret(program: Command): void {
  const secret = program
    .command('secret')
    .summary('Replace the secret key')
    .description('Manage the secret key that the database depends on.');
  withExamples(asGroup(secret), [
    ['Use a key of your own', 'LATCHKEY_SECRET_KEY_FILE=new.key latchkey secret rotate --old-file old.key'],
  ]);
  const rotate = secret
    .command('rotate')
    .summary('Replace the secret key of the database')
    .description(
      'Re-encrypt everything under the old secret key with the configured one, completely or not at all. Stop the ' +
        'server first, and start it with the new key afterwards. People stay signed in and keep their authenticator apps. Known browsers ' +
        'are forgotten, and codes sent by email expire.',
    )
    .option('--old-file <file>', 'File that contains the old key')
    .option('--lost', "Replace a lost key, and give up what can't be decrypted without it")
    .action(async (flags: RotateFlags) => {
      const { rotateSecret } = await import('./secret-rotate.ts');
      await rotateSecret(flags);
    });
  withExamples(withDataFlags(rotate), [
    [
      'Generate a new key in the data folder',
      'mv latchkey-data/secret.key old.key',
      'latchkey secret rotate --old-file old.key',
    ],
    ['Use a key of your own', 'LATCHKEY_SECRET_KEY_FILE=new.key latchkey secret rotate --old-file old.key'],
  ]);
}
