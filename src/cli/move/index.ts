import type { Command } from 'commander';
import type { Flags } from '../../config/index.ts';
import { withDataFlags, withExamples } from '../command.ts';
import type { MoveFlags } from './run.ts';

export function registerMove(program: Command): void {
  const move = program
    .command('move')
    .summary('Move all data from SQLite to PostgreSQL, or back')
    .description(
      'Move all data from SQLite to PostgreSQL, or back. Stop the server first. Accounts, second factors, sessions, ' +
        'links, trails and events all move, so people stay signed in. Both sides are compared at the end. After that, ' +
        "the server doesn't start on the old data anymore. To continue a move that was interrupted, run it again.",
    )
    .option('--to <url>', 'Target: postgres://host/database without a password, or sqlite:FOLDER')
    .option('--to-file <file>', 'File that contains the target URL, which may include a password')
    .option('--dry-run', 'Check whether everything can be moved, without writing')
    .option('--reopen', 'Let the server start on data that was moved away')
    .action(async (options: Flags & MoveFlags) => {
      const { runMove } = await import('./run.ts');
      await runMove(options);
    });
  withExamples(withDataFlags(move), [
    ['Check whether everything can be moved', 'LATCHKEY_MOVE_TO=postgres://… latchkey move --dry-run'],
    ['Move to PostgreSQL', 'latchkey move --to-file /run/secrets/postgres-url'],
    ['Move back to SQLite', 'latchkey move --to sqlite:/var/lib/latchkey-new'],
    ['Use the old data again', 'latchkey move --reopen'],
  ]);
}
