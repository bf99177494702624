/** Why a session ended, as far as its holder may know: no place, no device, and not by whom. */
export type EndReason =
  | 'idle'
  | 'absolute'
  | 'too-many'
  | 'signed-out'
  | 'ended'
  | 'password-changed'
  | 'factors-changed'
  | 'by-admin';

export interface SessionsTable {
  id: string;
  /** SHA-256 of the token; the token itself is nowhere but with its holder. */
  token_hash: string;
  account_id: string;
  /** `impersonation`: by a cookie of its own, beside that of the administrator who looks at the account. */
  transport: 'cookie' | 'bearer' | 'impersonation';
  /** 0 or 1: whether the person asked to stay logged in. */
  remember: number;
  created_at: number;
  last_seen_at: number;
  /** When it ends if it is not used; never later than `expires_at`, so it alone says whether the session lives. */
  idle_expires_at: number;
  expires_at: number;
  /** How it was proved who holds it, as a JSON array in the words of RFC 8176. */
  amr: string;
  /** The level of assurance, 1 or 2. */
  aal: number;
  /** When it was last proved who holds it. */
  auth_time: number;
  /** When a second factor, or one that is two in one, was last proved; null for never. Unix milliseconds. */
  second_auth_time: number | null;
  address: string;
  device: string;
  /** The attempt that opened it; null for one of an older version. */
  trail_id: string | null;
  /** 1 until its first use. */
  unused: number;
  /** When it last used the console; null for never. */
  admin_seen_at: number | null;
  /** The account of the administrator who looks at this one with it; null for a session of the person themselves. */
  actor_id: string | null;
  /** The administrator's own session, without which it opens nothing. */
  actor_session_id: string | null;
}

/** A session that is over, for a while: its holder is told why. */
export interface EndedSessionsTable {
  token_hash: string;
  account_id: string;
  why: EndReason;
  /** Unix milliseconds. */
  at: number;
  expires_at: number;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    sessions: SessionsTable;
    ended_sessions: EndedSessionsTable;
  }
}
