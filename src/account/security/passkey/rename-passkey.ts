import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../../factors/index.ts';
import { type Passkey, readPasskeyName, renamePasskey, toPasskey } from '../../../factors/passkey/index.ts';
import type { Caller } from '../../../kit/http/index.ts';
import { bySession } from '../../../login/prove/index.ts';
import { act } from '../../../people/act/index.ts';

/**
 * The passkey under its new name; undefined when the caller has none of this id. Throws what
 * `readPasskeyName` throws, and `proof-required`.
 */
export async function nameOwnPasskey(
  services: UseCaseServices,
  caller: Caller,
  { id, name }: { id: string; name: string },
  request: FastifyRequest,
): Promise<Passkey | undefined> {
  const accountId = caller.account.id;
  const seen = readPasskeyName(name);
  const by = bySession(services, caller, request);
  return act(services, by, 'passkey-renamed', {
    async change(tx) {
      const renamed = await renamePasskey(tx, { accountId, id, name: seen });
      if (!renamed) return { unchanged: undefined };
      return { value: toPasskey(renamed), events: [{ type: 'passkey-renamed', detail: { passkey: id } }] };
    },
    finish: (_tx, { value }) => value,
  });
}
