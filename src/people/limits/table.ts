import type { Generated, Selectable } from 'kysely';

export interface LimitsTable {
  /** What is counted, such as `password:<account>` or `registrations:<address>`. */
  key: string;
  /** Whose password is guessed; null for a name that nobody has, and for addresses. */
  account_id: string | null;
  count: number;
  /** Nothing passes before this time. Of `waited:…`, when a wait in the place of a proof of work was last used. */
  blocked_until: number;
  /** When the row counts as if it were not there. */
  expires_at: number;
  /** The count at which the account's owner was last told of it by mail; 0 for never. */
  told: Generated<number>;
}

export type LimitRow = Selectable<LimitsTable>;

/** Proofs of work that were used; kept until they expire by themselves. */
export interface SpentChallengesTable {
  id: string;
  expires_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    limits: LimitsTable;
    spent_challenges: SpentChallengesTable;
  }
}
