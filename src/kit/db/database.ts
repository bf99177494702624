import { type Compilable, Kysely, sql } from 'kysely';
import type pg from 'pg';
import { isPostgresAway, openPostgresPool, postgresDialect } from './postgres.ts';
import { openSqliteFile, openSqliteReader, sqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;

/** A query compiled once and run many times with other values; the values come in the order of its parameters. */
export type PreparedRead<Row> = (values: readonly (string | number)[]) => Promise<Row | undefined>;

/**
 * An open database. What differs between SQLite and PostgreSQL is behind these members;
 * `if (dialect …)` stands nowhere else.
 */
export interface Database {
  readonly db: Db;
  readonly dialect: 'sqlite' | 'postgres';
  /** Compiles a read of at most one row for the hot path, which does not pay the query builder each time. */
  prepareRead<Row>(name: string, query: Compilable<Row>): PreparedRead<Row>;
  /** Held until the end of the transaction, so that two processes that start at once migrate one after the other. */
  lockMigrations(db: Db): Promise<void>;
  /** The schema as text, the same for the same schema, to be compared with the committed one. */
  dumpSchema(): Promise<string>;
  /**
   * Writes the database anew, so that nothing deleted is left in it: all of it on SQLite, which needs as much free disk
   * again, and these tables on PostgreSQL. Not inside a transaction.
   */
  compact(tables: readonly (keyof Tables)[]): Promise<void>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Whether an error means that the database is away, rather than that the query was wrong. */
  isAway(error: unknown): boolean;
  close(): Promise<void>;
}

export type DatabaseLocation =
  | { readonly file: string }
  | { readonly url: string; readonly poolSize: number };

export function openDatabase(location: DatabaseLocation): Database {
  return 'file' in location ? openSqlite(location.file) : openPostgres(location.url, location.poolSize);
}

function openSqlite(file: string): Database {
  const writer = openSqliteFile(file);
  const reader = openSqliteReader(file);
  const db: Db = new Kysely<Tables>({ dialect: sqliteDialect(writer, reader, file) });
  return {
    db,
    dialect: 'sqlite',
    prepareRead<Row>(_name: string, query: Compilable<Row>): PreparedRead<Row> {
      const statement = reader.prepare(query.compile().sql);
      return async (values) => statement.get(...values) as Row | undefined;
    },
    async lockMigrations() {},
    async dumpSchema() {
      const rows = reader
        .prepare(
          "select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by name",
        )
        .all();
      return rows.map((row) => `${String(row.sql)};\n`).join('');
    },
    async compact() {
      await sql`vacuum`.execute(db);
      await sql`pragma wal_checkpoint(truncate)`.execute(db);
    },
    async ping() {
      reader.prepare('select 1').get();
    },
    isAway: (error) => isSqliteAway(error),
    async close() {
      if (reader.isOpen) reader.close();
      await db.destroy();
      if (writer.isOpen) writer.close();
    },
  };
}

/** SQLITE_BUSY, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_FULL: it may work again later. */
const sqliteAwayCodes = new Set([5, 6, 10, 13]);

function isSqliteAway(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false;
  return sqliteAwayCodes.has(error.errcode & 0xff);
}

function openPostgres(url: string, poolSize: number): Database {
  const pool: pg.Pool = openPostgresPool(url, poolSize);
  const db: Db = new Kysely<Tables>({ dialect: postgresDialect(pool) });
  return {
    db,
    dialect: 'postgres',
    prepareRead<Row>(name: string, query: Compilable<Row>): PreparedRead<Row> {
      const text = query.compile().sql;
      return async (values) => (await pool.query({ name, text, values: values as unknown[] })).rows[0] as Row;
    },
    async lockMigrations(transaction) {
      await sql`select pg_advisory_xact_lock(7142026)`.execute(transaction);
    },
    dumpSchema: () => dumpPostgres(db),
    async compact(tables) {
      await sql`vacuum full ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db);
    },
    async ping() {
      await pool.query('select 1');
    },
    isAway: (error) => error instanceof Error && isPostgresAway(error),
    async close() {
      await db.destroy();
    },
  };
}

async function dumpPostgres(db: Db): Promise<string> {
  const { rows } = await sql<{ line: string }>`
    select line from (
      select table_name as t, 1 as kind, ordinal_position as n,
        table_name || '.' || column_name || ' ' || data_type
          || case when is_nullable = 'NO' then ' not null' else '' end
          || coalesce(' default ' || column_default, '') as line
      from information_schema.columns where table_schema = current_schema()
      union all
      select conrelid::regclass::text, 2, 0,
        conrelid::regclass::text || ' constraint ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace = current_schema()::regnamespace and contype <> 'n'
      union all
      select tablename, 3, 0, replace(indexdef, schemaname || '.', '')
      from pg_indexes where schemaname = current_schema()
    ) dump order by t, kind, n, line`.execute(db);
  return rows.map(({ line }) => `${line}\n`).join('');
}
