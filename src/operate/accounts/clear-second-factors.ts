import { deletePasskey, listPasskeys } from '../../factors/passkey/index.ts';
import { deleteCodes, findCodesMadeAt } from '../../factors/recovery-code/index.ts';
import { deleteTotp, findTotp } from '../../factors/totp/index.ts';
import { requireWayIn } from '../../flows/login/index.ts';
import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { type ActEvent, act } from '../../people/act/index.ts';
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

/**
 * Removes the authenticator app and the recovery codes of somebody who has lost them, and the passkeys if that is asked
 * for; undefined when there was nothing. Nobody proves anything here, and the last factor goes even where the account
 * must have one: the next login adds another. An app that is only being set up stays, since it opens nothing. Throws
 * `last-way-in` where nobody could sign in without the passkeys.
 */
export function clearSecondFactors(
  services: Pick<Services, 'config' | 'db' | 'clock' | 'secretKey'>,
  { accountId, passkeys, client }: Clearing,
): Promise<Cleared | undefined> {
  return act(services, { kind: 'operator', accountId, client }, 'factors-cleared', {
    async change(tx) {
      const cleared = [
        await clearApp(tx, accountId),
        await clearCodes(tx, accountId),
        passkeys ? await clearPasskeys(tx, accountId) : undefined,
      ].filter((one) => one !== undefined);
      if (cleared.length === 0) return { unchanged: undefined };
      if (passkeys) await requireWayIn(tx, services.config, accountId);
      const removed = new Intl.ListFormat('en-GB').format(cleared.map(({ name }) => name));
      return {
        value: removed,
        events: cleared.flatMap(({ events }) => events),
        notice: { kind: 'factors-cleared', name: removed },
      };
    },
    finish: (_tx, { value: removed, sessions }) => ({ removed, sessions }),
  });
}

interface Part {
  readonly name: string;
  readonly events: readonly ActEvent[];
}

async function clearApp(tx: Tx, accountId: string): Promise<Part | undefined> {
  const totp = await findTotp(tx, accountId);
  if (!totp || totp.confirmed_at === null) return undefined;
  await deleteTotp(tx, accountId);
  await beginNewCodeCounts(tx, accountId);
  return { name: 'the authenticator app', events: [{ type: 'totp-removed' }] };
}

async function clearCodes(tx: Tx, accountId: string): Promise<Part | undefined> {
  if ((await findCodesMadeAt(tx, accountId)) === undefined) return undefined;
  await deleteCodes(tx, accountId);
  return { name: 'the recovery codes', events: [{ type: 'recovery-codes-removed' }] };
}

async function clearPasskeys(tx: Tx, accountId: string): Promise<Part | undefined> {
  const held = await listPasskeys(tx, accountId);
  if (held.length === 0) return undefined;
  for (const { id } of held) await deletePasskey(tx, accountId, id);
  const events = held.map(({ id }) => ({ type: 'passkey-removed', detail: { passkey: id } }) as const);
  return { name: held.length === 1 ? 'a passkey' : `${held.length} passkeys`, events };
}
