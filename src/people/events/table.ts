import type { Actor } from '../../kit/http/index.ts';

export interface EventsTable {
  id: string;
  at: number;
  type: string;
  /** No foreign key: that an account was deleted is told by a line that outlives it. */
  account_id: string | null;
  session_id: string | null;
  /** Who did it. */
  actor: Actor;
  address: string;
  device: string;
  /** A few facts as JSON; never a secret. */
  detail: string | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    events: EventsTable;
  }
}
