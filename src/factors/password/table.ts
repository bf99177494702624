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

/** How many stored hashes cost the same to verify. It is kept in the transaction that writes or removes a hash. */
export interface PasswordCostsTable {
  /** What is computed from a password: `argon2id`, alone or around an inner hash that costs next to nothing. */
  recipe: string;
  /** Of the recipe, as its hash says them: `m=19456,t=2,p=1`. */
  parameters: string;
  count: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    passwords: PasswordsTable;
    password_costs: PasswordCostsTable;
  }
}
