import { type Compilable, Kysely, sql } from 'kysely';
import { openPostgresPool, type PostgresLocation, PreparedReads, postgresDialect } from './postgres.ts';
import { RowStatement } from './row-statement.ts';
import type { Refusal } from './schema-errors.ts';
import { openSqliteFile, openSqliteReader, sqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';
import { type DatabaseTrouble, postgresTrouble, sqliteTrouble } from './trouble.ts';
import type { CommitCounter } from './wal/checkpointer.ts';

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
  /** The columns of a table where new tables go; empty when there is none, whatever other schemas have. */
  columnsOf(db: Db, table: string): Promise<readonly string[]>;
  /** Why the database server is too old and what to do, or undefined when it's supported. */
  findOldServer(): Promise<Refusal | undefined>;
  /** Why the database can't store every character and what to do, or undefined when it can. */
  findNarrowEncoding(): Promise<Refusal | undefined>;
  /** Why the database can't do now what may work later; undefined when the query itself was wrong. */
  troubleOf(error: unknown): DatabaseTrouble | undefined;
  /**
   * Writes the database anew, so that nothing deleted is left in it: all of it on SQLite, which needs as much free disk
   * again, and these tables on PostgreSQL. Not inside a transaction.
   */
  compact(tables: readonly (keyof Tables)[]): Promise<void>;
  /** Deletes every row of a table. PostgreSQL drops its file too, whoever is still reading the rows. */
  empty(table: keyof Tables): Promise<void>;
  /** Whether an error means that the database is in trouble, so that the same request may succeed later. */
  isAway(error: unknown): boolean;
  /** Whether an error means that a value holds what the database can't store, such as NUL in PostgreSQL. */
  isUnstorable(error: unknown): boolean;
  /** The name that a table or an index couldn't get because something else has it. */
  takenName(error: unknown): string | undefined;
  close(): Promise<void>;
}

export interface SqliteLocation {
  readonly file: string;
  /** Told of each commit where several processes leave it to one of them to move the log into the file. */
  readonly commits?: CommitCounter | undefined;
}

export type DatabaseLocation = SqliteLocation | PostgresLocation;

/** `warn` is told in a sentence of what goes on worse than it could. */
export function openDatabase(
  location: DatabaseLocation,
  warn: (sentence: string) => void = () => {},
): Database {
  return 'file' in location ? openSqlite(location) : openPostgres(location, warn);
}

function openSqlite(location: SqliteLocation): Database {
  const { file } = location;
  const writer = openSqliteFile(file);
  const reader = openSqliteReader(file);
  const db: Db = new Kysely<Tables>({ dialect: sqliteDialect(writer, reader, location) });
  return {
    db,
    dialect: 'sqlite',
    prepareRead<Row>(_name: string, query: Compilable<Row>): PreparedRead<Row> {
      const statement = new RowStatement<Row>(reader.prepare(query.compile().sql));
      return async (values) => statement.get(values);
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
    async empty(table) {
      await db.deleteFrom(table).execute();
    },
    async columnsOf(handle, table) {
      const { rows } = await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(
        handle,
      );
      return rows.map(({ name }) => name);
    },
    findOldServer: async () => undefined,
    findNarrowEncoding: async () => undefined,
    troubleOf: sqliteTrouble,
    isAway: (error) => sqliteTrouble(error) !== undefined,
    isUnstorable: () => false,
    takenName: (error) => nameIn(error, /^(?:table|index|view) "?([^"\s]+)"? already exists/),
    async close() {
      if (reader.isOpen) reader.close();
      await db.destroy();
      if (writer.isOpen) writer.close();
    },
  };
}

const nameIn = (error: unknown, pattern: RegExp): string | undefined =>
  error instanceof Error ? pattern.exec(error.message)?.[1] : undefined;

/** untranslatable_character, character_not_in_repertoire. */
const unstorable = new Set(['22P05', '22021']);

/** The oldest major version that the statements here are meant for. */
const leastPostgres = 14;

function openPostgres(location: PostgresLocation, warn: (sentence: string) => void): Database {
  const pool = openPostgresPool(location);
  const reads = new PreparedReads(pool, location.prepared ?? 'auto', warn);
  const leaveReadOnly = (error: unknown) => {
    if (postgresTrouble(error) === 'read-only') pool.renew();
  };
  const db: Db = new Kysely<Tables>({
    dialect: postgresDialect(pool),
    log(event) {
      if (event.level === 'error') leaveReadOnly(event.error);
    },
  });
  return {
    db,
    dialect: 'postgres',
    prepareRead: (name, query) => reads.prepare(name, query),
    async lockMigrations(transaction) {
      await sql`select pg_advisory_xact_lock(7142026)`.execute(transaction);
    },
    dumpSchema: () => dumpPostgres(db),
    async compact(tables) {
      await sql`vacuum full ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db);
    },
    async empty(table) {
      await sql`truncate ${sql.table(table)}`.execute(db);
    },
    async columnsOf(handle, table) {
      const { rows } = await sql<{ name: string }>`
        select attname as name from pg_attribute
        join pg_class on pg_class.oid = attrelid
        where relnamespace = current_schema()::regnamespace and relname = ${table} and attnum > 0
          and not attisdropped`.execute(handle);
      return rows.map(({ name }) => name);
    },
    async findOldServer() {
      const { rows } = await sql<{ version: string; number: string }>`
        select current_setting('server_version') as version,
          current_setting('server_version_num') as number`.execute(db);
      const { version, number } = rows[0] ?? { version: 'unknown', number: 0 };
      if (Number(number) >= leastPostgres * 10_000) return undefined;
      return [
        `PostgreSQL ${version} is too old. Latchkey requires PostgreSQL ${leastPostgres} or later.`,
        'Update PostgreSQL, or use another server in database.url.',
      ];
    },
    async findNarrowEncoding() {
      const { rows } = await sql<{ encoding: string; name: string }>`
        select current_setting('server_encoding') as encoding, current_database() as name`.execute(db);
      const { encoding = 'UTF8', name = '' } = rows[0] ?? {};
      if (encoding === 'UTF8') return undefined;
      return [
        `The database "${name}" uses the encoding ${encoding}, which can't store every character.`,
        `Create one with UTF8 ("create database ${name}_utf8 encoding 'UTF8' template template0") and use it in database.url.`,
      ];
    },
    troubleOf: postgresTrouble,
    isAway: (error) => postgresTrouble(error) !== undefined,
    isUnstorable: (error) => error instanceof Error && 'code' in error && unstorable.has(String(error.code)),
    takenName: (error) => nameIn(error, /^(?:relation|type) "([^"]+)" already exists/),
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
