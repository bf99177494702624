import { type Command, Option } from 'commander';
import type { Flags, Mode } from '../config/index.ts';
import { withExamples, withServerFlags } from './command.ts';

type ConfigFlags = Flags & { mode: Mode };

export function registerConfig(program: Command): void {
  const config = program
    .command('config')
    .summary('check and show the configuration')
    .description(
      'Check and show the configuration: the defaults, the file, the variables and the flags together.',
    );

  const check = config
    .command('check')
    .description('List all that is wrong with the configuration; exit code 1 if anything is.')
    .addOption(modeOption())
    .action(async ({ mode, ...flags }: ConfigFlags) => {
      const { checkConfig } = await import('./config-check.ts');
      await checkConfig({ mode, flags });
    });
  withExamples(withServerFlags(check), [
    ['latchkey config check', 'would "latchkey serve" start here?'],
    ['latchkey config check --mode development', 'would "latchkey dev"?'],
  ]);

  const show = config
    .command('show')
    .description('Show every key with its value and where that comes from. Secrets are not shown.')
    .addOption(modeOption())
    .action(async ({ mode, ...flags }: ConfigFlags) => {
      const { showConfig } = await import('./config-show.ts');
      await showConfig({ mode, flags });
    });
  withExamples(withServerFlags(show), [
    ['latchkey config show', 'the values of "latchkey serve"'],
    ['latchkey config show --mode development', 'those of "latchkey dev"'],
  ]);
}

const modeOption = (): Option =>
  new Option('--mode <mode>', 'for "latchkey serve" or for "latchkey dev"')
    .choices(['production', 'development'])
    .default('production');
