/** A set of permissions for administrators, or a name that apps are told of an account. */
export interface RolesTable {
  /** For a built-in role, its name. Its row is written when the role is first granted. */
  id: string;
  name: string;
  kind: RoleKind;
  /** A JSON array; empty for roles of apps, and for built-in ones, whose permissions are in the code. */
  permissions: string;
  /** 0 or 1. */
  built_in: number;
  /** Unix milliseconds, as the times below. */
  created_at: number;
  updated_at: number;
}

/** `admin`: what its holder may do here. `app`: a claim for apps, which can do nothing here. */
export type RoleKind = 'admin' | 'app';

export interface AccountRolesTable {
  account_id: string;
  role_id: string;
  granted_at: number;
  /** The account that granted it; null for the command line and the setup. */
  granted_by: string | null;
  /** Null for a role that is held until it is revoked. */
  expires_at: number | null;
}

/** What lets a program use the API of the console in somebody's name, within what both may. */
export interface AdminTokensTable {
  id: string;
  name: string;
  /** SHA-256 of the token; the token itself is nowhere but with its program. */
  token_hash: string;
  /** A JSON array. */
  permissions: string;
  /** A JSON array of addresses and ranges that it may be sent from; empty for any. */
  addresses: string;
  /** The account that made it: the token can never do more than it may, and is deleted with it. */
  made_by: string;
  created_at: number;
  expires_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

/** One row, written with the first administrator. It stays when they are gone, which keeps the setup closed. */
export interface InstanceTable {
  id: number;
  first_admin_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    roles: RolesTable;
    account_roles: AccountRolesTable;
    admin_tokens: AdminTokensTable;
    instance: InstanceTable;
  }
}
