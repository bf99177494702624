import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../config/index.ts';
import {
  appliedMigrations,
  type Database,
  migrate,
  OutdatedDatabaseError,
  openDatabase,
  rehearseMigration,
} from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import { migrations } from '../migrations/index.ts';
import { explainDatabase, type Place } from './explain-database.ts';
import { keepDataPrivate, keepPrivate, type Warn } from './private-files.ts';
import { readVersion } from './version.ts';
import { warnOperator } from './warn-operator.ts';

/** Where the data lies, in words that hold no password. */
export function describeDatabase(config: Config): string {
  if (config.database.url === '') return sqliteFile(config);
  const { hostname, port, pathname, searchParams } = new URL(config.database.url);
  const host = hostname || searchParams.get('host') || 'localhost';
  return `PostgreSQL at ${host}${port ? `:${port}` : ''}${pathname}`;
}

/** The database that a configuration leads to. */
export function placeOf(config: Config): Place {
  return {
    name: describeDatabase(config),
    url: 'database.url',
    folder: '--data-dir',
    migrate: 'latchkey migrate',
  };
}

/** Where the SQLite database of a configuration lies. */
export function sqliteFile({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'latchkey.sqlite');
}

/**
 * Opens the configured database and brings it up to date. Throws `CliError` with a sentence that says what to do
 * when the folder cannot be written, the database cannot be reached, or is from a newer version.
 */
export async function openMigratedDatabase(config: Config, warn: Warn = warnOperator): Promise<Database> {
  const place = placeOf(config);
  const database = openConfiguredDatabase(config, { warn, isPatient: true });
  if (config.database.url === '') keepDataPrivate(sqliteFile(config), warn);
  try {
    await migrate(database, migrations, Date.now(), { ...thisProgram, warn });
    if (config.database.url === '') return database;
    await database.close();
    return openConfiguredDatabase(config, { warn });
  } catch (error) {
    await database.close().catch(() => {});
    throw explainDatabase(place, error, database);
  }
}

/**
 * Opens the configured database as it is; undefined when there is none, so that a mistyped folder can be told
 * instead of being filled. Throws `CliError` like `openMigratedDatabase`, and when the database is out of date.
 * `place` is what its sentences say about it.
 */
export async function openExistingDatabase(
  config: Config,
  place: Place = placeOf(config),
): Promise<Database | undefined> {
  if (config.database.url === '' && !existsSync(sqliteFile(config))) return undefined;
  const database = openConfiguredDatabase(config, { place });
  try {
    const applied = await appliedMigrations(database, migrations, thisProgram);
    const missing = migrations.find(({ name }) => !applied.has(name));
    if (!missing) return database;
    if (applied.size > 0) throw new OutdatedDatabaseError(missing.name);
  } catch (error) {
    await database.close().catch(() => {});
    throw explainDatabase(place, error, database);
  }
  await database.close();
  return undefined;
}

/**
 * What some work reads from the configured database, whatever its version; undefined when there is none, or when it
 * can't be read. It makes and changes nothing.
 */
export async function lookIntoDatabase<Found>(
  config: Config,
  work: (database: Database) => Promise<Found>,
): Promise<Found | undefined> {
  if (config.database.url === '' && !existsSync(sqliteFile(config))) return undefined;
  try {
    const database = openConfiguredDatabase(config);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } catch {
    return undefined;
  }
}

/** The names of the steps that were taken now. Throws `CliError` like `openMigratedDatabase`. */
export async function migrateDatabase(
  config: Config,
  place: Place = placeOf(config),
): Promise<{ taken: readonly string[]; total: number }> {
  const database = openConfiguredDatabase(config, { place, isPatient: true });
  try {
    const taken = await migrate(database, migrations, Date.now(), thisProgram);
    const { size } = await appliedMigrations(database, migrations, { version: thisProgram.version });
    return { taken, total: size };
  } catch (error) {
    throw explainDatabase(place, error, database);
  } finally {
    await database.close().catch(() => {});
  }
}

/** Throws what `migrateDatabase` would on a PostgreSQL that is new, and leaves nothing in it. */
export async function rehearseMigrating(config: Config, place: Place): Promise<void> {
  const database = openConfiguredDatabase(config, { place, isPatient: true });
  try {
    await rehearseMigration(database, migrations, thisProgram);
  } catch (error) {
    throw explainDatabase(place, error, database);
  } finally {
    await database.close().catch(() => {});
  }
}

const thisProgram = { version: readVersion(), warn: warnOperator };

function openConfiguredDatabase(
  config: Config,
  {
    warn = warnOperator,
    isPatient = false,
    place = placeOf(config),
  }: { warn?: Warn; isPatient?: boolean; place?: Place } = {},
): Database {
  const { url } = config.database;
  if (url === '') makeDataDir(config, place);
  try {
    if (url !== '') return openDatabase({ ...config.database, isPatient }, warn);
    // SQLite would let every user of the machine read it; the files beside it get the rights of this one.
    closeSync(openSync(sqliteFile(config), 'a', 0o600));
    return openDatabase({ file: sqliteFile(config) });
  } catch (error) {
    throw explainDatabase(place, error, undefined);
  }
}

function makeDataDir({ dataDir }: Config, { folder }: Place): void {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new CliError(
      `The data folder ${dataDir} cannot be written (${reasonOf(error)}). Give this user the right to it, or choose another with ${folder}.`,
    );
  }
}

/** Not `recursive`: Node would try for ever where a folder exists and takes no other, such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Of errors with several causes, such as two addresses of one host, the first. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/**
 * The key that signs challenges and device cookies: the configured one, or one that is made at the first start
 * and kept in the data folder, readable by its owner alone. Two processes that start at once end up with the same.
 * Throws `CliError` when the file can't be used, also when other users can read it and that can't be changed.
 */
export function loadSecretKey(config: Config, warn: Warn = warnOperator): string {
  if (config.secretKey !== '') return config.secretKey;
  makeDataDir(config, placeOf(config));
  const file = join(config.dataDir, 'secret.key');
  if (!existsSync(file)) makeSecretKey(file);
  keepPrivate(file, warn);
  const key = readFileSync(file, 'utf8').trim();
  if (key.length < 32) {
    throw new CliError(
      `The secret key in ${file} is damaged. Restore it from a backup. If it is lost, remove the file and run "latchkey secret rotate --lost".`,
    );
  }
  return key;
}

/** The secret key if there is one; unlike `loadSecretKey` it makes none. */
export function findSecretKey(config: Config): string | undefined {
  const file = join(config.dataDir, 'secret.key');
  if (config.secretKey !== '') return config.secretKey;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/**
 * Keeps a secret key in the data folder of a configuration, where `loadSecretKey` finds it. Throws `CliError` when
 * another one lies there, or when the file can't be used.
 */
export function keepSecretKey(config: Config, key: string, dryRun: boolean): void {
  const file = join(config.dataDir, 'secret.key');
  try {
    const present = findSecretKey({ ...config, secretKey: '' });
    if (present === key) return;
    if (present === undefined) {
      if (!dryRun) writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
      return;
    }
  } catch (error) {
    throw new CliError(`The secret key can't be kept in ${file} (${reasonOf(error)}). Name an empty folder.`);
  }
  throw new CliError(`There is another secret key in ${file}. Name an empty folder, or move that file away.`);
}

/** Written beside and then linked, so that the file is there with the whole key or not at all; the first one stays. */
function makeSecretKey(file: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new CliError(`The secret key ${file} cannot be written (${reasonOf(error)}).`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}
