import { setDisabled } from '../../../people/accounts/index.ts';
import { requireNotLastAdministrator } from '../../../people/roles/index.ts';
import type { Acting } from '../acting.ts';
import { type Acted, type ActServices, actOn } from './act-on.ts';

/**
 * Disables an account: nobody gets in any more, whatever they prove, and nobody learns why but its owner, by email. Its data
 * stays. Undefined when the account doesn't exist.
 */
export function disableAccount(
  services: ActServices,
  acting: Acting,
  accountId: string,
): Promise<Acted | undefined> {
  return actOn(services, acting, accountId, {
    kind: 'account-disabled',
    audit: 'account-disabled',
    needsReason: true,
    async change(tx, { now, reason }) {
      await requireNotLastAdministrator(tx, accountId, now);
      if (!(await setDisabled(tx, accountId, { at: now, why: reason ?? '' }))) return undefined;
      return told('account-disabled');
    },
  });
}

/** Enables it again. Its owner signs in as before: password, passkeys and second factors are what they were. */
export function enableAccount(
  services: ActServices,
  acting: Acting,
  accountId: string,
): Promise<Acted | undefined> {
  return actOn(services, acting, accountId, {
    kind: 'account-enabled',
    audit: 'account-enabled',
    needsReason: false,
    async change(tx) {
      return (await setDisabled(tx, accountId, null)) ? told('account-enabled') : undefined;
    },
  });
}

/** One event and one email of the same name. */
const told = (kind: 'account-disabled' | 'account-enabled') => ({
  value: undefined,
  events: [{ type: kind }],
  notice: { kind },
});
