import type { Config, Flags } from '../config.ts';
import type { Database } from '../kit/db/index.ts';
import type { Client } from '../kit/http/index.ts';
import { describeDatabase, openExistingDatabase } from '../open-database.ts';
import { CliError } from './failure.ts';
import { loadDataConfig, withServerConfig } from './find-data.ts';

/** Who acts here, for the audit log: somebody who holds the database needs no address. */
export const operator: Client = { address: '', device: 'latchkey accounts' };

/** The configuration that led to a database, and that database. */
export interface Opened {
  readonly config: Config;
  readonly database: Database;
}

/**
 * Opens the database for the time of `work`, and says first which one. `needs` are the keys of the configuration that
 * `work` uses, where those aren't only the ones that lead to the data. Throws `CliError` when there is no database.
 */
export async function withDatabase<Result>(
  flags: Flags,
  work: (opened: Opened) => Promise<Result>,
  needs?: readonly string[],
): Promise<Result> {
  const config = await loadDataConfig(await withServerConfig(flags), needs);
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
