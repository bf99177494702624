import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { AssertionAnswer } from '../answer.ts';
import { challengeLifetime } from '../challenges.ts';
import type { PasskeyRefusal } from '../refusal.ts';
import type { RelyingParty } from '../relying-party.ts';
import type { PasskeysTable } from '../table.ts';
import { refuseAuthenticatorData } from './authenticator-data.ts';
import { type ClientData, refuseClientData } from './client-data.ts';
import { descriptorOf, type NewPasskeyOptions, type UserVerification } from './registration.ts';
import { loadReaders, loadVerifier } from './webauthn.ts';

/** What `navigator.credentials.get()` is told. Without `allowed` the browser shows what it has for this site. */
export function assertionOptions({
  rp,
  challenge,
  userVerification,
  allowed,
}: {
  rp: RelyingParty;
  challenge: string;
  userVerification: UserVerification;
  allowed: NewPasskeyOptions['known'];
}): PublicKeyCredentialRequestOptionsJSON {
  return {
    challenge,
    rpId: rp.id,
    timeout: challengeLifetime,
    allowCredentials: allowed.map(descriptorOf),
    userVerification,
  };
}

export type AssertionVerdict =
  | {
      readonly ok: true;
      readonly signCount: number;
      readonly userVerified: boolean;
      readonly backedUp: boolean;
    }
  | { readonly ok: false; readonly reason: PasskeyRefusal };

/**
 * Judges what a passkey has signed, by WebAuthn §7.2. Whose it is was looked at before; the counter is
 * judged by the statement that writes it.
 */
export async function judgeAssertion(
  answer: AssertionAnswer,
  clientData: ClientData,
  {
    rp,
    passkey,
    requireUserVerification,
  }: {
    rp: RelyingParty;
    passkey: Pick<PasskeysTable, 'credential_id' | 'public_key' | 'backup_eligible'>;
    requireUserVerification: boolean;
  },
): Promise<AssertionVerdict> {
  const said = await readAuthenticatorData(answer);
  if (!said) return { ok: false, reason: 'malformed' };
  const { flags, counter } = said;
  const reason =
    refuseClientData(clientData, { type: 'webauthn.get', origin: rp.origin }) ??
    refuseAuthenticatorData(said, { rpId: rp.id, requireUserVerification });
  if (reason) return { ok: false, reason };
  const { verifyAuthenticationResponse } = await loadVerifier();
  const verified = await verifyAuthenticationResponse({
    response: answer as AuthenticationResponseJSON,
    expectedChallenge: clientData.challenge,
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    requireUserVerification,
    credential: {
      id: passkey.credential_id,
      publicKey: Uint8Array.from(Buffer.from(passkey.public_key, 'base64url')),
      // Here the library has nothing to compare with: it would speak of a copy before it knows who has signed.
      counter: 0,
    },
  }).catch(() => undefined);
  if (!verified?.verified) return { ok: false, reason: 'signature' };
  // After the signature: its holder is told, and nobody else may learn which keys can be copied.
  if (flags.be !== (passkey.backup_eligible === 1))
    return { ok: false, reason: 'backup-eligibility-changed' };
  return { ok: true, signCount: counter, userVerified: flags.uv, backedUp: flags.bs };
}

async function readAuthenticatorData({ id, rawId, response }: AssertionAnswer) {
  const { parseAuthenticatorData } = await loadReaders();
  if (id !== rawId) return undefined;
  try {
    return parseAuthenticatorData(Uint8Array.from(Buffer.from(response.authenticatorData, 'base64url')));
  } catch {
    return undefined;
  }
}
