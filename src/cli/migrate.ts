import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { withDataFlags, withExamples } from './command.ts';

export function registerMigrate(program: Command): void {
  const migrate = program
    .command('migrate')
    .summary('bring the database up to date')
    .description(
      'Bring the database up to date, or make it. "latchkey dev" and "latchkey serve" do the same at their start; ' +
        'this is for doing it before, apart from them.',
    )
    .action(async (flags: Flags) => {
      const { migrateDatabase } = await import('../start/open-database.ts');
      const { loadDataConfig, withServerConfig } = await import('./find-data.ts');
      const config = await loadDataConfig(await withServerConfig(flags));
      const { taken, total } = await migrateDatabase(config);
      for (const name of taken) process.stdout.write(`Done: ${name}\n`);
      const steps = total === 1 ? '1 step' : `${total} steps`;
      const outcome = taken.length === 0 ? 'was up to date already' : 'is up to date';
      process.stdout.write(`The database ${outcome} (${steps}).\n`);
    });
  withExamples(withDataFlags(migrate), [
    ['latchkey migrate', 'the SQLite database in ./latchkey-data'],
    ['LATCHKEY_DATABASE_URL=postgres://… latchkey migrate', 'a PostgreSQL database'],
  ]);
}
