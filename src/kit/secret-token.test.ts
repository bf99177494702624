import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashToken, newSecretToken, sameText, sign } from './secret-token.ts';

test('V7.2.3 V11.2.3 V11.5.1 a token is its prefix and 256 random bits; none of 100,000 comes twice', () => {
  const tokens = Array.from({ length: 100_000 }, () => newSecretToken('lks_').token);
  expect(tokens[0]).toMatch(/^lks_[A-Za-z0-9_-]{43}$/);
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(Buffer.from(tokens[0]?.slice(4) ?? '', 'base64url')).toHaveLength(32);
});

test('what is stored is the SHA-256 of all of it', () => {
  const { token, hash } = newSecretToken('lks_');
  expect(hash).toBe(createHash('sha256').update(token).digest('base64url'));
  expect(hashToken(token)).toBe(hash);
});

test('V11.4.3 a signature is for one key, one purpose and one text', () => {
  const signed = sign('key', 'purpose', 'text');
  expect(signed).toMatch(/^[\w-]{43}$/);
  expect(sign('key', 'purpose', 'text')).toBe(signed);
  for (const other of [
    sign('yek', 'purpose', 'text'),
    sign('key', 'other', 'text'),
    sign('key', 'purpose', 'txet'),
  ]) {
    expect(other).not.toBe(signed);
  }
});

test.each([
  ['same', 'same', true],
  ['', '', true],
  ['same', 'sane', false],
  ['short', 'shorter', false],
  ['é', 'é', true],
  ['a\0', 'a', false],
])('V11.2.4 %j and %j: %s', (one, other, same) => {
  expect(sameText(one, other)).toBe(same);
});
