import { type Config, type Flags, loadConfig } from '../config.ts';
import type { Database } from '../kit/db/index.ts';
import type { Client } from '../kit/http/index.ts';
import { describeDatabase, openExistingDatabase } from '../open-database.ts';
import { CliError } from './failure.ts';

/** Who acts here, for the audit log: somebody who holds the database needs no address. */
export const operator: Client = { address: '', device: 'latchkey accounts' };

/**
 * The configuration for commands that look after the data of `serve` and `dev` alike. What production alone
 * asks, such as `publicUrl`, does not matter to them.
 */
export async function loadDataConfig(flags: Flags): Promise<Config> {
  return (await loadConfig({ mode: 'development', flags })).config;
}

/** Opens the database for the time of `work`. Throws `CliError` when there is none. */
export async function withDatabase<Result>(
  flags: Flags,
  work: (opened: { config: Config; database: Database }) => Promise<Result>,
): Promise<Result> {
  const config = await loadDataConfig(flags);
  const database = await openExistingDatabase(config);
  if (!database) {
    const where = config.database.url === '' ? '--data-dir' : 'database.url';
    throw new CliError(
      `There is no Latchkey database yet: ${describeDatabase(config)}. Check ${where}, or make one with "latchkey migrate".`,
    );
  }
  try {
    return await work({ config, database });
  } catch (error) {
    if (!database.isAway(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`${describeDatabase(config)} does not answer (${reason}). Try again when it does.`);
  } finally {
    await database.close().catch(() => {});
  }
}
