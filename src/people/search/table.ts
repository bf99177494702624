import type { ColumnType, Generated } from 'kysely';

/** What people are found by: one row for each account. */
export interface AccountWordsTable {
  /** In the order in which the rows were made. */
  n: Generated<number>;
  account_id: string;
  /** As in `accounts`, so that lists by age read no other table. */
  created_at: number;
  /** Folded, one a line: the username, the verified and the pending address, and values of the data. See `lines.ts`. */
  words: string;
  /** PostgreSQL alone: the trigrams as numbers, which are never read. */
  grams?: ColumnType<never, number[] | undefined, number[] | undefined>;
}

/** What the search remembers about itself. */
export interface SearchStateTable {
  name: 'data-fields' | 'common-grams';
  /** JSON. */
  value: string;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    account_words: AccountWordsTable;
    search_state: SearchStateTable;
  }
}
