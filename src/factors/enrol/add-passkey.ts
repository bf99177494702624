import type { Db, Tx } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import type { ActEvent } from '../../people/act/index.ts';
import {
  type AddedPasskey,
  addPasskey,
  countPasskeys,
  mostPasskeys,
  offerNewPasskey,
  passkeyName,
  passkeysUnavailable,
  type RegistrationAnswer,
  tooManyPasskeys,
} from '../passkey/index.ts';
import type { Enroller } from './enroller.ts';
import { type Enrolled, enrolled } from './recovery-codes.ts';

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

/** A passkey that was added, or why it was refused. */
export type NewlyAdded =
  | {
      readonly ok: true;
      readonly passkey: Extract<AddedPasskey, { ok: true }>['passkey'];
      readonly enrolled: Enrolled;
    }
  | { readonly ok: false; readonly events: readonly ActEvent[] };

/**
 * Adds the passkey that a browser has made. What was refused has its challenge used up for good, so it is a value, and
 * the refusal is thrown after the transaction. Throws `too-many-passkeys`.
 */
export async function addNewPasskey(
  tx: Tx,
  services: Services,
  { response, name }: NewPasskey,
  adding: { accountId: string; subject: string; now: number; device: string },
): Promise<NewlyAdded> {
  await requireRoom(tx, adding.accountId);
  const added = await addPasskey(
    tx,
    services,
    { ...adding, name: passkeyName(name, adding.device) },
    response,
  );
  if (!added.ok) {
    return { ok: false, events: [{ type: 'passkey-refused', detail: { reason: added.reason } }] };
  }
  const event = { type: 'passkey-added', detail: { passkey: added.passkey.id } } as const;
  return {
    ok: true,
    passkey: added.passkey,
    enrolled: await enrolled(tx, adding, { name: 'a passkey', event }),
  };
}

async function requireRoom(db: Db, accountId: string): Promise<void> {
  if ((await countPasskeys(db, accountId)) >= mostPasskeys) throw problem(tooManyPasskeys);
}
