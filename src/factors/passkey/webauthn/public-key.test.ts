import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { eachApp, type TestApp } from '../../../../test/support/app.ts';
import { softwareAuthenticator, type Twist } from '../../../../test/support/authenticator.ts';
import { type Cbor, encodeCbor } from '../../../../test/support/cbor.ts';
import { add, offerToAdd, passkeyPerson } from '../../../../test/support/passkeys.ts';
import { listPasskeys } from '../store.ts';

const bytes = (base64url = '') => Buffer.from(base64url, 'base64url');
const jwkOf = ({ publicKey }: { publicKey: KeyObject }) => publicKey.export({ format: 'jwk' });

const ec = jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const p384 = jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }));
const ed = jwkOf(generateKeyPairSync('ed25519'));
const rsa = jwkOf(generateKeyPairSync('rsa', { modulusLength: 2048 }));
const shortRsa = jwkOf(generateKeyPairSync('rsa', { modulusLength: 1024 }));

type Entries = [number, Cbor][];
const of = (entries: Entries) => encodeCbor(new Map(entries));

const ecKey = (more: { x?: Buffer; y?: Buffer; kty?: number; crv?: number; alg?: number } = {}): Entries => [
  [1, more.kty ?? 2],
  [3, more.alg ?? -7],
  [-1, more.crv ?? 1],
  [-2, more.x ?? bytes(ec.x)],
  [-3, more.y ?? bytes(ec.y)],
];
const edKey = (x = bytes(ed.x), crv = 6, kty = 1): Entries => [
  [1, kty],
  [3, -8],
  [-1, crv],
  [-2, x],
];
const rsaKey = (n = bytes(rsa.n), e = bytes(rsa.e)): Entries => [
  [1, 3],
  [3, -257],
  [-1, n],
  [-2, e],
];

const flipped = (from: Buffer) => {
  const off = Buffer.from(from);
  off.writeUInt8(off.readUInt8(31) ^ 1, 31);
  return off;
};
/** The first of these that is the y of no point of Ed25519. */
const noPoint = Buffer.concat([Buffer.from([2]), Buffer.alloc(31)]);
const smallOrder = Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex');

/** Each key differs from an honest one in one thing. */
const mutations: readonly (readonly [what: string, reason: string, key: Uint8Array])[] = [
  ['whose point is off the curve', 'unusable-key', of(ecKey({ y: flipped(bytes(ec.y)) }))],
  ['whose point is zero', 'unusable-key', of(ecKey({ x: Buffer.alloc(32), y: Buffer.alloc(32) }))],
  ['whose x is a byte short', 'unusable-key', of(ecKey({ x: bytes(ec.x).subarray(1) }))],
  ['whose y is a byte long', 'unusable-key', of(ecKey({ y: Buffer.concat([bytes(ec.y), Buffer.alloc(1)]) }))],
  ['on P-384', 'unusable-key', of(ecKey({ crv: 2, x: bytes(p384.x), y: bytes(p384.y) }))],
  ['of another kind than its algorithm', 'unusable-key', of(ecKey({ kty: 3 }))],
  ['with the algorithm of another kind', 'unusable-key', of(ecKey({ alg: -257 }))],
  ['without its y', 'unusable-key', of(ecKey().slice(0, 4))],
  ['with a parameter that is not asked for', 'unusable-key', of([...ecKey(), [-4, bytes(ec.x)]])],
  ['in another order than the canonical one', 'unusable-key', of(ecKey().toReversed())],
  ['with a key twice', 'malformed', of(ecKey())],
  ['of Ed25519 a byte short', 'unusable-key', of(edKey(bytes(ed.x).subarray(1)))],
  ['of Ed25519 that is no point', 'unusable-key', of(edKey(noPoint))],
  ['of Ed25519 of a small order', 'unusable-key', of(edKey(smallOrder))],
  [
    'of Ed25519 that is the neutral point',
    'unusable-key',
    of(edKey(Buffer.from(`01${'00'.repeat(31)}`, 'hex'))),
  ],
  ['of X25519', 'unusable-key', of(edKey(bytes(ed.x), 4))],
  ['of RSA with 1024 bits', 'unusable-key', of(rsaKey(bytes(shortRsa.n)))],
  ['of RSA with 8192 bits', 'unusable-key', of(rsaKey(Buffer.alloc(1024, 0xff)))],
  ['of RSA with an even modulus', 'unusable-key', of(rsaKey(Buffer.alloc(256, 0xfe)))],
  ['of RSA with a leading zero', 'unusable-key', of(rsaKey(Buffer.concat([Buffer.alloc(1), bytes(rsa.n)])))],
  ['of RSA with the exponent 1', 'unusable-key', of(rsaKey(bytes(rsa.n), Buffer.from([1])))],
  ['of RSA with an even exponent', 'unusable-key', of(rsaKey(bytes(rsa.n), Buffer.from([1, 0, 2])))],
];

const twice = (honest: Buffer) => {
  // The label 1 in the place of the label 3, so that 1 stands there twice.
  const at = honest.indexOf(Buffer.from([3, 0x26]));
  const mutated = Buffer.from(honest);
  mutated.writeUInt8(1, at);
  return mutated;
};

async function tryToAdd(app: TestApp, twist: Twist) {
  const accountId = await passkeyPerson(app);
  const answer = softwareAuthenticator().create(await offerToAdd(app, accountId), twist);
  const added = await add(app, accountId, answer);
  return { added, stored: await listPasskeys(app.services.db, accountId) };
}

eachApp('the public key of a new passkey', (open) => {
  test.each(mutations)('one %s is not stored', async (what, reason, key) => {
    const twist = { key: what === 'with a key twice' ? twice : () => key };
    const { added, stored } = await tryToAdd(await open(), twist);
    expect([added, stored]).toEqual([{ ok: false, reason }, []]);
  });

  test.each([
    ['behind the attestation object', { trailing: Buffer.from([0]) }],
    ['behind the key', { key: (honest: Buffer) => Buffer.concat([honest, Buffer.from([0])]) }],
    ['cut from the key', { key: (honest: Buffer) => honest.subarray(0, -1) }],
    [
      'that hide a length in a longer form',
      { key: (honest: Buffer) => Buffer.concat([Buffer.from([0xb8, 5]), honest.subarray(1)]) },
    ],
    [
      'of no definite length',
      {
        key: (honest: Buffer) =>
          Buffer.concat([Buffer.from([0xbf]), honest.subarray(1), Buffer.from([0xff])]),
      },
    ],
  ] satisfies [string, Twist][])('bytes %s are refused', async (_, twist) => {
    const { added, stored } = await tryToAdd(await open(), twist);
    expect([added, stored]).toEqual([{ ok: false, reason: 'malformed' }, []]);
  });

  test.each([
    ['ES256', ecKey()],
    ['EdDSA', edKey()],
    ['RS256', rsaKey()],
  ] satisfies [string, Entries][])('an honest one of %s is stored', async (_, entries) => {
    const key = of(entries);
    const { added, stored } = await tryToAdd(await open(), { key: () => key });
    expect([added.ok, stored.map(({ public_key }) => public_key)]).toEqual([
      true,
      [key.toString('base64url')],
    ]);
  });
});
