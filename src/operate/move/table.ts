/** A database's part in a move: it is where the data was, or where the data is going. One row for each. */
export interface MovesTable {
  role: 'source' | 'target';
  /** The same in both databases, so that a target knows its source again. */
  move_id: string;
  /** The other database, in words without a password. */
  peer: string;
  /** `begun` until both sides were compared; `done` means that the source's data lives in the target now. */
  state: 'begun' | 'done';
  /** JSON, of the target only: how far the copy is. */
  progress: string;
  at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    moves: MovesTable;
  }
}
