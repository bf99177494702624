import {
  addPasskey,
  countPasskeys,
  mostPasskeys,
  offerNewPasskey,
  passkeyName,
  passkeysUnavailable,
  type RegistrationAnswer,
  tooManyPasskeys,
} from '../../factors/passkey/index.ts';
import type { Db, Tx } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { raiseSecurityVersion } from '../../people/accounts/index.ts';
import { noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import type { Enroller } from './enroller.ts';
import { type Act, firstCodes } from './recovery-codes.ts';

/** What a browser needs to make a passkey, as WebAuthn's JSON. Throws `too-many-passkeys` and `passkeys-unavailable`. */
export async function offerPasskey(services: Services, enroller: Enroller) {
  const { db, clock } = services;
  await requireRoom(db, enroller.accountId);
  const options = await offerNewPasskey(db, services, { ...enroller, now: clock() });
  if (!options) throw problem(passkeysUnavailable);
  return options;
}

/** What a browser has made, and how its owner calls it. */
export interface NewPasskey {
  readonly response: RegistrationAnswer;
  readonly name?: string | undefined;
}

/**
 * Adds the passkey that a browser has made; recovery codes come with the first second factor. Undefined when it was
 * refused: its challenge stays used up, so the refusal is thrown after the transaction. Throws `too-many-passkeys`.
 */
export async function addNewPasskey(
  tx: Tx,
  services: Services,
  subject: string,
  { response, name }: NewPasskey,
  act: Act,
) {
  const { accountId, client, at: now } = act;
  await requireRoom(tx, accountId);
  const adding = { accountId, subject, now, name: passkeyName(name, client.device) };
  const added = await addPasskey(tx, services, adding, response);
  if (!added.ok) {
    await recordEvent(tx, { type: 'passkey-refused', ...act, detail: { reason: added.reason } });
    return undefined;
  }
  await recordEvent(tx, { type: 'passkey-added', ...act, detail: { passkey: added.passkey.id } });
  await noticeTo(tx, services, accountId, { kind: 'factor-added', name: 'a passkey', client });
  const securityVersion = await raiseSecurityVersion(tx, accountId);
  return { passkey: added.passkey, recoveryCodes: await firstCodes(tx, act), securityVersion };
}

async function requireRoom(db: Db, accountId: string): Promise<void> {
  if ((await countPasskeys(db, accountId)) >= mostPasskeys) throw problem(tooManyPasskeys);
}
