import type { Db } from '../../kit/db/index.ts';

/** The email addresses of these accounts, the confirmed one first. */
export async function findAddressesOf(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly address: string; readonly isVerified: boolean }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('emails')
    .select(['account_id', 'address', 'verified_at'])
    .where('account_id', 'in', ids)
    .execute();
  const confirmedLast = rows.toSorted(
    (one, other) => Number(one.verified_at !== null) - Number(other.verified_at !== null),
  );
  return new Map(
    confirmedLast.map(({ account_id, address, verified_at }) => [
      account_id,
      { address, isVerified: verified_at !== null },
    ]),
  );
}
