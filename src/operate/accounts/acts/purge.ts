import { eraseAccount } from '../../../account/index.ts';
import { inTransaction } from '../../../kit/db/index.ts';
import type { Services } from '../../../kit/services.ts';
import { findAccount, holdEvenClosed, listDeletedBefore } from '../../../people/accounts/index.ts';
import { recordEvent } from '../../../people/events/index.ts';
import type { Acting } from '../acting.ts';
import { recordAct } from './record-act.ts';

/** In one sweep: what is left goes with the next. */
const atOnce = 100;

const server: Acting = {
  actor: { kind: 'server', id: null },
  account: null,
  client: { actor: 'server', address: '', device: 'latchkey serve' },
  requestId: null,
  reason: null,
  mayActOn: async () => {},
  mayGrant: async () => {},
};

/** Erases the accounts whose grace is over (`accounts.deleteGrace`), each in a transaction of its own. */
export async function purgeDeletedAccounts(
  services: Pick<Services, 'config' | 'db' | 'secretKey' | 'log'>,
  now: number,
): Promise<void> {
  const before = now - services.config.accounts.deleteGrace;
  for (const id of await listDeletedBefore(services.db, before, atOnce)) {
    await inTransaction(services.db, async (tx) => {
      await holdEvenClosed(tx, id);
      const account = await findAccount(tx, id);
      // Restored or erased since it was looked for.
      if (!account || account.deleted_at === null || account.deleted_at > before) return;
      await eraseAccount(tx, id);
      await recordEvent(tx, { type: 'account-deleted', accountId: id, client: server.client, at: now });
      await recordAct(tx, services, server, { act: 'account-purged', accountId: id, reason: null, at: now });
    });
  }
}
