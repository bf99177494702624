import { describe, expect, test } from 'vitest';
import { isMailAddress, readSender } from './mail-address.ts';

describe('one mail address', () => {
  test.each([
    'ada@example.com',
    'ada.lovelace+latchkey@mail.example.co.uk',
    "o'neil_99@example.com",
    'root@localhost',
    'grün@bücher.example',
    `${'a'.repeat(64)}@example.com`,
  ])('%s', (address) => {
    expect(isMailAddress(address)).toBe(true);
  });

  test.each([
    '',
    'ada',
    '@example.com',
    'ada@',
    'ada@@example.com',
    'ada@example.com,bob@example.com',
    'ada@example.com;bob@example.com',
    'ada@example.com bob@example.com',
    'Ada <ada@example.com>',
    '<ada@example.com>',
    '"ada x"@example.com',
    'ada(comment)@example.com',
    'ada@example.com\r\nBcc: bob@example.com',
    'ada@example.com\n',
    'ada\0@example.com',
    ' ada@example.com',
    '.ada@example.com',
    'ada..l@example.com',
    'ada@-example.com',
    'ada@example..com',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a.'.repeat(130)}com`,
  ])('is not %j', (text) => {
    expect(isMailAddress(text)).toBe(false);
  });
});

describe('a sender', () => {
  test.each([
    ['login@example.com', { address: 'login@example.com', name: '' }],
    ['Example <login@example.com>', { address: 'login@example.com', name: 'Example' }],
    ['"Example, Inc." <login@example.com>', { address: 'login@example.com', name: 'Example, Inc.' }],
    ['"Ex \\"A\\" (b) <c>; d: e" <a@b.example>', { address: 'a@b.example', name: 'Ex "A" (b) <c>; d: e' }],
    ['login@example.com (Example, Inc.)', { address: 'login@example.com', name: 'Example, Inc.' }],
    [
      '(our (own) sender) Example Inc. <login@example.com> (mail)',
      { address: 'login@example.com', name: 'Example Inc.' },
    ],
    ['<login@example.com>', { address: 'login@example.com', name: '' }],
    ['  Example  <login@example.com>  ', { address: 'login@example.com', name: 'Example' }],
    ['Example, Inc. <login@example.com>', { address: 'login@example.com', name: 'Example, Inc.' }],
    ['"the,server"@example.com', { address: '"the,server"@example.com', name: '' }],
    ['Example <login@[192.0.2.1]>', { address: 'login@[192.0.2.1]', name: 'Example' }],
    ['Bücher & mehr <login@example.com>', { address: 'login@example.com', name: 'Bücher & mehr' }],
  ])('is read from %s', (text, sender) => {
    expect(readSender(text)).toEqual(sender);
  });

  test.each([
    'Example',
    'Example <login@example.com',
    'Example <login@example.com> more',
    'Example\r\nBcc: x@example.com <login@example.com>',
    'a@example.com, b@example.com',
    'One <a@example.com>, Two <b@example.com>',
    '"Example, Inc. <login@example.com>',
    '(Example login@example.com',
    'Example: login@example.com;',
    'Example: <login@example.com>',
    'login@example.com; other@example.com',
    '"Example" <"login@example.com>',
    'Example <>',
    'Example <login>',
    '"the server"@example.com',
    '',
  ])('is not read from %j', (text) => {
    expect(readSender(text)).toBeUndefined();
  });
});
