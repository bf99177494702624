import { clearLimitsOf, findCounts } from '../../people/limits/index.ts';
import type { Acting } from './acting.ts';
import { type Acted, type ActServices, actOn } from './acts/act-on.ts';

/**
 * Clears the failed attempts of an account, so that passwords and codes that were turned off work again. The value is their
 * number. Undefined when the account doesn't exist.
 */
export function unlock(
  services: ActServices,
  acting: Acting,
  accountId: string,
): Promise<Acted<number> | undefined> {
  return actOn(services, acting, accountId, {
    kind: 'sign-in-unlocked',
    audit: 'account-unlocked',
    needsReason: false,
    async change(tx, { now }) {
      const { total: failures } = await findCounts(tx, services.config.limits, accountId, now);
      if (failures === 0) return undefined;
      await clearLimitsOf(tx, accountId);
      return { value: failures, events: [{ type: 'password-unlocked', detail: { failures } }] };
    },
  });
}
