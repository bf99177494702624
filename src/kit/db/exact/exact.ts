/** A column as both dialects have it: text, or a whole number of 32 or 64 bits. */
export interface ExactColumn {
  readonly name: string;
  readonly kind: 'text' | 'integer' | 'bigint';
}

/** What has to be known of a table to copy it row by row. */
export interface TableLayout {
  readonly name: string;
  readonly columns: readonly ExactColumn[];
  /** The columns of its primary key, in the order of that key. */
  readonly key: readonly string[];
  /** The tables that its foreign keys lead to. */
  readonly parents: readonly string[];
}

/** A value as it is stored. Numbers are not doubles: a bigint column holds more digits than those. */
export type ExactValue = string | bigint | null;

/** The values of a row, in the order of the layout's columns. */
export type ExactRow = readonly ExactValue[];

/** A row that can't be copied as it is, and why; `where` names the table and the row's key. */
export interface UnfitRow {
  readonly where: string;
  readonly reason: string;
}

/** Another process has the database open. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
}

/**
 * A database of its own kind of access: every row exactly as it is stored, page by page, for programs that copy all of
 * it. Nobody else writes to it as long as it is open.
 */
export interface ExactDatabase {
  /** All rows after a key, in key order, in pages that are short enough to be held in memory. */
  pages(table: TableLayout, after?: ExactRow): AsyncGenerator<readonly ExactRow[]>;
  /** What can't be copied from here to the other dialect; looks at one page of `pages`. */
  unfitIn(table: TableLayout, page: readonly ExactRow[]): UnfitRow[];
  /** Rows of a table whose foreign keys lead nowhere. */
  orphans(): Promise<UnfitRow[]>;
  insert(table: TableLayout, rows: readonly ExactRow[]): Promise<void>;
  /** Runs one statement; `?` stands for each value. */
  run(sql: string, values?: readonly ExactValue[]): Promise<readonly Readonly<Record<string, ExactValue>>[]>;
  /** All of `work`, or nothing of it. Only where `lockForReading` was not called. */
  inTransaction(work: () => Promise<void>): Promise<void>;
  /** Keeps everybody from writing until `close`. Throws `DatabaseInUseError` when somebody is at work. */
  lockForReading(tables: readonly TableLayout[]): Promise<void>;
  /** Throws `DatabaseInUseError` when a server has come to the database since it was opened. */
  requireAlone(): Promise<void>;
  /** Keeps what `run` has written since `lockForReading`, and lets others write again. */
  release(): Promise<void>;
  close(): Promise<void>;
}

/** A page ends at so many rows, or so many bytes of text: a single document may take megabytes. */
export const pageLimits = { rows: 2000, bytes: 4 * 1024 * 1024 };

export const quoted = (name: string): string => `"${name}"`;

/** `accounts id=7`: the row that a page holds, by its key. */
export function nameRow({ name, columns, key }: TableLayout, row: ExactRow): string {
  const values = key.map((part) => `${part}=${row[columns.findIndex((column) => column.name === part)]}`);
  return `${name} ${values.join(' ')}`;
}

/** The key of a row, to go on after it. */
export function keyOf({ columns, key }: TableLayout, row: ExactRow): ExactRow {
  return key.map((part) => row[columns.findIndex(({ name }) => name === part)] ?? null);
}
