import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import type { CborMap, CborValue } from './cbor.ts';
import { decodesToKey } from './ed25519.ts';

/** EdDSA, ES256 and RS256, the best first; nearly every authenticator has one of the last two. */
export const algorithms: readonly number[] = [-8, -7, -257];

/** In bits. NIST SP 800-131A allows no shorter modulus; a longer one costs time at every sign-in. */
const modulusBits = { least: 2048, most: 4096 };

/** FIPS 186-5 §A.1.1. With an exponent of 1 anybody could sign. */
const leastExponent = 65_537n;

/**
 * Whether a COSE key can verify what its authenticator signs: of one of our algorithms, with exactly the parameters of
 * its kind in their order (WebAuthn §6.5.1.1 asks for CTAP2 canonical CBOR and no optional parameter), and on its
 * curve. A key that fails here would be stored and never let its owner in.
 */
export function isUsableKey(key: CborMap): boolean {
  const jwk = readers[Number(key.get(3))]?.(key);
  if (!jwk) return false;
  try {
    // Finds a point that is not on P-256.
    createPublicKey({ key: jwk, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}

const readers: Readonly<Record<number, (key: CborMap) => JsonWebKeyInput['key'] | undefined>> = {
  [-7](key) {
    const [x, y] = [bytesOf(key.get(-2), 32), bytesOf(key.get(-3), 32)];
    const fits = hasExactly(key, [1, 3, -1, -2, -3]) && key.get(1) === 2 && key.get(-1) === 1;
    return fits && x && y ? { kty: 'EC', crv: 'P-256', x: text(x), y: text(y) } : undefined;
  },
  [-8](key) {
    const x = bytesOf(key.get(-2), 32);
    const fits = hasExactly(key, [1, 3, -1, -2]) && key.get(1) === 1 && key.get(-1) === 6;
    return fits && x && decodesToKey(x) ? { kty: 'OKP', crv: 'Ed25519', x: text(x) } : undefined;
  },
  [-257](key) {
    const [n, e] = [bytesOf(key.get(-1)), bytesOf(key.get(-2))];
    const fits = hasExactly(key, [1, 3, -1, -2]) && key.get(1) === 3;
    return fits && n && e && isSoundRsa(n, e) ? { kty: 'RSA', n: text(n), e: text(e) } : undefined;
  },
};

/** RFC 8230 §4: both without leading zeros. */
function isSoundRsa(n: Uint8Array, e: Uint8Array): boolean {
  if (n[0] === 0 || e[0] === 0 || n.length * 8 > modulusBits.most || e.length > 32) return false;
  const [modulus, exponent] = [numberOf(n), numberOf(e)];
  const isLongEnough = modulus.toString(2).length >= modulusBits.least;
  return isLongEnough && modulus % 2n === 1n && exponent >= leastExponent && exponent % 2n === 1n;
}

const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

function hasExactly(key: CborMap, labels: readonly number[]): boolean {
  return JSON.stringify([...key.keys()]) === JSON.stringify(labels);
}

function bytesOf(value: CborValue | undefined, length?: number): Uint8Array | undefined {
  if (!(value instanceof Uint8Array) || value.length === 0) return undefined;
  return length === undefined || value.length === length ? value : undefined;
}
