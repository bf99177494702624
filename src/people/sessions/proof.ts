import type { Tx } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../services.ts';
import { notSignedIn, proofRequired } from './problems.ts';
import type { SessionRow } from './reader.ts';
import { isThere } from './store.ts';

/** How long a proof opens what is sensitive. ASVS V7.5.1 and V7.5.3 ask for one without a number. */
const proofLifetime = minutes(10);

/** Throws `proof-required` unless this session has proved who holds it within the last ten minutes. */
export function requireFreshProof({ clock }: Pick<Services, 'clock'>, session: SessionRow): void {
  if (session.auth_time >= clock() - proofLifetime) return;
  throw problem(
    proofRequired,
    'Prove first that it is you: POST /api/reauthenticate with your password or another factor.',
  );
}

/**
 * Throws `not-signed-in` when the session was ended since it was read. For what changes who can get in, after it holds
 * the rows that whoever ends sessions holds as well: a thief who keeps asking would else have a request that waited
 * there, and gave them a factor or an address after the owner had ended everything.
 */
export async function requireLiving(tx: Tx, { id }: Pick<SessionRow, 'id'>): Promise<void> {
  if (!(await isThere(tx, id))) throw problem(notSignedIn);
}
