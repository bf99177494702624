export interface PasswordsTable {
  account_id: string;
  /** A PHC string, `$argon2id$…`. */
  hash: string;
  /** What was hashed: the password itself, or its MD5 in hex, as the workshop kept it. */
  wraps: 'md5' | null;
  /** Which pepper went into the hash, by its fingerprint; empty for none. */
  pepper: string;
  /** 0 or 1: chosen where no rule asked anything of it, so outside development it must be replaced. */
  weak: number;
  /** Grows with each change of the password, not with a rehash. */
  version: number;
  changed_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    passwords: PasswordsTable;
  }
}
