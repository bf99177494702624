/**
 * A login that has begun and is not finished: what was proved so far, and how it wants its session. What makes its
 * proofs worth nothing, such as a new password, deletes the row.
 */
export interface LoginAttemptsTable {
  /** A public name, `att_` and 12 characters; it proves nothing. */
  id: string;
  /** SHA-256 of the secret that the browser or program holds which began it. */
  secret_hash: string;
  /** Null as long as nobody is named: a login by passkey alone. */
  account_id: string | null;
  /**
   * The folded name as `hashName` hashes it, where the login was begun by a name alone, whoever has it: then its first
   * factor is a code by mail. Null for every other.
   */
  name_hash: string | null;
  /** What was proved, as a JSON array in the words of RFC 8176. */
  amr: string;
  /** 0 or 1: whether one of the proofs was two factors in one. */
  is_multi_factor: number;
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
