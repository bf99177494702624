import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMailAddress } from '../../kit/mail-address.ts';
import { checkEmail, emailKey, mailboxOf } from './address.ts';

const keyOf = (typed: string) => {
  const checked = checkEmail(typed);
  return checked.ok ? checked.key : checked.code;
};

test.each([
  ['ada@example.com', 'ada@example.com'],
  ['  Ada.Lovelace+login@Example.COM ', 'ada.lovelace+login@example.com'],
  ["o'brien@mail.example.co.uk", "o'brien@mail.example.co.uk"],
  ['josé@example.com', 'josé@example.com'],
  ['jose\u0301@example.com', 'josé@example.com'],
  ['ada@Exämple.com', 'ada@xn--exmple-cua.com'],
  ['ada@xn--exmple-cua.com', 'ada@xn--exmple-cua.com'],
  ['ada@faß.de', 'ada@xn--fa-hia.de'],
  ['用户@例え.jp', '用户@xn--r8jz45g.jp'],
  ['1@2.example', '1@2.example'],
])('taken: %s', (typed, key) => {
  expect(keyOf(typed)).toBe(key);
});

test.each([
  ['nothing', '', 'form'],
  ['no @', 'ada.example.com', 'form'],
  ['two @', 'ada@b@example.com', 'form'],
  ['nothing before it', '@example.com', 'form'],
  ['nothing after it', 'ada@', 'form'],
  ['a space', 'a da@example.com', 'characters'],
  ['a quoted name', '"ada"@example.com', 'characters'],
  ['a dot at the end', 'ada.@example.com', 'characters'],
  ['two dots', 'a..da@example.com', 'characters'],
  ['NUL', 'ada\0@example.com', 'characters'],
  ['something invisible', 'a\u200bda@example.com', 'characters'],
  ['a letter that turns the line around', 'ada\u202e@example.com', 'characters'],
  ['one label', 'ada@localhost', 'domain'],
  ['an address of a machine', 'ada@127.0.0.1', 'domain'],
  ['one in brackets', 'ada@[127.0.0.1]', 'domain'],
  ['a short one', 'ada@127.1', 'domain'],
  ['an underscore', 'ada@a_b.com', 'domain'],
  ['a percent sign', 'ada@ex%61mple.com', 'domain'],
  ['a dot at its end', 'ada@example.com.', 'domain'],
  ['an empty label', 'ada@a..com', 'domain'],
  ['a dash at an end', 'ada@-example.com', 'domain'],
  ['a long label', `ada@${'a'.repeat(64)}.com`, 'domain'],
  ['a long name', `${'a'.repeat(65)}@example.com`, 'too-long'],
  ['a long name in bytes', `${'ä'.repeat(33)}@example.com`, 'too-long'],
  [
    'a long whole',
    `ada@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(70 - 2)}`,
    'domain',
  ],
  [
    'a whole of 255',
    `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(58)}.com`,
    'too-long',
  ],
  ['a row of accents', `a${'\u0301'.repeat(5000)}@example.com`, 'too-long'],
])('refused: %s', (_, typed, code) => {
  expect(keyOf(typed)).toBe(code);
});

test.each([
  'ada@example.com\r\nBcc: eve@example.com',
  'ada@example.com\nBcc:eve@example.com',
  'ada@example.com,eve@example.com',
  'ada@example.com;eve@example.com',
  'ada@example.com eve@example.com',
  '<ada@example.com>',
  'Ada <ada@example.com>',
  'ada@example.com\u2028Bcc:eve@example.com',
  '{{7*7}}@example.com,',
])('V1.3.11 no second recipient and no header hides in an address: %j', (typed) => {
  expect(checkEmail(typed).ok).toBe(false);
});

test("letters of other scripts that fold to A to Z are no way to somebody else's address", () => {
  // The dotless i becomes I in capitals, which is how a reset once went to the wrong person.
  expect(keyOf('m\u0131ke@example.com')).not.toBe(keyOf('mike@example.com'));
  // The Kelvin sign is K by NFC, and mail goes to that K as well.
  expect(checkEmail('\u212aim@example.com')).toMatchObject({
    address: 'Kim@example.com',
    key: 'kim@example.com',
  });
});

test('mail for an international domain goes to the domain that the key names', () => {
  expect(mailboxOf('Ada@ｅxämple.com')).toBe('Ada@xn--exmple-cua.com');
});

test('whatever is typed has a key, which is its own key, and what is taken can be written to', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (typed) => {
      const key = emailKey(typed);
      const checked = checkEmail(typed);
      if (!checked.ok) return;
      expect(checked.key).toBe(key);
      expect(emailKey(key)).toBe(key);
      expect(isMailAddress(mailboxOf(checked.address))).toBe(true);
    }),
  );
});

test('however long it is, it is read at once: sorting a row of marks would take minutes', () => {
  const marks = `${'a\u0315\u0300\u05b0'.repeat(1_000_000)}@example.com`;
  expect(emailKey(marks)).toBe(marks);
  expect(checkEmail(marks)).toMatchObject({ ok: false, code: 'too-long' });
});
