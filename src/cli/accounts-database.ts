import type { Config, Flags } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import type { OperatorServices } from '../operate/accounts/index.ts';
import { findMoveInTheWay, moveSentence } from '../operate/move/index.ts';
import { describeDatabase, openExistingDatabase } from '../start/open-database.ts';
import { warnOperator } from '../start/warn-operator.ts';
import { english } from '../words.ts';
import { visible } from './accounts-text.ts';
import { loadDataConfig, withServerConfig } from './find-data.ts';

/**
 * Opens the database for the time of `work`, and says first which one. `needs` are the keys of the configuration that
 * `work` uses, where those aren't only the ones that lead to the data. Throws `CliError` when there is no database.
 */
export async function withDatabase<Result>(
  flags: Flags,
  work: (services: OperatorServices) => Promise<Result>,
  needs?: readonly string[],
): Promise<Result> {
  const config = await loadDataConfig(await withServerConfig(flags), needs);
  const database = await openExistingDatabase(config);
  if (!database) throw noDatabase(config);
  try {
    // Looking at data that lives elsewhere by now helps nobody who doesn't know it.
    const move = await findMoveInTheWay(database.db);
    if (move) warnOperator(moveSentence(move));
    return await work({ config, db: database.db, clock: Date.now, words: english });
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

/** To be thrown when nobody has the name or has verified the address. It names the data. */
export function noAccount(config: Config, name: string): CliError {
  const where = describeDatabase(config);
  if (name.includes('@')) {
    return new CliError(
      `No account in ${where} has verified the email address "${visible(name)}". If it's still waiting to be verified, use the username.`,
    );
  }
  return new CliError(
    `There is no account "${visible(name)}" in ${where}. "latchkey accounts list --search TEXT" finds usernames by a part of them; if this is the wrong data, name the server's configuration with --config.`,
  );
}
