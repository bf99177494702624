import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { AuditHeadTable, AuditTable } from './table.ts';

/** The fields of a row that its hash covers, in the order in which it does. */
const covered = [
  'prev_hash',
  'seq',
  'at',
  'actor_kind',
  'actor_id',
  'act',
  'target_kind',
  'target_id',
  'reason',
  'detail',
  'address',
  'device',
  'request_id',
] as const satisfies readonly (keyof AuditTable)[];

export type CoveredRow = Pick<AuditTable, (typeof covered)[number]>;

/** The key of the chain: whoever has the database alone can't compute a hash that fits. */
export function chainKey(secretKey: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', 'latchkey v1 audit', 32));
}

/**
 * The hash of a row: HMAC-SHA-256 over its fields as a JSON array, the hash of the row before it first. An array has one
 * spelling, and tells apart what is null, empty or split differently. `detail` is covered as the text that is stored.
 */
export function hashOf(key: Uint8Array, row: CoveredRow): string {
  return mac(key, JSON.stringify(covered.map((name) => row[name])));
}

/** The MAC of the head. What it covers begins differently than a row does, so that no row's hash can pass for it. */
export function headMac(key: Uint8Array, { seq, hash }: Pick<AuditHeadTable, 'seq' | 'hash'>): string {
  return mac(key, JSON.stringify({ head: [seq, hash] }));
}

/** Compares two hashes in constant time. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function mac(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
