import type { FastifyRequest } from 'fastify';
import {
  deletePasskey,
  type Passkey,
  passkeyName,
  renamePasskey,
  toPasskey,
} from '../../../factors/passkey/index.ts';
import type { Caller } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { requireWayIn } from '../../../login/index.ts';
import { bySession } from '../../../login/prove/index.ts';
import { act } from '../../../people/act/index.ts';
import { leaveWithout } from '../second-factors.ts';

/** The passkey under its new name; undefined when the caller has none of this id. Throws `proof-required`. */
export function nameOwnPasskey(
  services: Services,
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

/**
 * Removes a passkey, which may be one that was stolen: every other session ends with it, and with the last second
 * factor go the recovery codes. Answers what this browser is known by from now on; undefined when the caller has none
 * of this id. Throws `proof-required`, `second-factor-required` and `last-way-in`.
 */
export function removeOwnPasskey(
  services: Services,
  caller: Caller,
  id: string,
  request: FastifyRequest,
): Promise<{ readonly securityVersion: number | undefined } | undefined> {
  const accountId = caller.account.id;
  return act(services, bySession(services, caller, request), 'passkey-removed', {
    async change(tx) {
      if (!(await deletePasskey(tx, accountId, id))) return { unchanged: undefined };
      await requireWayIn(tx, services.config, accountId);
      await leaveWithout(tx, services, accountId);
      return {
        value: undefined,
        events: [{ type: 'passkey-removed', detail: { passkey: id } }],
        notice: { kind: 'factor-removed', name: 'a passkey' },
      };
    },
    finish: (_tx, { securityVersion }) => ({ securityVersion }),
  });
}
