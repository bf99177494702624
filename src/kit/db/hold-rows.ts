import type { SelectQueryBuilder } from 'kysely';
import type { Db } from './database.ts';
import { LeasingAdapter } from './sqlite.ts';

/**
 * Has a query in a transaction hold the rows that it finds until the end. SQLite needs nothing for it: our transactions
 * there begin as writers, and one writer excludes all others. On PostgreSQL rows that refer to these can be added
 * meanwhile (`for no key update`), as an event of the account can.
 */
export function holdRows<DB, TB extends keyof DB, Row>(
  db: Db,
  query: SelectQueryBuilder<DB, TB, Row>,
): SelectQueryBuilder<DB, TB, Row> {
  return db.getExecutor().adapter instanceof LeasingAdapter ? query : query.forNoKeyUpdate();
}

/**
 * The same, but without the rows that somebody else holds: for a sweep over many, which would else wait for one of
 * them while it holds others, and whoever holds that one may wait for those. What is left out is swept the next time.
 */
export function holdFreeRows<DB, TB extends keyof DB, Row>(
  db: Db,
  query: SelectQueryBuilder<DB, TB, Row>,
): SelectQueryBuilder<DB, TB, Row> {
  return db.getExecutor().adapter instanceof LeasingAdapter ? query : query.forUpdate().skipLocked();
}
