import { type Command, Option } from 'commander';
import type { Flags, Mode } from '../config/index.ts';
import { asGroup, withExamples, withServerFlags } from './command.ts';

type ConfigFlags = Flags & { mode: Mode };

export function registerConfig(program: Command): void {
  const config = program
    .command('config')
    .summary('Check or show the configuration')
    .description(
      'Check or show the configuration: defaults, configuration file, environment variables and flags combined.',
    );
  withExamples(asGroup(config), [['Check whether "latchkey serve" can start', 'latchkey config check']]);

  const check = config
    .command('check')
    .summary('Check the configuration and list every problem')
    .description('Check the configuration and list every problem. The exit code is 1 if there are any.')
    .addOption(modeOption())
    .action(async ({ mode, ...flags }: ConfigFlags) => {
      const { checkConfig } = await import('./config-check.ts');
      await checkConfig({ mode, flags });
    });
  withExamples(withServerFlags(check), [
    ['Check whether "latchkey serve" can start', 'latchkey config check'],
    ['Check whether "latchkey dev" can start', 'latchkey config check --mode development'],
  ]);

  const show = config
    .command('show')
    .summary('Show every setting with its value and source')
    .description('Show every setting with its value and source. Secrets are never shown.')
    .addOption(modeOption())
    .action(async ({ mode, ...flags }: ConfigFlags) => {
      const { showConfig } = await import('./config-show.ts');
      await showConfig({ mode, flags });
    });
  withExamples(withServerFlags(show), [
    ['Show the settings of "latchkey serve"', 'latchkey config show'],
    ['Show the settings of "latchkey dev"', 'latchkey config show --mode development'],
  ]);
}

const modeOption = (): Option =>
  new Option('--mode <mode>', 'Mode of "latchkey serve" or "latchkey dev"')
    .choices(['production', 'development'])
    .default('production');
