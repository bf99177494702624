import type { Cleared as ClearedFactor } from '../../factors/factor.ts';
import { factors } from '../../factors/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { requireWayIn } from '../../login/index.ts';
import { act } from '../../people/act/index.ts';
import { beginNewCodeCounts } from '../../people/limits/index.ts';

/** Which account to clear, and whether to remove its passkeys too. */
export interface Clearing {
  readonly accountId: string;
  readonly passkeys: boolean;
  readonly client: Client;
}

/** What was removed, in words, and how many sessions ended. */
export interface Cleared {
  readonly removed: string;
  readonly sessions: number;
}

const goAlways = factors.filter(({ staysUnlessAsked }) => !staysUnlessAsked);
const stayUnlessAsked = factors.filter(({ staysUnlessAsked }) => staysUnlessAsked);

/**
 * Removes a lost authenticator app, recovery codes and, with `passkeys`, passkeys. Undefined when there was nothing to
 * remove. Requires no verification, and removes the last factor even if the account must have one: the next login adds
 * another. An app that's still being set up stays. Throws `last-way-in` when nobody could sign in without the passkeys.
 */
export function clearSecondFactors(
  services: Pick<Services, 'config' | 'db' | 'clock' | 'secretKey' | 'words'>,
  { accountId, passkeys, client }: Clearing,
): Promise<Cleared | undefined> {
  const lost = passkeys ? [...goAlways, ...stayUnlessAsked] : goAlways;
  return act(services, { kind: 'operator', accountId, client }, 'factors-cleared', {
    async change(tx) {
      const cleared: ClearedFactor[] = [];
      for (const { clear, isGuessable } of lost) {
        const one = await clear?.(tx, accountId, services.clock());
        if (!one) continue;
        cleared.push(one);
        if (isGuessable) await beginNewCodeCounts(tx, accountId);
      }
      if (cleared.length === 0) return { unchanged: undefined };
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
    finish: (_tx, { value: removed, sessions }) => ({ removed, sessions }),
  });
}
