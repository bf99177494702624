import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import type { Services } from '../../kit/services.ts';
import { appendAudit } from './append.ts';
import { hashOf, isSame } from './chain.ts';
import { type ChainKey, openKeys } from './keys.ts';
import { deleteThrough, findOldestTime, findRowAt, holdHead, listOldest } from './store.ts';
import type { AuditTable } from './table.ts';
import { saysLost } from './walk.ts';

/** Rows go a month's worth at once: each cut leaves a row, and one a minute would fill the log with cuts. */
const atLeast = days(30);

/** So many rows go at once; the rest with the next sweep. */
const mostRows = 10_000;

/**
 * Cuts off the beginning of the audit log, what is older than `keep`, and carries the hash of the last row that goes on in a
 * row of its own. A row that isn't as it was written stays with all that follow: whoever gives rows an old time must not
 * have them deleted by us.
 */
export async function cutAudit(
  services: Pick<Services, 'db' | 'secretKey' | 'log'>,
  { keep, now }: { readonly keep: number; readonly now: number },
): Promise<void> {
  const { db, secretKey, log } = services;
  const oldest = await findOldestTime(db);
  if (oldest === undefined || oldest > now - keep - atLeast) return;
  await inTransaction(db, async (tx) => {
    // Of two processes that come at once the second finds the rows gone.
    const head = await holdHead(tx);
    const keys = await openKeys(tx, secretKey);
    const rows = await listOldest(tx, mostRows);
    const lostThrough = await findLostThrough(tx, keys, now - keep);
    // The newest row stays, whatever its age: what is written next follows it.
    const isOver = (row: AuditTable) =>
      row.seq !== head?.seq && (row.seq <= lostThrough || (row.at <= now - keep && isAsWritten(keys, row)));
    const stays = rows.findIndex((row) => !isOver(row));
    const last = rows[(stays < 0 ? rows.length : stays) - 1];
    if (!last) return;
    await deleteThrough(tx, last.seq);
    await appendAudit(
      tx,
      { secretKey, log },
      {
        ...{ actor: { kind: 'server', id: null }, act: 'audit-cut', target: null, reason: null, at: now },
        ...{ client: { address: '', device: '' }, requestId: null },
        detail: { through: last.seq, hash: last.hash },
      },
    );
  });
}

/**
 * The last of the oldest rows whose key was lost; 0 where there are none. Nobody can check their times, so what counts is the
 * time of the row that was written after them and says that the key was lost: without it, or before it's old, none may go.
 */
async function findLostThrough(tx: Tx, keys: readonly ChainKey[], before: number): Promise<number> {
  const through = keys[keys.findIndex(({ key }) => key !== undefined) - 1]?.lastSeq;
  const next = through === undefined ? undefined : await findRowAt(tx, through + 1);
  if (through === undefined || !next || !isAsWritten(keys, next)) return 0;
  return saysLost(next) && next.at <= before ? through : 0;
}

function isAsWritten(keys: readonly ChainKey[], row: AuditTable): boolean {
  const key = keys.find(({ lastSeq }) => row.seq <= lastSeq)?.key;
  return key !== undefined && isSame(row.hash, hashOf(key, row));
}
