import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { RegistrationAnswer } from '../answer.ts';
import { challengeLifetime } from '../challenges.ts';
import type { PasskeyRefusal } from '../refusal.ts';
import type { RelyingParty } from '../relying-party.ts';
import type { PasskeysTable } from '../table.ts';
import { type AuthenticatorData, refuseAuthenticatorData } from './authenticator-data.ts';
import { type CborMap, readCbor } from './cbor.ts';
import { type ClientData, refuseClientData } from './client-data.ts';
import { algorithms, isUsableKey } from './public-key.ts';
import { loadReaders, loadVerifier } from './webauthn.ts';

/** In bytes (WebAuthn §7.1). */
const longestId = 1023;

/** How an authenticator is reached; what browsers may come to say besides is not kept. */
const knownTransports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

export type UserVerification = 'preferred' | 'required';

export interface NewPasskeyOptions {
  readonly rp: RelyingParty & { readonly name: string };
  readonly user: { readonly handle: string; readonly username: string };
  readonly challenge: string;
  readonly userVerification: UserVerification;
  /** What the account has already: no device is to get a second one. */
  readonly known: readonly Pick<PasskeysTable, 'credential_id' | 'transports'>[];
}

/** What `navigator.credentials.create()` is told. No attestation is asked for: public services have no use for it. */
export function registrationOptions(wanted: NewPasskeyOptions): PublicKeyCredentialCreationOptionsJSON {
  const { rp, user, challenge, userVerification, known } = wanted;
  return {
    rp: { id: rp.id, name: rp.name },
    user: { id: user.handle, name: user.username, displayName: user.username },
    challenge,
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: challengeLifetime,
    excludeCredentials: known.map(descriptorOf),
    authenticatorSelection: { residentKey: 'preferred', requireResidentKey: false, userVerification },
    attestation: 'none',
  };
}

export function descriptorOf({ credential_id, transports }: NewPasskeyOptions['known'][number]) {
  return { type: 'public-key' as const, id: credential_id, transports: JSON.parse(transports) as string[] };
}

/** What a new passkey is, as far as its authenticator tells. */
export type NewCredential = Pick<
  PasskeysTable,
  | 'credential_id'
  | 'public_key'
  | 'sign_count'
  | 'uv_initialized'
  | 'transports'
  | 'backup_eligible'
  | 'backup_state'
  | 'aaguid'
>;

export type RegistrationVerdict =
  | { readonly ok: true; readonly credential: NewCredential }
  | { readonly ok: false; readonly reason: PasskeyRefusal };

/**
 * Judges a new passkey by WebAuthn §7.1, whose challenge was used up before and whose id is found to be new by the
 * database afterwards. Extensions, none of which was asked for, are not looked at.
 */
export async function judgeRegistration(
  answer: RegistrationAnswer,
  clientData: ClientData,
  { rp, requireUserVerification }: { rp: RelyingParty; requireUserVerification: boolean },
): Promise<RegistrationVerdict> {
  const said = await readAttestation(answer);
  if (!said) return { ok: false, reason: 'malformed' };
  const reason =
    refuseClientData(clientData, { type: 'webauthn.create', origin: rp.origin }) ??
    refuseAuthenticatorData(said, { rpId: rp.id, requireUserVerification }) ??
    refuseCredential(said);
  if (reason) return { ok: false, reason };
  const { verifyRegistrationResponse } = await loadVerifier();
  const verified = await verifyRegistrationResponse({
    response: answer as RegistrationResponseJSON,
    expectedChallenge: clientData.challenge,
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    requireUserVerification,
    supportedAlgorithmIDs: [...algorithms],
  }).catch(() => undefined);
  if (!verified?.verified) return { ok: false, reason: 'attestation-refused' };
  const { credential, aaguid } = verified.registrationInfo;
  const { transports = [] } = answer.response;
  return {
    ok: true,
    credential: {
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey).toString('base64url'),
      sign_count: credential.counter,
      uv_initialized: said.flags.uv ? 1 : 0,
      transports: JSON.stringify(knownTransports.filter((one) => transports.includes(one))),
      backup_eligible: said.flags.be ? 1 : 0,
      backup_state: said.flags.bs ? 1 : 0,
      aaguid,
    },
  };
}

interface Attested extends AuthenticatorData {
  readonly idLength: number;
  readonly key: CborMap;
}

/** Undefined for what is not CBOR from the first byte to the last, or holds no new passkey. */
async function readAttestation({ id, rawId, response }: RegistrationAnswer): Promise<Attested | undefined> {
  const { parseAuthenticatorData } = await loadReaders();
  try {
    const authData = mapIn(Buffer.from(response.attestationObject, 'base64url')).get('authData');
    if (!(authData instanceof Uint8Array)) return undefined;
    const { rpIdHash, flags, credentialID, credentialPublicKey } = parseAuthenticatorData(
      Uint8Array.from(authData),
    );
    if (id !== rawId || !credentialID || !credentialPublicKey) return undefined;
    return { rpIdHash, flags, idLength: credentialID.length, key: keyIn(authData, flags.ed) };
  } catch {
    return undefined;
  }
}

/** The length of an id stands after hash, flags, counter and AAGUID (WebAuthn §6.1 and §6.5.1). */
const idLengthAt = 53;

/**
 * The public key as it stands in the authenticator data. The library re-encodes what it has read and goes on after as
 * many bytes, so it sees neither a key that is there twice nor what hides behind it.
 */
function keyIn(authData: Uint8Array, hasExtensions: boolean): CborMap {
  const idLength = ((authData[idLengthAt] ?? 0) << 8) | (authData[idLengthAt + 1] ?? 0);
  const key = readCbor(authData, idLengthAt + 2 + idLength);
  const end = hasExtensions ? readCbor(authData, key.end).end : key.end;
  if (end !== authData.length || !(key.value instanceof Map)) throw new RangeError('More than a key.');
  return key.value;
}

function mapIn(bytes: Uint8Array): CborMap {
  const { value, end } = readCbor(bytes);
  if (end !== bytes.length || !(value instanceof Map)) throw new RangeError('More than a map, or none.');
  return value;
}

function refuseCredential({ idLength, key }: Attested): PasskeyRefusal | undefined {
  const algorithm = key.get(3);
  if (typeof algorithm !== 'number' || !algorithms.includes(algorithm)) return 'algorithm-not-offered';
  if (idLength > longestId) return 'id-too-long';
  return isUsableKey(key) ? undefined : 'unusable-key';
}
