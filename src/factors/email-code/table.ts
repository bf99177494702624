/** A code that was sent for one attempt to log in. Another attempt has a code of its own, and neither ends the other. */
export interface EmailCodesTable {
  /** The attempt that the code was sent for; in another it is worth nothing. */
  subject: string;
  account_id: string;
  /** HMAC-SHA-256 of account, attempt and code under the server's secret key. */
  code_hash: string;
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
