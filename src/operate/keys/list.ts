import type { Services } from '../../kit/services.ts';
import { listKeys, scopesOfKey } from '../../people/keys/index.ts';

/** A key as an operator sees it. Times are Unix milliseconds. */
export interface ListedKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Its last four characters. */
  readonly ending: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly isExpired: boolean;
  readonly usedAt: number | null;
}

/** The keys of an account, the newest first. */
export async function listKeysOf(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  accountId: string,
): Promise<ListedKey[]> {
  const now = clock();
  return (await listKeys(db, accountId)).map((row) => ({
    ...{
      id: row.id,
      name: row.name,
      scopes: scopesOfKey(row),
      ending: row.ending,
      createdAt: row.created_at,
    },
    ...{ expiresAt: row.expires_at, isExpired: row.expires_at <= now, usedAt: row.used_at },
  }));
}
