import type { Generated } from 'kysely';

export interface AccountsTable {
  id: string;
  /** As typed, in NFC. */
  username: string;
  /** Folded; unique. See username.ts. */
  username_key: string;
  /** The account's own document, as JSON text. */
  data: string;
  /** Grows by one with each change of `data`; the ETag is made of it. */
  data_version: number;
  created_at: number;
  updated_at: number;
  last_login_at: number | null;
  /** 0 or 1: whether it must have a second factor, whatever the configuration says. */
  second_factor_required: number;
  /** Grows by one with each change of the password or the factors, and with each recovery. */
  security_version: Generated<number>;
  /** When an admin disabled it; null while it's open. See closed.ts. */
  disabled_at: number | null;
  /** Why, in the admin's words: for other admins alone. */
  disabled_reason: string | null;
  /** When an admin deleted it; it's purged once `accounts.deleteGrace` is over. */
  deleted_at: number | null;
  /** The names of its roles for apps, as a JSON array, kept beside it for the session check; null for none. */
  app_roles: Generated<string | null>;
  /** What admins say of it and its owner can't change, as a JSON object; null for nothing. */
  attributes: Generated<string | null>;
}

/** A fingerprint of what a username looks like; one or two for each account. See lookalikes.ts. */
export interface UsernameLookalikesTable {
  lookalike: string;
  account_id: string;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    accounts: AccountsTable;
    username_lookalikes: UsernameLookalikesTable;
  }
}
