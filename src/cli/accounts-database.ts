import type { Config, Flags } from '../config/index.ts';
import type { Database } from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import type { Client } from '../kit/http/index.ts';
import { findMoveInTheWay, moveSentence } from '../operate/move/index.ts';
import { describeDatabase, openExistingDatabase } from '../start/open-database.ts';
import { warnOperator } from '../start/warn-operator.ts';
import { loadDataConfig, withServerConfig } from './find-data.ts';

/** Who acts here, for the audit log: somebody who holds the database needs no address. */
export const operator: Client = { actor: 'command', address: '', device: 'latchkey accounts' };

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
  if (!database) throw noDatabase(config);
  try {
    await warnOfMove(database);
    return await work({ config, database });
  } catch (error) {
    if (!database.isAway(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`${describeDatabase(config)} does not answer (${reason}). Try again when it does.`);
  } finally {
    await database.close().catch(() => {});
  }
}

/** To be thrown when the configuration leads to no database. */
export function noDatabase(config: Config): CliError {
  const where = config.database.url === '' ? '--data-dir' : 'database.url';
  return new CliError(
    `There is no Latchkey database yet: ${describeDatabase(config)}. Check ${where}, or make one with "latchkey migrate".`,
  );
}

/** Looking at data that lives elsewhere by now helps nobody who doesn't know it. */
async function warnOfMove({ db }: Database): Promise<void> {
  const move = await findMoveInTheWay(db);
  if (move) warnOperator(moveSentence(move));
}
