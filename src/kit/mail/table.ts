/** A mail that waits to be sent, or was. */
export interface OutboxTable {
  id: string;
  recipient: string;
  subject: string;
  /** Empty once it was sent or given up: the links in it are secrets. */
  text: string;
  html: string;
  created_at: number;
  /** When it is tried next. */
  due_at: number;
  /** Tries that were begun; of two processes only the one that counted the last may say how it went. */
  tries: number;
  /** Until then it is with the process that took it. */
  claimed_until: number;
  sent_at: number | null;
  failed_at: number | null;
  /** What went wrong in the last try, without address, code or link. */
  last_error: string | null;
}

declare module '../db/tables.ts' {
  interface Tables {
    outbox: OutboxTable;
  }
}
