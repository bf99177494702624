import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { leastTime } from '../../test/support/least-time.ts';
import { bitsOf, fewestBits } from './secret-strength.ts';

const digest = (algorithm: string, word: string) => createHash(algorithm).update(word);

describe('S13 a secret is easy to guess', () => {
  test.each([
    '0123456789abcdef0123456789abcdef',
    '0123456789abcdeffedcba9876543210',
    'abcdefghijklmnopqrstuvwxyz123456',
    'zyxwvutsrqponmlkjihgfedcba987654',
    'qwertyuiopasdfghjklzxcvbnm123456',
    '1q2w3e4r5t6y7u8i9o0p1q2w3e4r5t6y',
    '11111111222222223333333344444444',
    '00000000-0000-0000-0000-000000000000',
    'deadbeefdeadbeefdeadbeefdeadbeef',
    'q7Zp2vXkq7Zp2vXkq7Zp2vXkq7Zp2vXk',
    'q7Zp2vXk9LmRt4Wbq7Zp2vXk9LmRt4Wb',
    'changemechangemechangemechangeme',
    '<your secret key here, 32 characters>',
    'REPLACE_ME_WITH_A_LONG_RANDOM_STRING',
    'your-secret-key-at-least-32-characters-long',
    'this-is-my-very-secret-key-please-change-it',
    'latchkey-production-secret-key-2026',
    'MySuperSecretKey1234567890!@#$%^&',
    'P@ssw0rdP@ssw0rd1234567890abcdef',
    'ThisIsASecretKeyForMyCompanyLoginServer',
    'correct horse battery staple correct',
    'walrus teapot gravel ninth walrus',
    'the quick brown fox jumps over the lazy dog',
    Buffer.from('supersecretkeythatnobodywillguess').toString('base64'),
    Buffer.from('supersecretkeythatnobodywillguess').toString('base64url'),
    Buffer.from('supersecretkeythatnobodywillguess').toString('hex'),
    digest('md5', 'password').digest('hex'),
    digest('md5', '').digest('hex').toUpperCase(),
    digest('sha256', 'secret').digest('hex'),
    digest('sha256', 'secret\n').digest('base64'),
    digest('sha512', 'latchkey').digest('hex').slice(0, 40),
  ])('%s', (secret) => {
    expect(bitsOf(secret)).toBeLessThan(fewestBits);
  });
});

describe('a random one is not', () => {
  test.each<[string, () => string]>([
    ['128 bits in hexadecimal', () => randomBytes(16).toString('hex')],
    ['128 bits in capitals', () => randomBytes(16).toString('hex').toUpperCase()],
    ['openssl rand -base64 32', () => randomBytes(32).toString('base64')],
    ['256 bits in base64url', () => randomBytes(32).toString('base64url')],
    ['a UUID', () => randomUUID()],
    [
      '32 small letters',
      () => Array.from(randomBytes(32), (byte) => String.fromCharCode(97 + (byte % 26))).join(''),
    ],
    ['with a name before it', () => `latchkey-secret-${randomBytes(16).toString('hex')}`],
  ])('%s', (_, make) => {
    const measured = Array.from({ length: 200 }, () => make()).filter(
      (secret) => bitsOf(secret) < fewestBits,
    );
    expect(measured).toEqual([]);
  });

  test('ten words by dice', () => {
    expect(bitsOf('walrus teapot gravel ninth cobalt ferry sandal quince lamp oboe')).toBeGreaterThan(
      fewestBits,
    );
  });

  test('and the longest that a setting takes is measured at once', () => {
    const [random, same] = [randomBytes(750).toString('base64'), 'a'.repeat(1000)];
    for (const secret of [random, same]) expect(leastTime(() => bitsOf(secret), 3)).toBeLessThan(2500);
  });
});
