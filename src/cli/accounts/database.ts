import type { Config, Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import { Problem } from '../../kit/problem.ts';
import type { OperatorServices } from '../../operate/accounts/index.ts';
import { findMoveInTheWay, moveSentence } from '../../operate/move/index.ts';
import { describeDatabase, findSecretKey, openExistingDatabase } from '../../start/open-database.ts';
import { findServersKey } from '../../start/secrets.ts';
import { warnOperator } from '../../start/warn-operator.ts';
import { english } from '../../words.ts';
import { dataKeys, loadDataConfig, withServerConfig } from '../find-data.ts';
import { visible } from './text.ts';

/**
 * Opens the database, runs `work` and closes it again. Prints first which database it is. `needs` lists the settings that
 * `work` reads, if it needs more than the location of the data. Throws `CliError` when there is no database.
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
    // Whoever reads data that has moved away must know that it's outdated.
    const move = await findMoveInTheWay(database.db);
    if (move) warnOperator(moveSentence(move));
    const secretKey = secretKeyOf(config);
    return await work({ config, database, db: database.db, clock: Date.now, words: english, secretKey });
  } catch (error) {
    if (!database.isAway(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      `${describeDatabase(config)} isn't responding (${reason}).`,
      "Try again when it's available.",
    );
  } finally {
    await database.close().catch(() => {});
  }
}

/**
 * The same with the server's secret key, for a command that is recorded in the audit log or encrypts something. Throws
 * `CliError` without it.
 */
export function withSecretKey<Result>(
  flags: Flags,
  work: (services: OperatorServices & { readonly secretKey: string }) => Promise<Result>,
  needs: readonly string[] = dataKeys,
): Promise<Result> {
  return withDatabase(
    flags,
    async (services) => work({ ...services, secretKey: await findServersKey(services) }),
    [...needs, 'secretKey'],
  );
}

/** Turns a refusal of `work` into a `CliError`, with what to do about it unless `fix` says something else. */
export async function tellRefusal<Result>(
  { words }: Pick<OperatorServices, 'words'>,
  work: () => Promise<Result>,
  fix?: string,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new CliError(visible(error.detail(words)), fix ?? error.definition.words(words).remedy);
  }
}

/** Undefined where there is none, or this user may not read it: what needs it is left out then. */
function secretKeyOf(config: Config): string | undefined {
  try {
    return findSecretKey(config);
  } catch {
    return undefined;
  }
}

/** For a configuration that points to no database. */
export function noDatabase(config: Config): CliError {
  const where = config.database.url === '' ? '--data-dir' : 'database.url';
  return new CliError(
    `No Latchkey database found: ${describeDatabase(config)}.`,
    `Check ${where}, or run "latchkey migrate" to create a database.`,
  );
}

/** For a username or verified email address that no account has. Names the database that was searched. */
export function noAccount(config: Config, name: string): CliError {
  const where = describeDatabase(config);
  if (name.includes('@')) {
    return new CliError(
      `No account in ${where} has verified the email address "${visible(name)}".`,
      "If the address isn't verified yet, use the username instead.",
    );
  }
  return new CliError(
    `No account named "${visible(name)}" in ${where}.`,
    'Run "latchkey accounts list --search TEXT" to find it. If this is the wrong database, pass the server\'s configuration with --config.',
  );
}
