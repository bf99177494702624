import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { wholeNumber, withDataFlags, withExamples } from './command.ts';
import type { TrailOptions } from './trail-show.ts';

export function registerTrail(program: Command): void {
  const command = program
    .command('trail')
    .summary('Show step by step what happened in an attempt')
    .description(
      'Show step by step what happened when someone tried to sign up, sign in, reset a password, verify an email ' +
        'address, confirm their identity or sign in to an app: what went wrong and what to do. Shows the latest attempt by default.',
    )
    .argument('[attempt]', 'Attempt ID (att_…) or the support code people see (7K3M-Q2XV-9D4T)')
    .option('--account <name>', 'Latest attempts of a username or verified email address')
    .option('--limit <number>', 'Number of attempts to show', wholeNumber(1, 999), 1)
    .option('--watch', 'Follow attempts as they come, until you press Ctrl+C')
    .option('--json', 'Print one JSON object per attempt')
    .action(async (attempt: string | undefined, options: Flags & TrailOptions) => {
      const { showTrails } = await import('./trail-show.ts');
      await showTrails(attempt, options);
    });
  withExamples(withDataFlags(command), [
    ["Find out why ada can't sign in", 'latchkey trail --account ada'],
    ['Look up the support code that someone sent you', 'latchkey trail 7K3M-Q2XV-9D4T'],
    ['Show the latest five attempts', 'latchkey trail --limit 5'],
    ['Follow what happens now', 'latchkey trail --watch'],
  ]);
}
