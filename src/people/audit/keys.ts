import type { Db, Tx } from '../../kit/db/index.ts';
import { openSecret, sealSecret } from '../../kit/sealed-secret.ts';
import { chainKey } from './chain.ts';
import { insertKey, listKeys, setSealed } from './store.ts';

/** The key of the rows up to `lastSeq`; undefined when its secret key was lost. */
export interface ChainKey {
  readonly lastSeq: number;
  readonly key: Buffer | undefined;
}

const sealOf = (lastSeq: number) => ({ purpose: 'audit-key', owner: String(lastSeq) });

/** The keys of the whole chain, the oldest first and the current one last. */
export async function openKeys(db: Db, secretKey: string): Promise<ChainKey[]> {
  const earlier = await listKeys(db);
  return [
    ...earlier.map(({ last_seq: lastSeq, sealed }) => ({
      lastSeq,
      key: sealed === null ? undefined : openSecret(secretKey, sealOf(lastSeq), sealed),
    })),
    { lastSeq: Number.POSITIVE_INFINITY, key: chainKey(secretKey) },
  ];
}

/** Keeps the key of the rows up to `lastSeq`, sealed under the new secret key; undefined for one that was lost. */
export async function keepKey(tx: Tx, to: string, lastSeq: number, key: Buffer | undefined): Promise<void> {
  await insertKey(tx, { last_seq: lastSeq, sealed: key ? sealSecret(to, sealOf(lastSeq), key) : null });
}

/** Seals the keys of earlier rows under the new secret key. One that doesn't open stays, in case its secret key turns up. */
export async function resealKeys(
  tx: Tx,
  { from, to }: { readonly from: string | undefined; readonly to: string },
): Promise<void> {
  for (const { last_seq: lastSeq, sealed } of await listKeys(tx)) {
    const seal = sealOf(lastSeq);
    const key = from === undefined || sealed === null ? undefined : openSecret(from, seal, sealed);
    if (key) await setSealed(tx, lastSeq, sealSecret(to, seal, key));
  }
}
