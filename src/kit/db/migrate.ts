import { type Kysely, sql } from 'kysely';
import type { Database, Db } from './database.ts';
import {
  ForeignTableError,
  NarrowEncodingError,
  NewerDatabaseError,
  OldServerError,
  OutdatedDatabaseError,
} from './schema-errors.ts';

/** One step forward of the schema. There is no way back: a backup is. */
export interface Migration {
  readonly name: string;
  /**
   * The oldest version that still works on the result, such as `0.2.0`. Only for a step that adds: a table, an index,
   * a column that may be empty or has a default. Without it only versions that know the step work on the result.
   */
  readonly readableBy?: string;
  up(db: Db): Promise<void>;
}

/** What a program brings along when it meets steps that it doesn't know. */
export interface Reader {
  /** Its version; `0.0.0`, the default, works with no unknown step. */
  readonly version?: string;
  /** Told in one sentence of what doesn't stop it. */
  warn?(sentence: string): void;
}

interface History {
  migrations: { name: string; applied_at: number; readable_by?: string | null };
}

/**
 * Brings the schema up to date and answers the names of the steps taken now. A database without any step is new, and
 * must store every text. Throws `OldServerError` when its server is older than Latchkey works with, `NewerDatabaseError`
 * when a step that this program doesn't know shuts it out, and `ForeignTableError` when another program has tables of
 * these names in the same place.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  now: number,
  reader: Reader = {},
): Promise<string[]> {
  const before = await appliedMigrations(database, migrations, reader);
  const narrow = await database.findNarrowEncoding();
  if (narrow && before.size === 0) throw new NarrowEncodingError(...narrow);
  if (narrow) reader.warn?.(`${narrow.join(' ')} Until then, text it can't store is refused.`);
  if (before.size === migrations.length) return [];
  try {
    return await database.db.transaction().execute((tx) => takeSteps(database, tx, migrations, now, reader));
  } catch (error) {
    const table = database.takenName(error);
    throw table === undefined ? error : new ForeignTableError(table, database.dialect);
  }
}

/**
 * Takes every missing step and takes it back, so that what `migrate` would throw is known before. Only for PostgreSQL or
 * an existing SQLite file: nothing is left behind in the database itself.
 */
export async function rehearseMigration(
  database: Database,
  migrations: readonly Migration[],
  reader: Reader = {},
): Promise<void> {
  const takenBack = new Error('Rolled back every migration.');
  const last = { name: 'taken back', up: () => Promise.reject(takenBack) };
  await migrate(database, [...migrations, last], 0, reader).catch((error: unknown) => {
    if (error !== takenBack) throw error;
  });
}

async function takeSteps(
  database: Database,
  tx: Db,
  migrations: readonly Migration[],
  now: number,
  reader: Reader,
): Promise<string[]> {
  await database.lockMigrations(tx);
  await sql`create table if not exists migrations (name text primary key, applied_at bigint not null)`.execute(
    tx,
  );
  const applied = await readApplied(database, tx, migrations, reader);
  const pending = migrations.filter(({ name }) => !applied.has(name));
  for (const { name, up } of pending) {
    await up(tx);
    await history(tx).insertInto('migrations').values({ name, applied_at: now }).execute();
  }
  // Some of these steps may have come before the column that this goes to.
  for (const { name, readableBy } of pending) {
    if (readableBy === undefined) continue;
    await history(tx)
      .updateTable('migrations')
      .set({ readable_by: readableBy })
      .where('name', '=', name)
      .execute();
  }
  return pending.map(({ name }) => name);
}

/** Which of these steps the database has; none when it is new. Throws like `migrate`, and looks at the server before anything else. */
export async function appliedMigrations(
  database: Database,
  migrations: readonly Migration[],
  reader: Reader = {},
): Promise<ReadonlySet<string>> {
  const old = await database.findOldServer();
  if (old) throw new OldServerError(...old);
  return readApplied(database, database.db, migrations, reader);
}

/**
 * Rejects when the database doesn't answer, and with an `OutdatedDatabaseError` when it lacks a step that this program
 * needs. Throws like `migrate`.
 */
export async function requireMigrated(
  database: Database,
  migrations: readonly Migration[],
  reader: Reader = {},
): Promise<void> {
  const applied = await readApplied(database, database.db, migrations, reader);
  const missing = migrations.find(({ name }) => !applied.has(name));
  if (missing) throw new OutdatedDatabaseError(missing.name);
}

async function readApplied(
  database: Database,
  db: Db,
  migrations: readonly Migration[],
  { version = '0.0.0', warn }: Reader,
): Promise<ReadonlySet<string>> {
  const columns = await database.columnsOf(db, 'migrations');
  if (columns.length === 0) return new Set();
  if (!columns.includes('name') || !columns.includes('applied_at')) {
    throw new ForeignTableError('migrations', database.dialect);
  }
  const rows = await history(db).selectFrom('migrations').selectAll().execute();
  const first = migrations[0]?.name;
  if (rows.length > 0 && !rows.some(({ name }) => name === first)) {
    throw new ForeignTableError('migrations', database.dialect);
  }
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = rows.filter(({ name }) => !known.has(name));
  for (const { name, readable_by: readableBy } of unknown) {
    if (!readableBy || compareVersions(version, readableBy) < 0) {
      throw new NewerDatabaseError(name, readableBy ?? undefined);
    }
  }
  if (unknown.length > 0) {
    const names = unknown.map(({ name }) => `"${name}"`).join(', ');
    warn?.(
      `This database was migrated by a newer version of Latchkey (${names}). This version still works with it, but update it when you can.`,
    );
  }
  return new Set(rows.map(({ name }) => name).filter((name) => known.has(name)));
}

/** Negative when `one` is older than `other`; what follows the three numbers of a version isn't looked at. */
function compareVersions(one: string, other: string): number {
  const numbers = (version: string) =>
    (/^\d+\.\d+\.\d+/.exec(version)?.[0] ?? '0.0.0').split('.').map(Number);
  const others = numbers(other);
  return numbers(one)
    .map((number, at) => number - (others[at] ?? 0))
    .reduce((decided, difference) => decided || difference, 0);
}

function history(db: Db): Kysely<History> {
  return db as unknown as Kysely<History>;
}
