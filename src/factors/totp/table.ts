export interface TotpTable {
  account_id: string;
  /** The key, sealed for this account under the server's secret key. */
  secret: string;
  /** The session or the login's attempt that has begun it: it is shown to and confirmed by no other. */
  subject: string | null;
  /** When a right code showed that the authenticator has the key; before that it proves nothing. */
  confirmed_at: number | null;
  /** The newest step whose code was accepted: only codes of later ones are. */
  last_step: number;
  /** Codes that were tried to confirm it. */
  tries: number;
  created_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    totp: TotpTable;
  }
}
