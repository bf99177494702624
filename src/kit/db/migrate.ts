import { type Kysely, sql } from 'kysely';
import type { Database, Db } from './database.ts';

/** One step forward of the schema. There is no way back: a backup is. */
export interface Migration {
  readonly name: string;
  up(db: Db): Promise<void>;
}

export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

interface History {
  migrations: { name: string; applied_at: number };
}

/**
 * Brings the schema up to date and answers the names of the steps taken now.
 * Throws `NewerDatabaseError` when the database knows a step that this program does not.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  now: number,
): Promise<string[]> {
  if ((await appliedMigrations(database, migrations)).size === migrations.length) return [];
  return database.db.transaction().execute(async (tx) => {
    await database.lockMigrations(tx);
    await sql`create table if not exists migrations (name text primary key, applied_at bigint not null)`.execute(
      tx,
    );
    const applied = await readApplied(tx, migrations);
    const pending = migrations.filter(({ name }) => !applied.has(name));
    for (const { name, up } of pending) {
      await up(tx);
      await history(tx).insertInto('migrations').values({ name, applied_at: now }).execute();
    }
    return pending.map(({ name }) => name);
  });
}

/** The steps that the database has; empty when it is new. Throws `NewerDatabaseError` like `migrate`. */
export async function appliedMigrations(
  database: Database,
  migrations: readonly Migration[],
): Promise<ReadonlySet<string>> {
  const tables = await database.db.introspection.getTables();
  if (!tables.some(({ name }) => name === 'migrations')) return new Set();
  return readApplied(database.db, migrations);
}

/** Rejects with the reason when the database does not answer, or lacks a step that this program needs. */
export async function requireMigrated(database: Database, migrations: readonly Migration[]): Promise<void> {
  await database.ping();
  const applied = await appliedMigrations(database, migrations);
  const missing = migrations.find(({ name }) => !applied.has(name));
  if (missing) throw new Error(`The database lacks the step "${missing.name}".`);
}

async function readApplied(db: Db, migrations: readonly Migration[]): Promise<ReadonlySet<string>> {
  const rows = await history(db).selectFrom('migrations').select('name').execute();
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = rows.find(({ name }) => !known.has(name));
  if (unknown) {
    throw new NewerDatabaseError(
      `The database was written by a newer Latchkey (it has the step "${unknown.name}"). Start that version, or restore a backup made before the update.`,
    );
  }
  return new Set(rows.map(({ name }) => name));
}

function history(db: Db): Kysely<History> {
  return db as unknown as Kysely<History>;
}
