import type { Tx } from '../../../kit/db/index.ts';
import { openSecret, sealSecret } from '../../../kit/sealed-secret.ts';
import { deleteSigningKey, listSigningKeys, setSealed } from './store.ts';

export const purpose = 'signing-key';

/**
 * Seals the signing keys anew, in the caller's transaction. One that opens under neither key is deleted: a new one is made when it is
 * needed, and apps fetch that by themselves.
 */
export async function resealSigningKeys(
  tx: Tx,
  { from, to }: { readonly from: string | undefined; readonly to: string },
): Promise<void> {
  for (const { kid, sealed } of await listSigningKeys(tx)) {
    const seal = { purpose, owner: kid };
    if (openSecret(to, seal, sealed)) continue;
    const key = from === undefined ? undefined : openSecret(from, seal, sealed);
    if (key) await setSealed(tx, kid, sealSecret(to, seal, key));
    else await deleteSigningKey(tx, kid);
  }
}
