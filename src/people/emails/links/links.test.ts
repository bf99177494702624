import { expect, test } from 'vitest';
import { testConfig } from '../../../../test/support/app.ts';
import { fakeClock } from '../../../../test/support/clock.ts';
import { hours, minutes } from '../../../kit/duration.ts';
import { hashToken } from '../../../kit/secret-token.ts';
import { newLink, tokenIn, wasMadeHere } from './links.ts';

const services = {
  config: await testConfig({ publicUrl: 'https://login.example.com' }),
  clock: fakeClock(),
  secretKey: 'a-key-that-only-the-tests-know',
};

test.each([
  ['verify-email', 'https://login.example.com/email/verify#', hours(24)],
  ['recover', 'https://login.example.com/recover/complete#', minutes(30)],
] as const)(
  'a link to %s leads to the configured address, and its token follows after "#"',
  (purpose, page, time) => {
    const { link, row } = newLink(services, purpose, 'ada', 'ada@example.com');
    expect(link.url).toBe(`${page}${link.code}`);
    expect(link.lifetime).toBe(time);
    expect(row).toEqual({
      token_hash: hashToken(link.code),
      purpose,
      account_id: 'ada',
      address: 'ada@example.com',
      sent_at: services.clock(),
      expires_at: services.clock() + time,
    });
  },
);

const { code, url } = newLink(services, 'recover', 'ada', 'ada@example.com').link;
const older = code.slice(0, 'lnk_'.length + 43);

test.each([
  ['the code', code, code],
  ['the whole link', url, code],
  ['the code with words around it', ` Your code: ${code}.\r\n`, code],
  ['a code of 0.1.0, without a mark', older, older],
  ['a code that a mail program has broken', `${code.slice(0, 30)}\r\n${code.slice(30)}`, code],
  ['a code broken before its mark', `${older}\n${code.slice(older.length)}`, code],
  ['a code in quoted-printable', `${url.slice(0, 60)}=\n${url.slice(60)}`, code],
  ['nothing', '', ''],
  ['a code that was cut short', older.slice(0, -1), ''],
  ['a code with something after it', `${code}x`, ''],
  ['a part of the mark', code.slice(0, -1), ''],
  ['another token of ours', `lks_${code.slice(4)}`, ''],
])('in %s the token is found, or none', (_, pasted, token) => {
  expect(tokenIn(pasted)).toBe(token);
});

test('a token is known as made here by its mark, under this key alone, and a changed one is not', () => {
  expect(wasMadeHere(services, code)).toBe(true);
  expect(wasMadeHere({ secretKey: 'another key' }, code)).toBe(false);
  const other = newLink(services, 'recover', 'ada', 'ada@example.com').link.code;
  for (const token of [older, '', `${older}${other.slice(older.length)}`, `${code}x`, code.toUpperCase()]) {
    expect(wasMadeHere(services, token), token).toBe(false);
  }
});
