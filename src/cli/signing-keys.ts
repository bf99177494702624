import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { asGroup, withDataFlags, withExamples } from './command.ts';

export function registerSigningKeys(program: Command): void {
  const keys = program
    .command('signing-keys')
    .summary('List, replace or retire the keys that sign tokens of apps')
    .description(
      'Manage the keys that sign what apps are told. The server replaces them by itself (apps.keyRotation); these ' +
        'commands are for a key that may have been stolen.',
    );
  withExamples(asGroup(keys), [
    [
      'Replace keys that may have been stolen',
      'latchkey signing-keys rotate --at-once',
      'latchkey signing-keys retire KID',
    ],
  ]);

  const list = keys
    .command('list')
    .summary('List the signing keys')
    .description('List the signing keys that are published, newest first.')
    .option('--json', 'Print one JSON object per line')
    .action(async (options: Flags & { json?: true }) => {
      const { listSigningKeys } = await import('./signing-keys-run.ts');
      await listSigningKeys(options);
    });
  withExamples(withDataFlags(list), [['See which key signs now', 'latchkey signing-keys list']]);

  const rotate = keys
    .command('rotate')
    .summary('Create the next signing keys')
    .description(
      'Create the next signing keys. They are published at once and sign a day later, when every app has had time to ' +
        'fetch them.',
    )
    .option('--at-once', 'Sign with them now, because the present ones may have been stolen')
    .action(async ({ atOnce, ...flags }: Flags & { atOnce?: true }) => {
      const { rotateSigningKeys } = await import('./signing-keys-run.ts');
      await rotateSigningKeys(atOnce === true, flags);
    });
  withExamples(withDataFlags(rotate), [
    ['Replace the keys without anybody noticing', 'latchkey signing-keys rotate'],
    ['Replace keys that may have been stolen', 'latchkey signing-keys rotate --at-once'],
  ]);

  const retire = keys
    .command('retire')
    .summary('Stop publishing a signing key that was replaced')
    .description(
      'Stop publishing a signing key that was replaced. Apps refuse what it signed as soon as they fetch the keys again.',
    )
    .argument('<kid>', 'Key ID, from "latchkey signing-keys list"')
    .action(async (kid: string, flags: Flags) => {
      const { retireSigningKey } = await import('./signing-keys-run.ts');
      await retireSigningKey(kid, flags);
    });
  withExamples(withDataFlags(retire), [
    ['Retire a stolen key', 'latchkey signing-keys retire 3fJk0aPq9sTuVwXy'],
  ]);
}
