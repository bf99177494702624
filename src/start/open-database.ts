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
  type CommitCounter,
  type Database,
  migrate,
  OutdatedDatabaseError,
  openDatabase,
  rehearseMigration,
} from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import { migrations } from '../migrations/index.ts';
import { explainDatabase, type Place } from './explain/database.ts';
import { keepDataPrivate, keepPrivate, type Warn } from './private-files.ts';
import { readVersion } from './version.ts';
import { warnOperator } from './warn-operator.ts';

/** The location of the data, without a password. */
export function describeDatabase(config: Config): string {
  if (config.database.url === '') return sqliteFile(config);
  const { hostname, port, pathname, searchParams } = new URL(config.database.url);
  const host = hostname || searchParams.get('host') || 'localhost';
  return `PostgreSQL at ${host}${port ? `:${port}` : ''}${pathname}`;
}

/** The database that a configuration points to. */
export function placeOf(config: Config): Place {
  return {
    name: describeDatabase(config),
    url: 'database.url',
    folder: '--data-dir',
    migrate: 'latchkey migrate',
  };
}

/** The path of a configuration's SQLite database. */
export function sqliteFile({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'latchkey.sqlite');
}

/**
 * Opens the configured database and migrates it. Throws `CliError` when the folder can't be written, or the database
 * can't be reached or was migrated by a newer version. `commits` is told of SQLite's, where several processes write.
 */
export async function openMigratedDatabase(
  config: Config,
  warn: Warn = warnOperator,
  commits?: CommitCounter,
): Promise<Database> {
  const place = placeOf(config);
  const database = openConfiguredDatabase(config, { warn, isPatient: true, commits });
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

/** Opens a database that another process has opened by `openMigratedDatabase`, which is told of the commits here. */
export function openSharedDatabase(config: Config, warn: Warn, commits: CommitCounter): Database {
  return openConfiguredDatabase(config, { warn, commits });
}

/**
 * Opens the configured database without migrating it. Returns undefined when there is none, so that a mistyped folder is
 * reported instead of filled. Throws `CliError` like `openMigratedDatabase`, and when the database is out of date.
 * `place` is how messages describe it.
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
 * Reads from the configured database, whatever its version. Returns undefined when there is none or it can't be read.
 * Creates and changes nothing.
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

/** The names of the migrations applied now. Throws `CliError` like `openMigratedDatabase`. */
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

/** Throws what `migrateDatabase` would throw on a new PostgreSQL database, and leaves it empty. */
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
    commits,
  }: { warn?: Warn; isPatient?: boolean; place?: Place; commits?: CommitCounter | undefined } = {},
): Database {
  const { url } = config.database;
  if (url === '') makeDataDir(config, place);
  try {
    if (url !== '') return openDatabase({ ...config.database, isPatient }, warn);
    // SQLite would let every user of the machine read it. Its other files get the permissions of this one.
    closeSync(openSync(sqliteFile(config), 'a', 0o600));
    return openDatabase({ file: sqliteFile(config), commits });
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
      `Can't write to the data folder ${dataDir} (${reasonOf(error)}).`,
      `Give this user write permission, or choose another folder with ${folder}.`,
    );
  }
}

/** Not `recursive`: Node would loop forever in a folder that takes no others, such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** The first of several causes, such as for two addresses of one host. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/**
 * The configured secret key, or the one in the data folder. It's generated at the first start, and only its owner can
 * read it. Two processes that start at once get the same key. Throws `CliError` when the file can't be used, or other
 * users can read it and that can't be changed.
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
      `The secret key in ${file} is damaged.`,
      'Restore it from a backup. If you have none, delete the file and run "latchkey secret rotate --lost".',
    );
  }
  return key;
}

/** The secret key if there is one. Unlike `loadSecretKey`, it never generates one. */
export function findSecretKey(config: Config): string | undefined {
  const file = join(config.dataDir, 'secret.key');
  if (config.secretKey !== '') return config.secretKey;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/**
 * Writes a secret key to the data folder, where `loadSecretKey` finds it. Throws `CliError` when the folder has another
 * key, or the file can't be used.
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
    throw new CliError(
      `Couldn't write the secret key to ${file} (${reasonOf(error)}).`,
      'Use an empty folder.',
    );
  }
  throw new CliError(`${file} contains another secret key.`, 'Use an empty folder, or move that file away.');
}

/** Written to a draft and then linked, so that the file has the whole key or doesn't exist. The first one stays. */
function makeSecretKey(file: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new CliError(
        `Couldn't write the secret key to ${file} (${reasonOf(error)}).`,
        'Check the permissions of the folder and the free disk space.',
      );
    }
  } finally {
    rmSync(draft, { force: true });
  }
}
