import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { type Cbor, encodeCbor } from './cbor.ts';

/** What of an answer is to be other than an honest authenticator and browser make it. */
export interface Twist {
  /** Members of the client data, over the honest ones. */
  readonly clientData?: Readonly<Record<string, unknown>>;
  readonly rpId?: string;
  readonly flags?: Partial<Flags>;
  readonly signCount?: number;
  readonly extensions?: ReadonlyMap<string, Cbor>;
  /** Only when it is added. */
  readonly algorithm?: number;
  /** The bytes of the public key, from those of an honest one. */
  readonly key?: (honest: Buffer) => Uint8Array;
  /** Bytes after the attestation object. */
  readonly trailing?: Uint8Array;
  readonly credentialId?: Buffer;
  readonly attestation?: 'none' | 'packed' | 'packed-forged' | 'unheard-of';
  /** Only when it logs in. */
  readonly userHandle?: string | null;
  readonly signedWith?: KeyObject;
}

/** UP, UV, BE and BS of WebAuthn §6.1: present, verified, may be backed up, is backed up. */
interface Flags {
  readonly up: boolean;
  readonly uv: boolean;
  readonly be: boolean;
  readonly bs: boolean;
}

/** As far as an authenticator looks at the options of a server. */
export interface CreationOptions {
  readonly rp: { readonly id?: string };
  readonly user: { readonly id: string };
  readonly challenge: string;
}

export interface RequestOptions {
  readonly rpId?: string;
  readonly challenge: string;
}

/** An authenticator in software with one passkey (ES256), and the browser around it. */
export interface Authenticator {
  readonly credentialId: string;
  /** What another run needs to be this authenticator again. */
  keep(): KeptAuthenticator;
  /** Answers `navigator.credentials.create()`. */
  create(options: CreationOptions, twist?: Twist): RegistrationAnswer;
  /** Answers `navigator.credentials.get()`; each answer counts one more, if it counts. */
  get(options: RequestOptions, twist?: Twist): AssertionAnswer;
}

export interface KeptAuthenticator {
  /** In base64url. */
  readonly credentialId: string;
  readonly userHandle: string | undefined;
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
}

interface Answer<Response> {
  id: string;
  rawId: string;
  type: 'public-key';
  response: Response;
  clientExtensionResults: Record<string, unknown>;
}

export type RegistrationAnswer = Answer<{
  clientDataJSON: string;
  attestationObject: string;
  transports: string[];
}>;

export type AssertionAnswer = Answer<{
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  userHandle?: string;
}>;

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** By default one that is synced and verifies its user; `counts` is one on a key that counts its uses. */
export function softwareAuthenticator({
  origin = 'http://localhost:5000',
  flags: usual = { up: true, uv: true, be: true, bs: true } as Flags,
  counts = false,
  kept = undefined as KeptAuthenticator | undefined,
} = {}): Authenticator {
  const privateKey = kept
    ? createPrivateKey(kept.privateKey)
    : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const publicKey = createPublicKey(privateKey);
  const credentialId = kept ? Buffer.from(kept.credentialId, 'base64url') : randomBytes(32);
  let userHandle = kept?.userHandle;
  let count = 0;

  const clientDataOf = (type: string, challenge: string, twist: Twist) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...twist.clientData }));

  const authenticatorData = (rpId: string, twist: Twist, attested: Buffer) => {
    const { up, uv, be, bs } = { ...usual, ...twist.flags };
    const bits = [up, false, uv, be, bs, false, attested.length > 0, twist.extensions !== undefined];
    const byte = bits.reduce((sum, isSet, at) => sum | (isSet ? 1 << at : 0), 0);
    if (counts) count += 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(twist.signCount ?? count);
    const extensions = twist.extensions ? encodeCbor(twist.extensions) : Buffer.alloc(0);
    const rpIdHash = hash('sha256', twist.rpId ?? rpId, 'buffer');
    return Buffer.concat([rpIdHash, Buffer.from([byte]), counter, attested, extensions]);
  };

  const signed = (data: Buffer, clientData: Buffer, key = privateKey) =>
    sign('sha256', Buffer.concat([data, hash('sha256', clientData, 'buffer')]), key);

  return {
    credentialId: text(credentialId),
    keep: () => ({
      credentialId: text(credentialId),
      userHandle,
      privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    }),
    create({ rp, user, challenge }, twist = {}) {
      userHandle = user.id;
      const id = twist.credentialId ?? credentialId;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const honest = encodeCbor(coseKey(publicKey, twist.algorithm ?? -7));
      const key = twist.key?.(honest) ?? honest;
      const data = authenticatorData(rp.id ?? '', twist, Buffer.concat([Buffer.alloc(16), length, id, key]));
      const clientData = clientDataOf('webauthn.create', challenge, twist);
      const statement = attestationOf(twist.attestation ?? 'none', () => signed(data, clientData));
      return {
        id: text(id),
        rawId: text(id),
        type: 'public-key',
        response: {
          clientDataJSON: text(clientData),
          attestationObject: text(
            Buffer.concat([
              encodeCbor(new Map<string, Cbor>([...statement, ['authData', data]])),
              twist.trailing ?? Buffer.alloc(0),
            ]),
          ),
          transports: ['internal', 'hybrid'],
        },
        clientExtensionResults: {},
      };
    },
    get({ rpId, challenge }, twist = {}) {
      const data = authenticatorData(rpId ?? '', twist, Buffer.alloc(0));
      const clientData = clientDataOf('webauthn.get', challenge, twist);
      const handle = twist.userHandle === undefined ? userHandle : twist.userHandle;
      return {
        id: text(credentialId),
        rawId: text(credentialId),
        type: 'public-key',
        response: {
          clientDataJSON: text(clientData),
          authenticatorData: text(data),
          signature: text(signed(data, clientData, twist.signedWith)),
          ...(handle != null && { userHandle: handle }),
        },
        clientExtensionResults: {},
      };
    },
  };
}

/** RFC 9053 section 7.1.1: a key of two coordinates on P-256. */
function coseKey(publicKey: KeyObject, algorithm: number): ReadonlyMap<number, Cbor> {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return new Map<number, Cbor>([
    [1, 2],
    [3, algorithm],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ]);
}

function attestationOf(kind: NonNullable<Twist['attestation']>, sign: () => Buffer): [string, Cbor][] {
  const none: [string, Cbor][] = [
    ['fmt', kind === 'unheard-of' ? kind : 'none'],
    ['attStmt', new Map()],
  ];
  if (kind === 'none' || kind === 'unheard-of') return none;
  const signature = sign();
  if (kind === 'packed-forged') signature.writeUInt8(signature.readUInt8(20) ^ 1, 20);
  return [
    ['fmt', 'packed'],
    [
      'attStmt',
      new Map<string, Cbor>([
        ['alg', -7],
        ['sig', signature],
      ]),
    ],
  ];
}
