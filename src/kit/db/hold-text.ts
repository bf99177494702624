import { sql } from 'kysely';
import { LeasingAdapter } from './sqlite.ts';
import type { Tx } from './transaction.ts';

/**
 * Has a transaction wait for others that hold one of the same texts, until its own end: for what two rows must not say
 * together where no unique index can forbid it. SQLite needs nothing for it, as its transactions begin as writers.
 * `texts` are fingerprints in base64url; two that begin alike may wait for each other.
 */
export async function holdTexts(tx: Tx, texts: readonly string[]): Promise<void> {
  if (tx.getExecutor().adapter instanceof LeasingAdapter) return;
  const keys = texts.map((text) => Buffer.from(text, 'base64url').readUIntBE(0, 6));
  // In one order, so that two that hold several never wait crosswise.
  for (const key of [...new Set(keys)].toSorted((one, other) => one - other)) {
    await sql`select pg_advisory_xact_lock(${key}::bigint)`.execute(tx);
  }
}
