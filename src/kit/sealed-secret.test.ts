import { describe, expect, test } from 'vitest';
import { openSecret, sealSecret } from './sealed-secret.ts';

const key = 'a-key-of-at-least-thirty-two-letters';
const seal = { purpose: 'totp', owner: 'account-1' };
const secret = Buffer.from('twenty random bytes!');

describe('a sealed secret', () => {
  test('opens to what it was, and looks different each time', () => {
    const [one, two] = [sealSecret(key, seal, secret), sealSecret(key, seal, secret)];
    expect(openSecret(key, seal, one)).toEqual(secret);
    expect(openSecret(key, seal, two)).toEqual(secret);
    expect(one).not.toBe(two);
    expect(one).toMatch(/^v1\.[\w-]{16}\.[\w-]{48}$/);
    expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').includes(secret)).toBe(false);
  });

  test('V11.3.4 has 96 random bits for a nonce, none twice', () => {
    const nonces = Array.from({ length: 10_000 }, () => sealSecret(key, seal, secret).split('.')[1] ?? '');
    expect(new Set(nonces).size).toBe(nonces.length);
    expect(Buffer.from(nonces[0] ?? '', 'base64url')).toHaveLength(12);
  });

  test('opens for no other key, purpose or owner', () => {
    const text = sealSecret(key, seal, secret);
    expect(openSecret(`${key}!`, seal, text)).toBeUndefined();
    expect(openSecret(key, { ...seal, purpose: 'mail' }, text)).toBeUndefined();
    expect(openSecret(key, { ...seal, owner: 'account-2' }, text)).toBeUndefined();
  });

  test('V11.2.5 V11.3.3 does not open when anything of it was changed or cut', () => {
    const text = sealSecret(key, seal, secret);
    for (let at = 0; at < text.length - 1; at++) {
      const changed = `${text.slice(0, at)}${text.charAt(at) === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
      expect(openSecret(key, seal, changed), changed).toBeUndefined();
    }
    for (const cut of ['', 'v1', 'v1..', 'v1.AAAA.AAAA', text.slice(0, -8), `${text}.A`, text.slice(3)]) {
      expect(openSecret(key, seal, cut), cut).toBeUndefined();
    }
  });
});
