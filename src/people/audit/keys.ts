import type { Db } from '../../kit/db/index.ts';
import { openSecret } from '../../kit/sealed-secret.ts';
import { chainKey } from './chain.ts';
import { listKeys } from './store.ts';

/** The key of the rows up to `lastSeq`; undefined when its secret key was lost. */
export interface ChainKey {
  readonly lastSeq: number;
  readonly key: Buffer | undefined;
}

const sealOf = (lastSeq: number) => ({ purpose: 'audit-key', owner: String(lastSeq) });

/** The keys of the whole chain, the oldest first. The last one is the present one. */
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
