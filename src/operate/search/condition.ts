import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../kit/db/index.ts';

/** So many people are looked at one by one; where more may match, people are looked through in the order of the list. */
export const most = 5000;

/**
 * What must hold for somebody, as SQL about `p`, the person of the query around it: `p.account_id`, `p.created_at` and
 * `p.words`. A subquery in it is a scalar one: PostgreSQL would join another kind, and read whole tables for that.
 */
export interface Condition {
  readonly test: RawBuilder<boolean>;
  /**
   * The accounts that it may hold for, others among them perhaps, or undefined where there are more than `most`; left out
   * where only `test` can tell.
   */
  find?(): Promise<readonly string[] | undefined>;
}

/** Whether a query, which names a person `p`, finds a row. */
export const finds = (query: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(select 1 ${query} limit 1) is not null`;

/** The ids of a query of at most `most` + 1, each once; undefined where that is more than `most`. */
export const few = (ids: readonly (string | null)[]): readonly string[] | undefined =>
  ids.length > most ? undefined : [...new Set(ids.filter((id) => id !== null))];

/**
 * The accounts that a query names in its column `account_id`, in the order of an index that has them, `by`; undefined where
 * there are more rows than `most`. Without an order PostgreSQL may read the table from wherever its last such read has ended
 * (`synchronize_seqscans`), and go through millions of rows to find the first that fits.
 */
export async function idsOf(
  db: Db,
  query: RawBuilder<unknown>,
  by: RawBuilder<unknown> = sql.ref('account_id'),
): Promise<readonly string[] | undefined> {
  const { rows } = await sql<{
    account_id: string | null;
  }>`${query} order by ${by} limit ${most + 1}`.execute(db);
  return few(rows.map(({ account_id: id }) => id));
}
