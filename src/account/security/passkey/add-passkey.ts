import type { FastifyRequest } from 'fastify';
import { type Added, addNewPasskey, offerPasskey } from '../../../factors/enrol/index.ts';
import {
  amrOfPasskey,
  type Passkey,
  passkeyRefused,
  type RegistrationAnswer,
  toPasskey,
} from '../../../factors/passkey/index.ts';
import type { Caller } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import { hasSecondFactor } from '../../../login/index.ts';
import { bySession, requireVerification } from '../../../login/prove/index.ts';
import { touchAccount } from '../../../people/accounts/index.ts';
import { act } from '../../../people/act/index.ts';
import { noteProof } from '../note-proof.ts';
import { ownerOf } from '../totp/set-up-totp.ts';

/**
 * What a browser needs to make a passkey, as WebAuthn's JSON. Throws `proof-required`, `too-many-passkeys` and
 * `passkeys-unavailable`.
 */
export async function beginPasskey(services: Services, caller: Caller) {
  await requireVerification(services, caller.via.session);
  return offerPasskey(services, ownerOf(caller));
}

export interface NewPasskey extends Added {
  readonly passkey: Passkey;
}

/**
 * Adds the passkey that a browser has made. Throws `proof-required`, `passkey-refused` and `too-many-passkeys`.
 */
export async function finishPasskey(
  services: Services,
  caller: Caller,
  made: { response: RegistrationAnswer; name: string | undefined },
  request: FastifyRequest,
): Promise<NewPasskey> {
  const { account, via } = caller;
  const by = bySession(services, caller, request);
  const { device } = by.client;
  const outcome = await act(services, by, 'passkey-added', {
    async change(tx, { now }) {
      await touchAccount(tx, account.id, now);
      const wasProtected = await hasSecondFactor(tx, account.id);
      const adding = { accountId: account.id, subject: via.session.id, now, device };
      const added = await addNewPasskey(tx, services, made, adding);
      // What was refused stays used up, so the refusal is thrown after the transaction.
      if (!added.ok) return { unchanged: undefined, events: added.events };
      await noteProof(tx, via.session, amrOfPasskey(added.passkey), now);
      const { recoveryCodes, ...told } = added.enrolled;
      const value = { passkey: toPasskey(added.passkey), recoveryCodes };
      return { value, as: wasProtected ? 'passkey-added' : 'first-passkey-added', ...told };
    },
    finish: (_tx, { value, securityVersion }) => ({ ...value, securityVersion }),
  });
  if (!outcome) throw problem(passkeyRefused, 'This passkey was not accepted. Begin again.');
  return outcome;
}
