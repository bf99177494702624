import type { Tx } from '../../kit/db/index.ts';
import { touchAccount } from '../accounts/index.ts';
import { endLinks } from './links/links-store.ts';
import { deletePendingEmail } from './store.ts';
import type { LinkEnd } from './table.ts';

/**
 * Takes back the address that the account asks for, whose link would give it to whoever asked: a session that is ended
 * because nobody trusts it must not come back as the owner of a confirmed address.
 */
export async function withdrawEmail(
  tx: Tx,
  accountId: string,
  now: number,
  by: LinkEnd = 'account-changed',
): Promise<void> {
  // Before all else: it lines up whatever changes the addresses and links of this account.
  await touchAccount(tx, accountId, now);
  await endLinks(tx, { accountId, purpose: 'verify-email' }, { now, by });
  await deletePendingEmail(tx, accountId);
}
