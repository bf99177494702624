/** A login whose password was right and that waits for one more step. */
export interface LoginAttemptsTable {
  id: string;
  token_hash: string;
  account_id: string;
  /** The step that it waits for. */
  next: 'new-password';
  /** The password hash that was verified: if it has changed since, the attempt proves nothing. */
  proved_hash: string;
  transport: 'cookie' | 'bearer';
  remember: number;
  expires_at: number;
  used_at: number | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    login_attempts: LoginAttemptsTable;
  }
}
