import { takeLeaked } from '../../account/keys/index.ts';
import { type AccessKeysTable, findKeyOwner } from '../../people/keys/index.ts';
import { type Acting, type ActServices, actOn } from '../accounts/index.ts';

/** Whose key it was, and what became of it. */
interface RevokedKey {
  readonly username: string;
  readonly name: string;
  /** Where its owner was told of it; null where there is no verified address. */
  readonly toldTo: string | null;
}

/** Revokes a key that was found; undefined where this server has none like it. */
export async function revokeFound(
  services: ActServices,
  acting: Acting,
  key: string,
): Promise<RevokedKey | undefined> {
  const accountId = await findKeyOwner(services.db, key);
  if (accountId === undefined) return undefined;
  const acted = await actOn<AccessKeysTable>(services, acting, accountId, {
    kind: 'key-leaked',
    audit: 'key-revoked',
    needsReason: false,
    detail: ({ id }) => ({ key: id }),
    change: (tx) => takeLeaked(tx, key),
  });
  if (!acted?.value) return undefined;
  return { username: acted.username, name: acted.value.name, toldTo: acted.toldTo };
}
