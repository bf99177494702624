import type { Tx } from '../../kit/db/index.ts';
import { revokeOtherSessions } from '../../people/sessions/index.ts';
import { deleteAttemptsOf } from './attempts-store.ts';

/**
 * Ends every session of the account but `keptId`, and every login that is not finished yet: it would open one. Answers
 * how many sessions there were. The transaction must hold the account from its beginning, as each step of a login does
 * (`holdAccount`): then a step is over before, or comes too late.
 */
export async function endOtherLogins(tx: Tx, accountId: string, keptId: string): Promise<number> {
  await deleteAttemptsOf(tx, accountId);
  return revokeOtherSessions(tx, accountId, keptId);
}
