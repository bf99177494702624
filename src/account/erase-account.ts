import { deletePassword } from '../factors/password/index.ts';
import type { Tx } from '../kit/db/index.ts';
import { deleteMailsOf } from '../kit/mail/index.ts';
import { deleteAccount } from '../people/accounts/index.ts';
import { deleteEventsOf } from '../people/events/index.ts';
import { clearLimitsOf } from '../people/limits/index.ts';

/** Erases an account and everything of it, in a transaction that holds it. What tells of that is the caller's to write. */
export async function eraseAccount(tx: Tx, id: string): Promise<void> {
  await deletePassword(tx, id);
  await deleteAccount(tx, id);
  await deleteMailsOf(tx, id);
  await deleteEventsOf(tx, id);
  await clearLimitsOf(tx, id);
}
