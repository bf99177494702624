import type { Tx } from '../../kit/db/index.ts';
import { findEnded } from './ended.ts';
import { notSignedInBecause } from './problems.ts';
import type { SessionRow } from './reader.ts';
import { isThere } from './store.ts';

/**
 * Throws `not-signed-in` when the session was ended since it was read. For what changes who can get in, after it holds
 * the rows that whoever ends sessions holds as well: a thief who keeps asking would else have a request that waited
 * there, and gave them a factor or an address after the owner had ended everything.
 */
export async function requireLiving(
  tx: Tx,
  { id, token_hash }: Pick<SessionRow, 'id' | 'token_hash'>,
  now: number,
): Promise<void> {
  if (await isThere(tx, id)) return;
  const ended = await findEnded(tx, token_hash, now);
  throw notSignedInBecause(ended ? { reason: ended.why, at: ended.at } : { reason: 'unknown' });
}
