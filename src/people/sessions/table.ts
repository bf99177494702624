export interface SessionsTable {
  id: string;
  /** SHA-256 of the token; the token itself is nowhere but with its holder. */
  token_hash: string;
  account_id: string;
  transport: 'cookie' | 'bearer';
  /** 0 or 1: whether the person asked to stay logged in. */
  remember: number;
  created_at: number;
  last_seen_at: number;
  idle_expires_at: number;
  expires_at: number;
  address: string;
  device: string;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    sessions: SessionsTable;
  }
}
