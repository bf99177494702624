import { inTransaction } from '../../kit/db/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { clearLimitsOf, findCounts } from '../../people/limits/index.ts';
import { findNamed } from './find-named.ts';
import { operator } from './operator.ts';
import type { OperatorServices } from './overview.ts';

/**
 * Clears the failed attempts of an account, so that passwords and codes that were turned off work again. Returns their
 * number, or undefined when the account doesn't exist.
 */
export async function unlock(
  { config, db, clock }: OperatorServices,
  name: string,
): Promise<{ username: string; failures: number } | undefined> {
  const account = await findNamed(db, name);
  if (!account) return undefined;
  const { id: accountId, username } = account;
  const at = clock();
  return inTransaction(db, async (tx) => {
    const { total: failures } = await findCounts(tx, config.limits, accountId, at);
    if (failures === 0) return { username, failures };
    await clearLimitsOf(tx, accountId);
    const event = { accountId, client: operator, at, detail: { failures } };
    await recordEvent(tx, { type: 'password-unlocked', ...event });
    return { username, failures };
  });
}
