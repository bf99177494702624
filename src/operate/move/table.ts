/** The role of a database in a move: source or target. One row for each. */
export interface MovesTable {
  role: 'source' | 'target';
  /** The same in both databases, so that a target recognizes its source. */
  move_id: string;
  /** The other database, without a password. */
  peer: string;
  /** `begun` until both sides were compared, then `done`: the target now has the data. */
  state: 'begun' | 'done';
  /** JSON, only for the target: the progress of the copy. */
  progress: string;
  at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    moves: MovesTable;
  }
}
