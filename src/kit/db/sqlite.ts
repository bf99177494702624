import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseMetadataOptions,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type TableMetadata,
} from 'kysely';
import { seconds } from '../duration.ts';
import { RowStatement, type Value } from './row-statement.ts';
import { Checkpointer, type CommitCounter } from './wal/checkpointer.ts';
import { WalSync } from './wal/wal-sync.ts';

/** The checkpointer moves the log long before; beyond so many pages (64 MB) SQLite does it by itself. */
const pagesOfLog = 16_384;

/** How long the thread itself may wait for another process that writes, in milliseconds; the rest is waited aside. */
const stall = 5;

/** How long a write waits for another process in all, in milliseconds. */
const patience = seconds(5);

/** The most that the reader keeps of the file, in KiB. */
const readerCache = 16_384;

/** How many prepared statements a connection keeps; the whole server uses fewer. */
const keptStatements = 500;

/**
 * Opens a database file for writing. NORMAL leaves out the sync at the end of each commit, which would stop the
 * event loop for as long as the disk takes; `WalSync` makes it up before anybody hears of the commit. What is deleted is
 * written over with zeros, since a copy of the file would else still hold it.
 */
export function openSqliteFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
  if (keepLog(database) !== 'wal') {
    database.close();
    throw new Error("its file system doesn't support a write-ahead log");
  }
  database.exec(
    `pragma synchronous = normal; pragma wal_autocheckpoint = ${pagesOfLog}; pragma busy_timeout = ${stall}; pragma secure_delete = on`,
  );
  return database;
}

/**
 * Puts the file under a write-ahead log, and answers what it is under. Of several that do this to a new file at once
 * SQLite lets some fail without waiting (they would wait for each other), so it is tried again.
 */
function keepLog(database: DatabaseSync): unknown {
  for (const deadline = Date.now() + patience; ; ) {
    try {
      return database.prepare('pragma journal_mode = wal').get()?.journal_mode;
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      // Nothing else runs yet: this is the start.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/**
 * Opens the same file for the hot path: it sees committed rows only, whatever the writer is doing. Its cache holds the upper
 * pages of large indexes; the memory is taken page by page as they are read.
 */
export function openSqliteReader(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  database.exec(`pragma cache_size = -${readerCache}`);
  return database;
}

/**
 * `reader` answers prepared reads outside transactions, which then need not wait for whoever writes. `commits` is told of
 * each commit; without it this process moves the log by itself.
 */
export function sqliteDialect(
  database: DatabaseSync,
  reader: DatabaseSync,
  { file, commits }: { readonly file: string; readonly commits?: CommitCounter | undefined },
): Dialect {
  const connection = new NodeSqliteConnection(database);
  return {
    createAdapter: () => new LeasingAdapter(reader, connection),
    createDriver: () => new NodeSqliteDriver(database, connection, file, commits),
    createIntrospector: (db) => new OwnTables(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Without the tables that an index for texts consists of: they belong to SQLite. */
class OwnTables extends SqliteIntrospector {
  readonly #db: Kysely<unknown>;

  constructor(db: Kysely<unknown>) {
    super(db);
    this.#db = db;
  }

  override async getTables(options?: DatabaseMetadataOptions): Promise<TableMetadata[]> {
    const { rows } = await sql<{ name: string }>`
      select name from pragma_table_list where type in ('virtual', 'shadow')`.execute(this.#db);
    const others = new Set(rows.map(({ name }) => name));
    return (await super.getTables(options)).filter(({ name }) => !others.has(name));
  }
}

/** The driver itself lends its one connection, since whoever gives it back may still wait for the disk. */
export class LeasingAdapter extends SqliteAdapter {
  readonly #reader: DatabaseSync;
  readonly #connection: NodeSqliteConnection;
  readonly #statements = new Map<string, RowStatement>();

  constructor(reader: DatabaseSync, connection: NodeSqliteConnection) {
    super();
    this.#reader = reader;
    this.#connection = connection;
  }

  /** Rows that are committed, whatever the writer is doing. */
  read(sql: string, values: readonly unknown[]): unknown[] {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = new RowStatement(this.#reader.prepare(sql));
      this.#statements.set(sql, statement);
    }
    return statement.all(values as readonly Value[]);
  }

  /** For a statement of the transaction that has the connection: without the query builder's ways to it. */
  runInTransaction(sql: string, values: readonly unknown[]): unknown[] {
    return this.#connection.runInTransaction(sql, values as readonly Value[]);
  }

  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** One connection, lent to one query or transaction at a time. */
class NodeSqliteDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #connection: NodeSqliteConnection;
  readonly #wal: WalSync;
  readonly #commits: CommitCounter;
  readonly #waiting: (() => void)[] = [];
  #isLent = false;

  constructor(
    database: DatabaseSync,
    connection: NodeSqliteConnection,
    file: string,
    commits: CommitCounter | undefined,
  ) {
    this.#database = database;
    this.#connection = connection;
    this.#wal = new WalSync(file);
    const whenNobodyWrites = async (work: () => Promise<void>) => {
      await this.acquireConnection();
      await work().finally(() => this.releaseConnection());
    };
    this.#commits = commits ?? new Checkpointer(file, whenNobodyWrites);
  }

  async init() {}

  async acquireConnection() {
    if (this.#isLent) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#isLent = true;
    return this.#connection;
  }

  /** `immediate`: a transaction that first reads and then writes would otherwise fail under a second process. */
  async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection) {
    if (this.#database.isTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  /** The next may write at once; what was written here is acknowledged when the disk has it. */
  async releaseConnection() {
    const { hasWritten, mayWait } = this.#connection.takeWritten();
    const next = this.#waiting.shift();
    if (next) next();
    else this.#isLent = false;
    if (!hasWritten) return;
    this.#commits.countCommits(1);
    if (!mayWait) await this.#wal.sync();
  }

  async destroy() {
    await this.#commits.close();
    await this.#wal.close();
    if (this.#database.isOpen) this.#database.close();
  }
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, RowStatement>();
  #hasWritten = false;
  #mayWait = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** What is committed until the connection is given back may wait for the sync of a later commit. */
  syncLater(): void {
    this.#mayWait = true;
  }

  /** Whether anything was committed since this was last asked, and whether its sync may wait. */
  takeWritten(): { hasWritten: boolean; mayWait: boolean } {
    const taken = { hasWritten: this.#hasWritten, mayWait: this.#mayWait };
    this.#hasWritten = false;
    this.#mayWait = false;
    return taken;
  }

  async executeQuery<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
    const deadline = Date.now() + patience;
    for (;;) {
      try {
        return this.#run<Row>(sql, parameters as readonly Value[], query.kind === 'SelectQueryNode');
      } catch (error) {
        // Inside a transaction nobody else can be writing, so this is the statement that begins one or stands alone.
        if (!isBusy(error) || this.#database.isTransaction || Date.now() > deadline) throw error;
        await pause(10);
      }
    }
  }

  /** Throws when no transaction has begun: the statement would be one of its own. */
  runInTransaction(sql: string, values: readonly Value[]): unknown[] {
    if (!this.#database.isTransaction) throw new Error('No transaction has begun.');
    return this.#run(sql, values, false).rows;
  }

  #run<Row>(sql: string, values: readonly Value[], isRead: boolean): QueryResult<Row> {
    const statement = this.#prepare(sql);
    try {
      if (statement.hasRows) return { rows: statement.all(values) as Row[] };
      const { changes } = statement.run(values);
      return { rows: [], numAffectedRows: BigInt(changes) };
    } finally {
      // Outside a transaction a statement is committed when it is done, and so is what ends a transaction.
      if (!isRead && !this.#database.isTransaction) this.#hasWritten = true;
    }
  }

  async *streamQuery<Row>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    for (const row of this.#database.prepare(sql).iterate(...(parameters as readonly Value[]))) {
      yield { rows: [row as Row] };
    }
  }

  #prepare(sql: string): RowStatement {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= keptStatements) this.#statements.clear();
    const statement = new RowStatement(this.#database.prepare(sql));
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** PostgreSQL syncs by itself, once for all commits that come together: there is nothing to put off. */
export function syncLater(connection: DatabaseConnection): void {
  if (connection instanceof NodeSqliteConnection) connection.syncLater();
}

const sqliteBusy = 5;

/** Whether another process writes. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === sqliteBusy;
}
