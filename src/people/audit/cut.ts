import { inTransaction } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import type { Services } from '../../kit/services.ts';
import { appendAudit } from './append.ts';
import { hashOf, isSame } from './chain.ts';
import { openKeys } from './keys.ts';
import { deleteThrough, findOldestTime, holdHead, listOldest } from './store.ts';

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
    await holdHead(tx);
    const keys = await openKeys(tx, secretKey);
    const rows = await listOldest(tx, mostRows);
    const isOwn = (row: (typeof rows)[number]) => {
      const key = keys.find(({ lastSeq }) => row.seq <= lastSeq)?.key;
      return key === undefined || isSame(row.hash, hashOf(key, row));
    };
    const stays = rows.findIndex((row) => row.at > now - keep || !isOwn(row));
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
