/** A code that was sent for one sign-in or session. Each has a code of its own, and none ends another's. */
export interface EmailCodesTable {
  /** What the code was sent for: the ID of an attempt, or a `sessionSubject`. For anything else it's worth nothing. */
  subject: string;
  account_id: string;
  /** HMAC-SHA-256 of account, subject and code under the server's secret key. */
  code_hash: string;
  /** The same of the code that this one has replaced, if it did: that one is worth nothing, and can be told from a wrong one. */
  previous_hash: string | null;
  /** Guesses at this code. */
  tries: number;
  expires_at: number;
  used_at: number | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    email_codes: EmailCodesTable;
  }
}
