import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { withDataFlags, withExamples } from './command.ts';
import type { MoveFlags } from './move-run.ts';

export function registerMove(program: Command): void {
  const move = program
    .command('move')
    .summary('move all data from SQLite to PostgreSQL, or back')
    .description(
      'Move all data from SQLite to PostgreSQL, or back, while the server is stopped. Everything goes along: accounts, ' +
        'second factors, sessions, links, trails and events, so people stay signed in. Both sides are compared at the ' +
        "end, and from then on the server doesn't start on the old place. A move that was interrupted continues when " +
        'you run it again.',
    )
    .option(
      '--to <url>',
      'postgres://host/database without a password, or sqlite:FOLDER; else LATCHKEY_MOVE_TO or --to-file',
    )
    .option('--to-file <file>', 'a file that holds the URL, which may have a password in it')
    .option('--dry-run', 'write nothing; check whether everything can be moved')
    .option('--reopen', 'let the server start on data that was moved away, and say what comes back')
    .action(async (options: Flags & MoveFlags) => {
      const { runMove } = await import('./move-run.ts');
      await runMove(options);
    });
  withExamples(withDataFlags(move), [
    ['LATCHKEY_MOVE_TO=postgres://… latchkey move --dry-run', 'can everything be moved?'],
    ['latchkey move --to-file /run/secrets/postgres-url', 'move it'],
    ['latchkey move --to sqlite:/var/lib/latchkey-new', 'back from PostgreSQL'],
    ['latchkey move --reopen', 'use the old place again'],
  ]);
}
