import type { Cleared as ClearedFactor } from '../../factors/factor.ts';
import { factors } from '../../factors/index.ts';
import { requireWayIn } from '../../login/index.ts';
import { beginNewCodeCounts } from '../../people/limits/index.ts';
import type { Acting } from './acting.ts';
import { type Acted, type ActServices, actOn } from './acts/act-on.ts';

/** Which account to clear, and whether to remove its passkeys too. */
export interface Clearing {
  readonly accountId: string;
  readonly passkeys: boolean;
}

const goAlways = factors.filter(({ staysUnlessAsked }) => !staysUnlessAsked);
const stayUnlessAsked = factors.filter(({ staysUnlessAsked }) => staysUnlessAsked);

/**
 * Removes a lost authenticator app, recovery codes and, with `passkeys`, passkeys. The value says in words what was removed.
 * Removes the last factor even if the account must have one: the next login adds another. An app that's still being set
 * up stays. The command line may leave out the reason. Undefined when the account doesn't exist. Throws `last-way-in` when
 * nobody could sign in without the passkeys.
 */
export function clearSecondFactors(
  services: ActServices,
  acting: Acting,
  { accountId, passkeys }: Clearing,
): Promise<Acted<string> | undefined> {
  const lost = passkeys ? [...goAlways, ...stayUnlessAsked] : goAlways;
  return actOn(services, acting, accountId, {
    kind: 'factors-cleared',
    audit: 'factors-cleared',
    needsReason: acting.actor.kind !== 'command',
    async change(tx, { now }) {
      const cleared: ClearedFactor[] = [];
      for (const { clear, isGuessable } of lost) {
        const one = await clear?.(tx, accountId, now);
        if (!one) continue;
        cleared.push(one);
        if (isGuessable) await beginNewCodeCounts(tx, accountId);
      }
      if (cleared.length === 0) return undefined;
      if (passkeys) await requireWayIn(tx, services.config, accountId);
      const removed = new Intl.ListFormat(services.words.ui.locale).format(
        cleared.map(({ said }) => said(services.words)),
      );
      return {
        value: removed,
        events: cleared.flatMap(({ events }) => events),
        notice: { kind: 'factors-cleared', name: removed },
      };
    },
  });
}
