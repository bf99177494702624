import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { withExamples, withServerFlags } from './command.ts';

export function registerDev(program: Command): void {
  const dev = program
    .command('dev')
    .summary('Start a development server')
    .description(
      'Start a development server on http://localhost:5000, with a SQLite database in ./latchkey-data. No ' +
        "configuration needed. It allows the workshop's requests and API calls from every loopback origin, so don't " +
        'expose it to the internet.',
    )
    .action(async (flags: Flags) => {
      const { start } = await import('../start/start.ts');
      await start({ mode: 'development', flags });
    });
  withExamples(withServerFlags(dev), [
    ['Start on port 5000', 'latchkey dev'],
    ['Start on any free port', 'latchkey dev --port 0'],
  ]);
}
