import type { FastifyRequest } from 'fastify';
import type { Amr } from '../../factors/factor.ts';
import {
  amrOfPasskey,
  type Passkey,
  passkeyRefused,
  type RegistrationAnswer,
  toPasskey,
} from '../../factors/passkey/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount, touchAccount } from '../../people/accounts/index.ts';
import { amrOf, renewProof, requireLiving } from '../../people/sessions/index.ts';
import { type Added, addNewPasskey, offerPasskey } from '../enrol/index.ts';
import { endOtherLogins, hasSecondFactor, proofFrom } from '../login/index.ts';
import { requireVerification } from '../prove/index.ts';
import { ownerOf } from './set-up-totp.ts';

/**
 * What a browser needs to make a passkey, as WebAuthn's JSON. Throws `proof-required`, `too-many-passkeys` and
 * `passkeys-unavailable`.
 */
export async function beginPasskey(services: Services, { session }: Caller) {
  await requireVerification(services, session);
  return offerPasskey(services, ownerOf(session));
}

export interface NewPasskey extends Added {
  readonly passkey: Passkey;
}

/**
 * Adds the passkey that a browser has made. What was refused stays used up, so the refusal is thrown after its
 * transaction. Throws `proof-required`, `passkey-refused` and `too-many-passkeys`.
 */
export async function finishPasskey(
  services: Services,
  { session }: Caller,
  made: { response: RegistrationAnswer; name: string | undefined },
  request: FastifyRequest,
): Promise<NewPasskey> {
  await requireVerification(services, session);
  const accountId = session.account_id;
  const now = services.clock();
  const act = { accountId, sessionId: session.id, client: clientOf(request), at: now };
  const outcome = await inTransaction(services.db, async (tx) => {
    // First, as in every step of a login; and of parallel additions each sees those before it.
    await holdAccount(tx, accountId);
    await touchAccount(tx, accountId, now);
    await requireLiving(tx, session);
    const wasProtected = await hasSecondFactor(tx, accountId);
    const added = await addNewPasskey(tx, services, session.id, made, act);
    if (!added) return undefined;
    // Sessions that were opened without a second factor have proved less than this account asks for now.
    if (!wasProtected) await endOtherLogins(tx, accountId, session.id);
    const ways = [...(amrOf(session) as Amr[]), ...amrOfPasskey(added.passkey)];
    const { amr, aal } = proofFrom(ways, false);
    await renewProof(tx, session.id, { amr, aal, level: 2, now });
    return { ...added, passkey: toPasskey(added.passkey) };
  });
  if (!outcome) throw problem(passkeyRefused, 'This passkey was not accepted. Begin again.');
  return outcome;
}
