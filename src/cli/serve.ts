import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { withExamples, withServerFlags } from './command.ts';

export function registerServe(program: Command): void {
  const serve = program
    .command('serve')
    .summary('start for production')
    .description(
      'Start for production. Needs publicUrl, and does not start on an insecure or incomplete configuration; ' +
        '"latchkey config check" lists all that is missing.',
    )
    .action(async (flags: Flags) => {
      const { start } = await import('../start/start.ts');
      await start({ mode: 'production', flags });
    });
  withExamples(withServerFlags(serve), [
    ['LATCHKEY_PUBLIC_URL=http://localhost:5000 latchkey serve', 'try production on this machine'],
    ['latchkey serve --config /etc/latchkey/latchkey.config.json', 'start with a file of settings'],
  ]);
}
