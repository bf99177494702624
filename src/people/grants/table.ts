/** What somebody has allowed an app. Codes and tokens of the app live as long as their grant does. */
export interface AppGrantsTable {
  id: string;
  account_id: string;
  app_id: string;
  /** The session that it lives in; null for one that outlives sessions (`offline_access`). */
  session_id: string | null;
  /** JSON of `GrantedScopes`. */
  scopes: string;
  /** Unix milliseconds, as the times below. */
  created_at: number;
  /** When somebody last signed in to the app by it. */
  used_at: number;
  /** When it runs out, or was revoked. */
  expires_at: number;
  revoked_at: number | null;
  why: GrantEnd | null;
}

/** Why a grant was revoked, for the trail. */
export type GrantEnd = 'withdrawn' | 'reused' | 'signed-out' | 'account-changed' | 'by-app';

declare module '../../kit/db/tables.ts' {
  interface Tables {
    app_grants: AppGrantsTable;
  }
}
