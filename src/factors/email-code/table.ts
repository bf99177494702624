/** The code that an account was sent last; a new one takes its place. */
export interface EmailCodesTable {
  account_id: string;
  /** The attempt that the code was sent for; in another it is worth nothing. */
  subject: string;
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
