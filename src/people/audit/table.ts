import type { AuditAct } from './acts.ts';

/** Who did it: an account, a token of a program, the operator's command line, or the server by itself. */
export type AuditActorKind = 'person' | 'token' | 'command' | 'server';

export type AuditTargetKind =
  | 'account'
  | 'role'
  | 'invitation'
  | 'token'
  | 'app'
  | 'mail'
  | 'audit'
  | 'instance';

/** A row of the audit log. It holds IDs, never names or email addresses, so people can be forgotten without breaking the chain. */
export interface AuditTable {
  /** From 1, without a gap. */
  seq: number;
  at: number;
  actor_kind: AuditActorKind;
  actor_id: string | null;
  act: AuditAct;
  target_kind: AuditTargetKind | null;
  target_id: string | null;
  /** In the words of whoever did it. */
  reason: string | null;
  /** A few facts as JSON, its names in order; never a secret. */
  detail: string | null;
  address: string;
  device: string;
  request_id: string | null;
  /** The hash of the row before it; empty in the first. */
  prev_hash: string;
  /** Over `prev_hash` and the row, under a key that isn't in the database. */
  hash: string;
}

/** The newest row. Whoever appends holds this one. */
export interface AuditHeadTable {
  id: 1;
  seq: number;
  hash: string;
  /** Over both, so that nobody without the key can cut off the newest rows. */
  mac: string;
}

/** The keys of rows that were written under an earlier secret key, sealed under the current one. */
export interface AuditKeysTable {
  /** The last row under this key. */
  last_seq: number;
  /** Null when that secret key was lost. */
  sealed: string | null;
}

declare module '../../kit/db/tables.ts' {
  interface Tables {
    audit: AuditTable;
    audit_head: AuditHeadTable;
    audit_keys: AuditKeysTable;
  }
}
