import { type Command, InvalidArgumentError } from 'commander';
import type { Flags } from '../config/index.ts';
import { withDataFlags, withExamples } from './command.ts';
import type { TrailOptions } from './trail-show.ts';

export function registerTrail(program: Command): void {
  const command = program
    .command('trail')
    .summary('show what happened in an attempt, step by step')
    .description(
      'Show what happened in an attempt to register, log in, recover or prove, what was the matter and what to do. ' +
        'Without a name it is the newest attempt of all.',
    )
    .argument('[attempt]', 'its name (att_…), or the short code that people are shown (7K3M-Q2XV-9D4T)')
    .option(
      '--account <name>',
      'the newest attempts of this account: its username, or its confirmed e-mail address',
    )
    .option('--limit <number>', 'how many of the newest', readLimit, 1)
    .option('--json', 'one JSON object an attempt, for programs')
    .action(async (attempt: string | undefined, options: Flags & TrailOptions) => {
      const { showTrails } = await import('./trail-show.ts');
      await showTrails(attempt, options);
    });
  withExamples(withDataFlags(command), [
    ['latchkey trail 7K3M-Q2XV-9D4T', 'what happened there?'],
    ['latchkey trail --account ada', 'why can "ada" not log in?'],
    ['latchkey trail --limit 5', 'what happened last?'],
  ]);
}

function readLimit(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 999.');
}
