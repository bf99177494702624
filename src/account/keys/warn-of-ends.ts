import { inTransaction } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { noticeTo } from '../../people/emails/index.ts';
import { claimWarning, listKeysToWarnOf } from '../../people/keys/index.ts';

/** In days. A key that works for no longer needs no warning: whoever made it knows. */
export const warnedBefore = 7;

const server: Client = { actor: 'server', address: '', device: 'latchkey serve' };

/** Tells the owners of keys that end within a week, once each. */
export async function warnOfKeyEnds(
  services: Pick<Services, 'config' | 'db' | 'clock' | 'secretKey' | 'words'>,
): Promise<void> {
  const now = services.clock();
  const ending = await listKeysToWarnOf(services.db, { after: now, until: now + days(warnedBefore) });
  for (const { id, account_id: accountId, name, expires_at: until } of ending) {
    await inTransaction(services.db, async (tx) => {
      if (!(await claimWarning(tx, id, now))) return;
      await noticeTo(tx, services, accountId, { kind: 'key-expiring', name, until, client: server });
    });
  }
}
