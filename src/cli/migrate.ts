import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { withDataFlags, withExamples } from './command.ts';

export function registerMigrate(program: Command): void {
  const migrate = program
    .command('migrate')
    .summary('Create or update the database')
    .description(
      'Create the database, or update it to this version. "latchkey dev" and "latchkey serve" do this when they ' +
        'start. Use this command to do it beforehand.',
    )
    .action(async (flags: Flags) => {
      const { migrateDatabase } = await import('../start/open-database.ts');
      const { loadDataConfig, withServerConfig } = await import('./find-data.ts');
      const config = await loadDataConfig(await withServerConfig(flags));
      const { taken, total } = await migrateDatabase(config);
      for (const name of taken) process.stdout.write(`Applied ${name}\n`);
      const steps = total === 1 ? '1 migration' : `${total} migrations`;
      const outcome = taken.length === 0 ? 'is already up to date' : 'is up to date';
      process.stdout.write(`The database ${outcome} (${steps}).\n`);
    });
  withExamples(withDataFlags(migrate), [
    ['Create or update the SQLite database in ./latchkey-data', 'latchkey migrate'],
    ['Create or update a PostgreSQL database', 'LATCHKEY_DATABASE_URL=postgres://… latchkey migrate'],
  ]);
}
