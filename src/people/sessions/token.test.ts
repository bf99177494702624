import { expect, test } from 'vitest';
import { hashToken } from '../../kit/secret-token.ts';
import { newSessionToken, tokenForm } from './token.ts';

test.each([
  ['cookie', 'lks_'],
  ['bearer', 'lkb_'],
] as const)('V7.2.3 a token for a %s begins with %s and holds 256 random bits', (transport, prefix) => {
  const [one, two] = [newSessionToken(transport), newSessionToken(transport)];
  expect(one.token.startsWith(prefix)).toBe(true);
  expect(Buffer.from(one.token.slice(prefix.length), 'base64url')).toHaveLength(32);
  expect(one.token).not.toBe(two.token);
  expect(one.hash).toBe(hashToken(one.token));
});

test('a token has the form of its own transport and of no other', () => {
  const { token } = newSessionToken('cookie');
  expect(tokenForm.cookie.test(token)).toBe(true);
  expect(tokenForm.bearer.test(token)).toBe(false);
});

const body = 'A'.repeat(43);

test.each([
  ['nothing', ''],
  ['the prefix alone', 'lks_'],
  ['a character too few', `lks_${body.slice(1)}`],
  ['a character too many', `lks_${body}A`],
  ['a prefix in capitals', `LKS_${body}`],
  ['no prefix', body],
  ['something before it', ` lks_${body}`],
  ['a line break after it', `lks_${body}\n`],
  ['NUL in it', `lks_${body.slice(1)}\0`],
  ['base64 of the other alphabet', `lks_${body.slice(2)}+/`],
])('%s is no token and is not looked up', (_, text) => {
  expect(tokenForm.cookie.test(text)).toBe(false);
});
