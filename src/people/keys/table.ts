/** An access key: what a program may do with an account for its owner. */
export interface AccessKeysTable {
  /** A public name, `key_` and 12 characters. */
  id: string;
  /** SHA-256 of the key. */
  key_hash: string;
  account_id: string;
  /** What its owner calls it. */
  name: string;
  /** As a JSON array. */
  scopes: string;
  /** Its last four characters, by which its owner knows it again. */
  ending: string;
  created_at: number;
  expires_at: number;
  /** To the minute. */
  used_at: number | null;
  used_from: string | null;
  /** When its owner was told that it ends soon. */
  warned_at: number | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    access_keys: AccessKeysTable;
  }
}
