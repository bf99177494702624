import type { Db, Tx } from '../../kit/db/index.ts';
import { openSecret, sealSecret } from '../../kit/sealed-secret.ts';
import type { TotpTable } from './table.ts';

type Sealed = Pick<TotpTable, 'account_id' | 'secret'>;

/** Rows that are in memory at once. */
const page = 1000;

const open = (secretKey: string, { account_id, secret }: Sealed): Buffer | undefined =>
  openSecret(secretKey, { purpose: 'totp', owner: account_id }, secret);

/** Whether some stored key opens under this secret key; undefined when there is none to try it on. */
export async function opensSomeKey(db: Db, secretKey: string): Promise<boolean | undefined> {
  const rows = await pageAfter(db, '');
  return rows.length === 0 ? undefined : rows.some((row) => open(secretKey, row) !== undefined);
}

/**
 * Seals all keys anew, in the caller's transaction and in bounded memory. A key that opens under the new secret key
 * already stays; `lost` counts those that open under neither, whose owners need another way in.
 */
export async function resealKeys(
  tx: Tx,
  secretKeys: { from: string | undefined; to: string },
): Promise<{ resealed: number; lost: number }> {
  const count = { resealed: 0, lost: 0 };
  for (let rows = await pageAfter(tx, ''); rows.length > 0; ) {
    for (const row of rows) {
      if (open(secretKeys.to, row)) continue;
      const key = secretKeys.from === undefined ? undefined : open(secretKeys.from, row);
      if (!key) {
        count.lost += 1;
        continue;
      }
      const secret = sealSecret(secretKeys.to, { purpose: 'totp', owner: row.account_id }, key);
      await tx.updateTable('totp').set({ secret }).where('account_id', '=', row.account_id).execute();
      count.resealed += 1;
    }
    rows = await pageAfter(tx, rows.at(-1)?.account_id ?? '');
  }
  return count;
}

function pageAfter(db: Db, accountId: string): Promise<Sealed[]> {
  return db
    .selectFrom('totp')
    .select(['account_id', 'secret'])
    .where('account_id', '>', accountId)
    .orderBy('account_id')
    .limit(page)
    .execute();
}
