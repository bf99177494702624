import type { Compilable, CompiledQuery } from 'kysely';
import type { Db } from './database.ts';
import { LeasingAdapter } from './sqlite.ts';
import { requireNotOver } from './transaction.ts';

/** Stands in a query where a value comes later. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Answers a place for every name that is asked for. */
const places = new Proxy({}, { get: (_target, name) => new Place(String(name)) });

interface Prepared {
  readonly query: CompiledQuery;
  /** The names of the values, in the order of the parameters; what is no place is a value of the query itself. */
  readonly order: readonly unknown[];
  readonly isRead: boolean;
}

/**
 * A query of the hot path: `build` is called once for each open database and sees places instead of values, so it
 * must not compute with them. Later runs cost neither the query builder nor its compiler, which took longer than
 * the query itself. It runs inside a transaction or outside, whichever handle it is given.
 */
export function prepared<Values extends object, Row>(
  build: (db: Db, values: Values) => Compilable<Row>,
): (db: Db, values: Values) => Promise<Row[]> {
  // The adapter is what a database and its transactions have in common.
  const compiled = new WeakMap<object, Prepared>();
  return async (db, values) => {
    requireNotOver(db);
    const { adapter } = db.getExecutor();
    let known = compiled.get(adapter);
    if (!known) {
      const query = build(db, places as Values).compile();
      // SQLite plans a query anew each time that its limit is a parameter, which takes longer than most look-ups.
      if (/\blimit (\?|\$\d)/.test(query.sql))
        throw new Error(`Write the limit into the SQL itself: ${query.sql}`);
      known = { query, order: query.parameters, isRead: query.query.kind === 'SelectQueryNode' };
      compiled.set(adapter, known);
    }
    const parameters = known.order.map((value) =>
      value instanceof Place ? values[value.name as keyof Values] : value,
    );
    if (adapter instanceof LeasingAdapter) {
      if (db.isTransaction) return adapter.runInTransaction(known.query.sql, parameters) as Row[];
      if (known.isRead) return adapter.read(known.query.sql, parameters) as Row[];
    }
    return (await db.executeQuery<Row>({ ...known.query, parameters } as CompiledQuery<Row>)).rows;
  };
}
