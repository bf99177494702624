import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../../factors/index.ts';
import { type Passkey, passkeyName, renamePasskey, toPasskey } from '../../../factors/passkey/index.ts';
import { type Caller, invalidRequest } from '../../../kit/http/index.ts';
import { type Problem, problem } from '../../../kit/problem.ts';
import type { Say } from '../../../kit/words/index.ts';
import { bySession } from '../../../login/prove/index.ts';
import { act } from '../../../people/act/index.ts';

/**
 * The passkey under its new name; undefined when the caller has none of this id. Throws `invalid-request` for a name of
 * nothing that can be seen, and `proof-required`.
 */
export async function nameOwnPasskey(
  services: UseCaseServices,
  caller: Caller,
  { id, name }: { id: string; name: string },
  request: FastifyRequest,
): Promise<Passkey | undefined> {
  const accountId = caller.account.id;
  const seen = passkeyName(name, '');
  if (!visible.test(seen)) throw nameless();
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

/** Besides what is no character to see, the blank of braille and the fillers of Hangul look like nothing. */
const visible = /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

function nameless(): Problem {
  const detail: Say = ({ passkey }) => passkey.nameless;
  return problem(invalidRequest, detail, { errors: [{ pointer: '/name', code: 'blank', detail }] });
}
