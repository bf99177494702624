import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { act, type Changed } from '../../people/act/index.ts';
import { type AccessKeysTable, deleteLeaked, findKeyOwner } from '../../people/keys/index.ts';

/** Takes a key that somebody has found off its account; undefined where it's gone already. Its owner is told by email. */
export async function takeLeaked(tx: Tx, key: string): Promise<Changed<AccessKeysTable> | undefined> {
  const gone = await deleteLeaked(tx, key);
  if (!gone) return undefined;
  return {
    value: gone,
    events: [{ type: 'key-leaked', detail: { key: gone.id } }],
    notice: { kind: 'key-leaked', name: gone.name },
  };
}

/** Nothing of who has reported it: the report may come from anywhere, and proves only that somebody holds the key. */
const scanner: Client = { actor: 'server', address: '', device: 'latchkey serve' };

/** Revokes a key that a scanner of secrets reports. Whoever reports it learns nothing. */
export async function revokeReported(
  services: Pick<Services, 'config' | 'db' | 'clock' | 'secretKey' | 'words'>,
  key: string,
): Promise<void> {
  const accountId = await findKeyOwner(services.db, key);
  if (accountId === undefined) return;
  await act(services, { kind: 'operator', accountId, client: scanner }, 'key-leaked', {
    change: async (tx) => (await takeLeaked(tx, key)) ?? { unchanged: undefined },
    finish: () => undefined,
  });
}
