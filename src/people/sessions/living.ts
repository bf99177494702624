import type { Tx } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import { notSignedIn } from './problems.ts';
import type { SessionRow } from './reader.ts';
import { isThere } from './store.ts';

/**
 * Throws `not-signed-in` when the session was ended since it was read. For what changes who can get in, after it holds
 * the rows that whoever ends sessions holds as well: a thief who keeps asking would else have a request that waited
 * there, and gave them a factor or an address after the owner had ended everything.
 */
export async function requireLiving(tx: Tx, { id }: Pick<SessionRow, 'id'>): Promise<void> {
  if (!(await isThere(tx, id))) throw problem(notSignedIn);
}
