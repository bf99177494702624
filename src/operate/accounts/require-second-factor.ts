import { setSecondFactorRule } from '../../people/accounts/index.ts';
import type { Acting } from './acting.ts';
import { type Acted, type ActServices, actOn } from './acts/act-on.ts';

/**
 * Requires a second factor for an account, or stops requiring it. Sessions opened without one end. Undefined when the account doesn't exist.
 */
export function requireSecondFactor(
  services: ActServices,
  acting: Acting,
  { accountId, required }: { readonly accountId: string; readonly required: boolean },
): Promise<Acted | undefined> {
  const kind = required ? 'second-factor-required' : 'second-factor-optional';
  return actOn(services, acting, accountId, {
    kind,
    audit: kind,
    needsReason: false,
    async change(tx) {
      if (!(await setSecondFactorRule(tx, accountId, required))) return undefined;
      return { value: undefined, events: [{ type: kind, detail: ({ sessions }) => ({ sessions }) }] };
    },
  });
}
