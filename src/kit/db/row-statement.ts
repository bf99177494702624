import type { StatementSync } from 'node:sqlite';

/** What SQLite stores. */
export type Value = null | number | bigint | string | Uint8Array;

/**
 * A statement whose rows are plain objects. Those that `node:sqlite` makes are dictionaries to V8, in which every look-up
 * is slow; copies of one empty row share its shape.
 */
export class RowStatement<Row = unknown> {
  readonly #statement: StatementSync;
  #columns: readonly string[] = [];
  #empty: Readonly<Record<string, Value>> = {};

  constructor(statement: StatementSync) {
    this.#statement = statement;
    statement.setReturnArrays(true);
    this.#learnColumns();
  }

  /** Whether it answers rows; without it `run` says how many it has changed. */
  get hasRows(): boolean {
    return this.#columns.length > 0;
  }

  /** The first row, if there is one. */
  get(values: readonly Value[]): Row | undefined {
    const row = this.#statement.get(...values) as readonly Value[] | undefined;
    return row && this.#named(row);
  }

  all(values: readonly Value[]): Row[] {
    return (this.#statement.all(...values) as unknown as readonly Value[][]).map((row) => this.#named(row));
  }

  run(values: readonly Value[]): { changes: number | bigint } {
    return this.#statement.run(...values);
  }

  #learnColumns(): void {
    this.#columns = this.#statement.columns().map(({ name }) => name);
    // By way of JSON: of an object that's built property by property V8 makes slow copies.
    this.#empty = JSON.parse(JSON.stringify(Object.fromEntries(this.#columns.map((name) => [name, null]))));
  }

  #named(values: readonly Value[]): Row {
    // `select *` answers what a migration has added since.
    if (values.length !== this.#columns.length) this.#learnColumns();
    const row: Record<string, Value> = { ...this.#empty };
    for (let at = 0; at < values.length; at++) row[this.#columns[at] as string] = values[at] as Value;
    return row as Row;
  }
}
