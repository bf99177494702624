import { DatabaseSync } from 'node:sqlite';
import {
  DatabaseInUseError,
  type ExactColumn,
  type ExactDatabase,
  type ExactRow,
  type ExactValue,
  keyOf,
  nameRow,
  pageLimits,
  quoted,
  type TableLayout,
  type UnfitRow,
} from './exact.ts';

type Stored = ExactValue | number | Uint8Array;

export interface ExactSqlite extends ExactDatabase {
  /** All tables of the file with their columns and keys. */
  layout(): TableLayout[];
}

/**
 * Opens a file for this process alone: SQLite's exclusive mode fails while any other process has it open, and keeps the
 * others out until it is closed, however this process ends. Throws `DatabaseInUseError`.
 */
export function openExactSqlite(file: string): ExactSqlite {
  const database = new DatabaseSync(file, { timeout: 2000, enableForeignKeyConstraints: true });
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive; commit; pragma synchronous = full');
  } catch (error) {
    database.close();
    const isBusy = error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === 5;
    throw isBusy ? new DatabaseInUseError('Another process has it open.') : error;
  }

  const read = (sql: string, values: readonly ExactValue[] = []) => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all(...values) as Record<string, Stored>[];
  };

  async function* pages(table: TableLayout, after?: ExactRow): AsyncGenerator<readonly ExactRow[]> {
    const names = table.columns.map(({ name }) => quoted(name)).join(', ');
    const key = table.key.map(quoted).join(', ');
    const where = after ? ` where (${key}) > (${after.map(() => '?').join(', ')})` : '';
    const statement = database.prepare(`select ${names} from ${quoted(table.name)}${where} order by ${key}`);
    statement.setReadBigInts(true);
    let page: ExactRow[] = [];
    let bytes = 0;
    for (const row of statement.iterate(...(after ?? [])) as Iterable<Record<string, ExactValue>>) {
      const values = table.columns.map(({ name }) => row[name] ?? null);
      page.push(values);
      for (const value of values) if (typeof value === 'string') bytes += value.length;
      if (page.length < pageLimits.rows && bytes < pageLimits.bytes) continue;
      yield page;
      page = [];
      bytes = 0;
    }
    if (page.length > 0) yield page;
  }

  /** What PostgreSQL can't hold, and what SQLite lets into a column though it is of another type. */
  function faultOf(
    table: TableLayout,
    row: ExactRow,
    column: ExactColumn,
    value: Stored,
  ): string | undefined {
    if (value === null) return undefined;
    if (column.kind === 'text') {
      if (typeof value !== 'string') return "isn't text";
      if (value.includes('\0')) return "has a NUL character, which PostgreSQL can't store";
      // The driver reads bytes that are no UTF-8 as U+FFFD, which may also stand there by itself.
      return value.includes('\uFFFD') && !isStored(table, row, column, value) ? "isn't UTF-8" : undefined;
    }
    if (typeof value !== 'bigint') return "isn't a whole number";
    const isWide = BigInt.asIntN(32, value) !== value;
    return column.kind === 'integer' && isWide ? "doesn't fit in 32 bits" : undefined;
  }

  function isStored(table: TableLayout, row: ExactRow, { name }: ExactColumn, value: string): boolean {
    const where = table.key.map((part) => `${quoted(part)} = ?`).join(' and ');
    const [found] = read(
      `select cast(${quoted(name)} as blob) as bytes from ${quoted(table.name)} where ${where}`,
      keyOf(table, row),
    );
    return found?.bytes instanceof Uint8Array && Buffer.from(value).equals(found.bytes);
  }

  return {
    pages,
    layout: () => readLayout(read),
    unfitIn: (table, page) =>
      page.flatMap((row) =>
        table.columns.flatMap((column, at): UnfitRow[] => {
          const fault = faultOf(table, row, column, row[at] ?? null);
          return fault === undefined
            ? []
            : [{ where: nameRow(table, row), reason: `${column.name} ${fault}` }];
        }),
      ),
    async orphans() {
      return read('pragma foreign_key_check').map(({ table, rowid, parent }) => ({
        where: `${table} rowid=${rowid}`,
        reason: `refers to a row of ${parent} that doesn't exist`,
      }));
    },
    async insert(table, rows) {
      const names = table.columns.map(({ name }) => quoted(name)).join(', ');
      const places = table.columns.map(() => '?').join(', ');
      const statement = database.prepare(`insert into ${quoted(table.name)} (${names}) values (${places})`);
      for (const row of rows) statement.run(...row);
    },
    async run(sql, values = []) {
      return read(sql, values) as Record<string, ExactValue>[];
    },
    async inTransaction(work) {
      database.exec('begin immediate');
      try {
        await work();
        database.exec('commit');
      } catch (error) {
        if (database.isTransaction) database.exec('rollback');
        throw error;
      }
    },
    async lockForReading() {},
    async requireAlone() {},
    async release() {},
    async close() {
      if (database.isOpen) database.close();
    },
  };
}

function readLayout(read: (sql: string) => Record<string, Stored>[]): TableLayout[] {
  // Without the tables that an index for texts consists of, which belong to SQLite.
  const tables = read(
    "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%' order by name",
  );
  return tables.map(({ name }) => {
    const columns = read(`pragma table_info(${quoted(String(name))})`);
    const key = columns.filter(({ pk }) => pk !== 0n).sort((one, other) => Number(one.pk) - Number(other.pk));
    const parents = read(`pragma foreign_key_list(${quoted(String(name))})`).map(({ table }) =>
      String(table),
    );
    return {
      name: String(name),
      columns: columns.map((column) => ({
        name: String(column.name),
        kind: String(column.type).toLowerCase() as ExactColumn['kind'],
      })),
      key: key.map((column) => String(column.name)),
      parents: [...new Set(parents)],
    };
  });
}
