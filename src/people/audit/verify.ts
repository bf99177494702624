import type { Db } from '../../kit/db/index.ts';
import type { AuditHead } from './append.ts';
import { chainKey, headMac, isSame } from './chain.ts';
import { openKeys } from './keys.ts';
import { type Ends, findEnds, readRows } from './store.ts';
import { type BreakReason, Walk } from './walk.ts';

/** Whether the audit log is as it was written. */
export type AuditVerdict =
  | {
      readonly outcome: 'whole';
      readonly head: AuditHead;
      /** The oldest row: 1, or what the sweep has left. */
      readonly first: number;
      /** How many of the oldest rows nobody can check, because the secret key that they were written under was lost. */
      readonly unchecked: number;
    }
  | { readonly outcome: 'broken'; readonly seq: number; readonly why: BreakReason }
  /** It ends before the kept head: rows were cut off, or a backup was restored. */
  | { readonly outcome: 'shorter'; readonly head: AuditHead }
  /** It has another row where the kept head was. */
  | { readonly outcome: 'other'; readonly head: AuditHead }
  /** The row of the kept head was deleted by the sweep. */
  | { readonly outcome: 'too-old'; readonly head: AuditHead; readonly first: number };

interface VerifyServices {
  readonly db: Db;
  readonly secretKey: string;
}

const mostTries = 3;

/**
 * Walks the whole chain, page by page. With `kept`, an earlier head, it also checks that the log still contains it: whoever
 * has the database and the secret key can write another chain, but not one with a head that was kept elsewhere.
 */
export async function verifyAudit(services: VerifyServices, kept?: AuditHead): Promise<AuditVerdict> {
  for (let tries = 1; ; tries += 1) {
    const ends = await findEnds(services.db);
    const verdict = await walkAll(services, ends, kept);
    if (verdict.outcome !== 'broken' || tries === mostTries) return verdict;
    // The sweep may have cut off the beginning while it was read.
    if ((await findEnds(services.db)).oldest === ends.oldest) return verdict;
  }
}

async function walkAll(
  { db, secretKey }: VerifyServices,
  { head, oldest, newest }: Ends,
  kept: AuditHead | undefined,
): Promise<AuditVerdict> {
  const walk = new Walk(await openKeys(db, secretKey), oldest, kept);
  if (!head) return newest === 0 ? compare({ seq: 0, hash: '' }, walk, kept) : broken(newest, 'head-missing');
  for await (const row of readRows(db)) {
    // It was appended since the head was read, or inserted from outside.
    if (row.seq > head.seq) break;
    const why = walk.take(row);
    if (why) return broken(why === 'missing' ? walk.last.seq + 1 : row.seq, why);
  }
  const { last } = walk;
  if (last.seq < head.seq) return broken(last.seq + 1, 'newest-missing');
  // A number that is none, which SQLite stores as text, is after all others.
  if (!(newest <= head.seq)) return broken(head.seq + 1, 'after-head');
  if (head.hash !== last.hash || !isSame(head.mac, headMac(chainKey(secretKey), head))) {
    return broken(head.seq, 'head-changed');
  }
  const why = walk.finish();
  return why ? broken(walk.first, why) : compare({ seq: head.seq, hash: head.hash }, walk, kept);
}

const broken = (seq: number, why: BreakReason): AuditVerdict => ({ outcome: 'broken', seq, why });

/** Compares a whole chain with the head that was kept. */
function compare(head: AuditHead, { first, unchecked, ...walk }: Walk, kept?: AuditHead): AuditVerdict {
  if (kept && kept.seq > head.seq) return { outcome: 'shorter', head };
  if (kept && kept.seq < first - 1) return { outcome: 'too-old', head, first };
  if (kept && !walk.leadsThroughKept) return { outcome: 'other', head };
  return { outcome: 'whole', head, first, unchecked };
}
