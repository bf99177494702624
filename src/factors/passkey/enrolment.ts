import { h } from 'preact';
import type { Db, Tx } from '../../kit/db/index.ts';
import type { JsonValue } from '../../kit/json.ts';
import { problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import { passkeyScript } from '../../kit/ui/passkey.tsx';
import { type Adding, type Begun, type Enroller, enrolment, type NewFactor } from '../enrolment.ts';
import type { UseCaseServices } from '../services.ts';
import { addPasskey, offerNewPasskey } from './add.ts';
import { type RegistrationAnswer, registrationExample, registrationSchema } from './answer.ts';
import { nameOfDevice, readPasskeyName, wantedNameField } from './name.ts';
import { amrOfPasskey, mostPasskeys, toPasskey } from './passkey.ts';
import { passkeyRefused, passkeysUnavailable, tooManyPasskeys } from './problems.ts';
import { relyingPartyOf } from './relying-party.ts';
import { AddPasskeyCard } from './show/add-card.tsx';
import { countPasskeys } from './store.ts';

/** What a browser has made, and how its owner calls it. */
interface MadePasskey {
  readonly response: RegistrationAnswer;
  readonly name?: string | undefined;
}

/** A passkey is made by a script of the browser, from options that are good for one answer. */
export const passkeyEnrolment = enrolment<MadePasskey, string | undefined>({
  body: Type.Object(
    { response: registrationSchema, name: Type.Optional(wantedNameField) },
    { additionalProperties: false },
  ),
  example: { response: registrationExample, name: 'Work laptop' },
  problems: [passkeyRefused, tooManyPasskeys],
  notice: ({ passkey }) => passkey.notices.first,
  hasForm: false,
  scripts: [passkeyScript],
  isAvailable: (config) => relyingPartyOf(config) !== undefined,
  begin: beginPasskey,
  // Before the challenge is used up: another name is no reason to make another passkey.
  judge: async (_services, _enroller, { name }) => (name === undefined ? undefined : readPasskeyName(name)),
  add,
  part: async ({ config }, { options = null }, { to, next, accountId }) =>
    h(AddPasskeyCard, {
      origin: relyingPartyOf(config)?.origin ?? null,
      options,
      to,
      next: next ?? '',
      accountId,
    }),
});

/** What a browser needs to make a passkey, as WebAuthn's JSON. Throws `too-many-passkeys` and `passkeys-unavailable`. */
async function beginPasskey(services: UseCaseServices, enroller: Enroller): Promise<Begun> {
  const { db, clock } = services;
  await requireRoom(db, enroller.accountId);
  const options = await offerNewPasskey(db, services, { ...enroller, now: clock() });
  if (!options) throw problem(passkeysUnavailable);
  return { options: options as unknown as JsonValue };
}

/** What was refused has its challenge used up for good, so it is a value. Throws `too-many-passkeys`. */
async function add(
  tx: Tx,
  services: UseCaseServices,
  { made: { response }, judged, ...adding }: Adding<MadePasskey, string | undefined>,
): Promise<NewFactor> {
  await requireRoom(tx, adding.accountId);
  const wanted = { ...adding, name: judged ?? nameOfDevice(adding.device) };
  const added = await addPasskey(tx, services, wanted, response);
  if (!added.ok) {
    return {
      ok: false,
      events: [{ type: 'passkey-refused', detail: { reason: added.reason } }],
      refusal: problem(passkeyRefused, ({ passkey }) => passkey.notAccepted),
    };
  }
  const { passkey } = added;
  return {
    ok: true,
    amr: amrOfPasskey(passkey),
    event: { type: 'passkey-added', detail: { passkey: passkey.id } },
    shown: toPasskey(passkey),
  };
}

async function requireRoom(db: Db, accountId: string): Promise<void> {
  if ((await countPasskeys(db, accountId)) >= mostPasskeys) throw problem(tooManyPasskeys);
}
