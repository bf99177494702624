import { setDeletion } from '../../../people/accounts/index.ts';
import { requireNotLastAdministrator } from '../../../people/roles/index.ts';
import type { Acting } from '../acting.ts';
import { type Acted, type ActServices, actOn } from './act-on.ts';

/**
 * Deletes somebody's account, with a grace in which that can be undone (`accounts.deleteGrace`): nobody gets in, its names
 * stay taken, and at the end it's erased. The value is when, in Unix milliseconds. Undefined when it doesn't exist.
 */
export function deleteAccountLater(
  services: ActServices,
  acting: Acting,
  accountId: string,
): Promise<Acted<number> | undefined> {
  return actOn(services, acting, accountId, {
    kind: 'account-deletion-set',
    audit: 'account-deletion-set',
    needsReason: true,
    async change(tx, { now }) {
      await requireNotLastAdministrator(tx, accountId, now);
      if (!(await setDeletion(tx, accountId, now))) return undefined;
      const until = now + services.config.accounts.deleteGrace;
      return {
        value: until,
        events: [{ type: 'account-deletion-set' }],
        notice: { kind: 'account-deletion-set', until },
      };
    },
  });
}

/** Takes the deletion back. An account that was disabled before it stays so. */
export function undeleteAccount(
  services: ActServices,
  acting: Acting,
  accountId: string,
): Promise<Acted | undefined> {
  return actOn(services, acting, accountId, {
    kind: 'account-restored',
    audit: 'account-restored',
    needsReason: false,
    async change(tx, { account }) {
      if (!(await setDeletion(tx, accountId, null))) return undefined;
      const isDisabled = account.disabled_at !== null;
      return {
        value: undefined,
        events: [{ type: 'account-restored' }],
        ...(!isDisabled && { notice: { kind: 'account-restored' } as const }),
      };
    },
  });
}
