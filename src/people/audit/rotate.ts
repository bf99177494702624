import type { Tx } from '../../kit/db/index.ts';
import { type AuditEntry, appendAudit } from './append.ts';
import { chainKey, headMac, isSame } from './chain.ts';
import { keepKey, resealKeys } from './keys.ts';
import { findHead, setHead } from './store.ts';

/**
 * Continues the chain under the key of a new secret key, in the transaction of its rotation and once the database knows the
 * new one. The key of the rows so far is kept, sealed, so that they stay verifiable; `from` is undefined if the old secret
 * key is lost. Whoever has the old one can't rewrite those rows unseen: the first row under the new key holds their last hash.
 */
export async function rotateAuditKey(
  tx: Tx,
  { from, to }: { readonly from: string | undefined; readonly to: string },
  act: Pick<AuditEntry, 'client' | 'at'>,
): Promise<void> {
  const head = await findHead(tx);
  const key = chainKey(to);
  if (head && isSame(head.mac, headMac(key, head))) return;
  if (head) {
    await resealKeys(tx, { from, to });
    await keepKey(tx, to, head.seq, from === undefined ? undefined : chainKey(from));
    // A head that was changed from outside stays as it is, and the next row says so.
    const isOwn = from === undefined || isSame(head.mac, headMac(chainKey(from), head));
    if (isOwn) await setHead(tx, { ...head, mac: headMac(key, head) });
  }
  await appendAudit(
    tx,
    { secretKey: to },
    {
      ...{ actor: { kind: 'command', id: null }, act: 'secret-key-rotated', reason: null, requestId: null },
      ...{ target: { kind: 'instance', id: 'secret-key' }, detail: { lost: from === undefined }, ...act },
    },
  );
}
