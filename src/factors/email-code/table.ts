export interface EmailCodesTable {
  account_id: string;
  /** The login that the code is for; in another it is worth nothing. */
  subject: string;
  /** HMAC-SHA-256 of account, subject and code under the server's secret key. */
  code_hash: string;
  /** Guesses at the codes of this subject. A new code leaves them as they are. */
  tries: number;
  expires_at: number;
  used_at: number | null;
}

/** How many codes an account was sent in the hour that ends then. */
export interface EmailCodesSentTable {
  account_id: string;
  count: number;
  window_ends_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    email_codes: EmailCodesTable;
    email_codes_sent: EmailCodesSentTable;
  }
}
