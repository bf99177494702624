import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../../factors/index.ts';
import { type Passkey, passkeyName, renamePasskey, toPasskey } from '../../../factors/passkey/index.ts';
import type { Caller } from '../../../kit/http/index.ts';
import { bySession } from '../../../login/prove/index.ts';
import { act } from '../../../people/act/index.ts';

/** The passkey under its new name; undefined when the caller has none of this id. Throws `proof-required`. */
export function nameOwnPasskey(
  services: UseCaseServices,
  caller: Caller,
  { id, name }: { id: string; name: string },
  request: FastifyRequest,
): Promise<Passkey | undefined> {
  const accountId = caller.account.id;
  const by = bySession(services, caller, request);
  return act(services, by, 'passkey-renamed', {
    async change(tx) {
      const wanted = { accountId, id, name: passkeyName(name, by.client.device) };
      const renamed = await renamePasskey(tx, wanted);
      if (!renamed) return { unchanged: undefined };
      return { value: toPasskey(renamed), events: [{ type: 'passkey-renamed', detail: { passkey: id } }] };
    },
    finish: (_tx, { value }) => value,
  });
}
