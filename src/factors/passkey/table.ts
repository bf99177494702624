export interface PasskeysTable {
  id: string;
  account_id: string;
  /** By what the authenticator knows it, in base64url; no two accounts have the same. */
  credential_id: string;
  /** COSE, in base64url. */
  public_key: string;
  /** The largest that was seen; 0 for an authenticator that counts nothing, as all that are synced. */
  sign_count: number;
  /** 0 or 1: whether it has verified its user, by a PIN or a finger, when something else vouched for that person. */
  uv_initialized: number;
  /** JSON: how a browser reaches it, such as `["internal","hybrid"]`. */
  transports: string;
  /** 0 or 1: whether it may be copied to other devices. It never changes. */
  backup_eligible: number;
  /** 0 or 1: whether it was, when it was last used. */
  backup_state: number;
  name: string;
  /** The make of the authenticator, as it says of itself; a UUID of zeros says nothing. */
  aaguid: string;
  created_at: number;
  last_used_at: number | null;
}

export interface PasskeyUsersTable {
  account_id: string;
  /** 64 random bytes in base64url. It lies on people's keys, so it says nothing of them (WebAuthn §14.6.1). */
  user_handle: string;
}

export interface PasskeyChallengesTable {
  /** What it was handed out for: a login's attempt or a session. */
  subject: string;
  purpose: 'register' | 'login';
  challenge: string;
  /** Whom it was handed to; null in a login without a name. */
  account_id: string | null;
  expires_at: number;
}

/** A passkey that was removed, so that whoever still uses it can be told so. */
export interface RemovedPasskeysTable {
  /** SHA-256 of the account's user handle and the credential id. */
  credential_hash: string;
  account_id: string;
  /** What its owner called it. */
  name: string;
  removed_at: number;
  expires_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    passkeys: PasskeysTable;
    passkey_users: PasskeyUsersTable;
    passkey_challenges: PasskeyChallengesTable;
    removed_passkeys: RemovedPasskeysTable;
  }
}
