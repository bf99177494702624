import type { FastifyRequest } from 'fastify';
import type { Amr } from '../../factors/factor.ts';
import {
  addPasskey,
  amrOfPasskey,
  countPasskeys,
  mostPasskeys,
  offerNewPasskey,
  type Passkey,
  passkeyName,
  passkeyRefused,
  passkeysUnavailable,
  type RegistrationAnswer,
  tooManyPasskeys,
  toPasskey,
} from '../../factors/passkey/index.ts';
import { holdPassword } from '../../factors/password/index.ts';
import { type Db, inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { touchAccount } from '../../people/accounts/index.ts';
import { noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { amrOf, renewProof, requireFreshProof } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import { endOtherLogins, hasSecondFactor, proofFrom } from '../login/index.ts';
import { firstCodes } from './second-factors.ts';

/**
 * What a browser needs to make a passkey, as WebAuthn's JSON. Throws `proof-required`, `too-many-passkeys` and
 * `passkeys-unavailable`.
 */
export async function beginPasskey(services: Services, { session }: Caller) {
  requireFreshProof(services, session);
  const { db, clock } = services;
  const { account_id: accountId, id: subject, username } = session;
  await requireRoom(db, accountId);
  const options = await offerNewPasskey(db, services, { accountId, subject, username, now: clock() });
  if (!options) throw problem(passkeysUnavailable);
  return options;
}

export interface NewPasskey {
  readonly passkey: Passkey;
  /** Only with the first second factor. */
  readonly recoveryCodes: readonly string[] | undefined;
}

/**
 * Adds the passkey that a browser has made. What was refused stays used up, so the refusal is thrown after its
 * transaction. Throws `proof-required`, `passkey-refused` and `too-many-passkeys`.
 */
export async function finishPasskey(
  services: Services,
  { session }: Caller,
  { response, name }: { response: RegistrationAnswer; name: string | undefined },
  request: FastifyRequest,
): Promise<NewPasskey> {
  requireFreshProof(services, session);
  const accountId = session.account_id;
  const now = services.clock();
  const client = clientOf(request);
  const event = { accountId, sessionId: session.id, client, at: now };
  const outcome = await inTransaction(services.db, async (tx) => {
    // First, as in every step of a login; and of parallel additions each sees those before it.
    await holdPassword(tx, accountId);
    await touchAccount(tx, accountId, now);
    await requireRoom(tx, accountId);
    const wasProtected = await hasSecondFactor(tx, accountId);
    const adding = { accountId, subject: session.id, now, name: passkeyName(name, client.device) };
    const added = await addPasskey(tx, services, adding, response);
    if (!added.ok) {
      await recordEvent(tx, { type: 'passkey-refused', ...event, detail: { reason: added.reason } });
      return undefined;
    }
    await recordEvent(tx, { type: 'passkey-added', ...event, detail: { passkey: added.passkey.id } });
    await noticeTo(tx, services, accountId, { kind: 'factor-added', name: 'a passkey', client });
    // Sessions that were opened without a second factor have proved less than this account asks for now.
    if (!wasProtected) await endOtherLogins(tx, accountId, session.id);
    const ways = [...(amrOf(session) as Amr[]), ...amrOfPasskey(added.passkey)];
    const { amr, aal } = proofFrom(ways, false);
    await renewProof(tx, session.id, { amr, aal, now });
    const recoveryCodes = await firstCodes(tx, accountId, now);
    if (recoveryCodes) await recordEvent(tx, { type: 'recovery-codes-replaced', ...event });
    return { passkey: toPasskey(added.passkey), recoveryCodes };
  });
  if (!outcome) throw problem(passkeyRefused, 'This passkey was not accepted. Begin again.');
  return outcome;
}

async function requireRoom(db: Db, accountId: string): Promise<void> {
  if ((await countPasskeys(db, accountId)) >= mostPasskeys) throw problem(tooManyPasskeys);
}
