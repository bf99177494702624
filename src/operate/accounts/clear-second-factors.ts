import type { Cleared as ClearedFactor } from '../../factors/factor.ts';
import { factors } from '../../factors/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { requireWayIn } from '../../login/index.ts';
import { act } from '../../people/act/index.ts';
import { beginNewCodeCounts } from '../../people/limits/index.ts';

/** An operator who clears an account, and how much of it. */
export interface Clearing {
  readonly accountId: string;
  readonly passkeys: boolean;
  readonly client: Client;
}

/** What was removed, in words, and how many sessions ended with it. */
export interface Cleared {
  readonly removed: string;
  readonly sessions: number;
}

const goAlways = factors.filter(({ staysUnlessAsked }) => !staysUnlessAsked);
const stayUnlessAsked = factors.filter(({ staysUnlessAsked }) => staysUnlessAsked);

/**
 * Removes the authenticator app and the recovery codes of somebody who has lost them, and the passkeys if that is asked
 * for; undefined when there was nothing. Nobody proves anything here, and the last factor goes even where the account
 * must have one: the next login adds another. An app that is only being set up stays, since it opens nothing. Throws
 * `last-way-in` where nobody could sign in without the passkeys.
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
        const one = await clear?.(tx, accountId);
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
