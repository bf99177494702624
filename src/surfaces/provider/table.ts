/** A code, a token, or a request that waits for somebody. */
export interface AppRecordsTable {
  /** SHA-256 of its kind and its value. */
  id_hash: string;
  kind: string;
  grant_id: string | null;
  user_code_hash: string | null;
  /** JSON, without the value itself. */
  payload: string;
  expires_at: number;
  /** When it was used, where it may be used once. */
  consumed_at: number | null;
  /** When a device last asked whether it was let in. */
  polled_at: number | null;
}

/** That a session was used to sign in to an app. It outlives the session until the app has been told of its end. */
export interface AppSessionsTable {
  session_id: string;
  app_id: string;
  /** The same session as long as it is there; null from its end on. */
  open_session_id: string | null;
  account_id: string;
  /** What the app knows the session by. */
  sid: string;
  grant_id: string;
  /** When it was first noticed that the app has to be told of the end. */
  over_at: number | null;
  /** When it is told next, and until when a process that took it has it. */
  due_at: number;
  claimed_until: number;
  /** Tries that were begun. */
  tries: number;
  /** When the app was told, or given up, or there was nothing to tell it. */
  told_at: number | null;
}

export interface SigningKeysTable {
  kid: string;
  alg: 'RS256' | 'ES256';
  /** The private key as a JWK, sealed under the secret key. */
  sealed: string;
  created_at: number;
  signs_from: number;
  /** Null while there is no later one. */
  signs_until: number | null;
  published_until: number | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    app_records: AppRecordsTable;
    app_sessions: AppSessionsTable;
    signing_keys: SigningKeysTable;
  }
}
