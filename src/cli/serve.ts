import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { withExamples, withServerFlags, withWorkersFlag } from './command.ts';

export function registerServe(program: Command): void {
  const serve = program
    .command('serve')
    .summary('Start a production server')
    .description(
      "Start a production server. It requires publicUrl and doesn't start with an insecure or incomplete " +
        'configuration. Run "latchkey config check" to see what\'s missing.',
    )
    .action(async (flags: Flags) => {
      const { start } = await import('../start/start.ts');
      await start({ mode: 'production', flags });
    });
  withExamples(withWorkersFlag(withServerFlags(serve)), [
    ['Try production mode on this machine', 'LATCHKEY_PUBLIC_URL=http://localhost:5000 latchkey serve'],
    ['Use every core', 'latchkey serve --workers auto'],
    ['Start with a configuration file', 'latchkey serve --config /etc/latchkey/latchkey.config.json'],
  ]);
}
