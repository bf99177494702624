import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { withExamples, withServerFlags } from './command.ts';

export function registerDev(program: Command): void {
  const dev = program
    .command('dev')
    .summary('start for development: nothing to configure')
    .description(
      'Start for development on http://localhost:5000 with an SQLite database in ./latchkey-data. Opens the ' +
        "workshop's three requests and calls from every loopback origin: not for the internet.",
    )
    .action(async (flags: Flags) => {
      const { start } = await import('../start/start.ts');
      await start({ mode: 'development', flags });
    });
  withExamples(withServerFlags(dev), [
    ['latchkey dev', 'start on port 5000'],
    ['latchkey dev --port 0', 'start on a free port'],
  ]);
}
