import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { Db, Tx } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import type { Services } from '../../kit/services.ts';
import type { RegistrationAnswer } from './answer.ts';
import { consumeChallenge, issueChallenge } from './challenges.ts';
import type { PasskeyRefusal } from './refusal.ts';
import { relyingPartyOf } from './relying-party.ts';
import { ensureUserHandle, insertPasskey, listPasskeys } from './store.ts';
import type { PasskeysTable } from './table.ts';
import { readClientData } from './webauthn/client-data.ts';
import { judgeRegistration, registrationOptions } from './webauthn/registration.ts';

/** Who adds a passkey, in which session, and when. */
export interface Adding {
  readonly accountId: string;
  readonly subject: string;
  readonly now: number;
}

/** What a browser needs to make a passkey; undefined when this server has no name to make it for. */
export async function offerNewPasskey(
  db: Db,
  { config }: Pick<Services, 'config'>,
  adding: Adding & { readonly username: string },
): Promise<PublicKeyCredentialCreationOptionsJSON | undefined> {
  const rp = relyingPartyOf(config);
  if (!rp) return undefined;
  const { accountId, username } = adding;
  return registrationOptions({
    rp: { ...rp, name: config.siteName },
    user: { handle: await ensureUserHandle(db, accountId), username },
    challenge: await issueChallenge(db, { ...adding, purpose: 'register' }),
    userVerification: config.passkey.userVerification,
    known: await listPasskeys(db, accountId),
  });
}

export type AddedPasskey =
  | { readonly ok: true; readonly passkey: PasskeysTable }
  | { readonly ok: false; readonly reason: PasskeyRefusal };

/** Adds a passkey if it is a right answer to what was offered. A refusal is a value: the challenge stays used up. */
export async function addPasskey(
  tx: Tx,
  { config }: Pick<Services, 'config'>,
  adding: Adding & { readonly name: string },
  answer: RegistrationAnswer,
): Promise<AddedPasskey> {
  const rp = relyingPartyOf(config);
  if (!rp) return { ok: false, reason: 'unavailable' };
  const clientData = readClientData(answer.response.clientDataJSON);
  if (!clientData) return { ok: false, reason: 'malformed' };
  const lost = await consumeChallenge(tx, { ...adding, purpose: 'register' }, clientData.challenge);
  if (lost) return { ok: false, reason: lost };
  const requireUserVerification = config.passkey.userVerification === 'required';
  const judged = await judgeRegistration(answer, clientData, { rp, requireUserVerification });
  if (!judged.ok) return judged;
  const { accountId, name, now } = adding;
  const passkey: PasskeysTable = {
    id: newId(),
    account_id: accountId,
    ...judged.credential,
    name,
    created_at: now,
    last_used_at: null,
  };
  if (!(await insertPasskey(tx, passkey))) return { ok: false, reason: 'already-registered' };
  return { ok: true, passkey };
}
