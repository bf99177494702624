import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../../test/support/app.ts';
import { readFormData } from './form-data.ts';

test('V1.1.1 form data is read back as it was written', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (fields) => {
      expect(readFormData(new URLSearchParams(fields).toString())).toEqual(fields);
    }),
  );
});

test.each([
  ['', []],
  ['&&', []],
  ['a', [['a', '']]],
  [
    'a=1&a=2&',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['a+b=c%2Bd=e', [['a b', 'c+d=e']]],
])('%j is %j', (text, fields) => {
  expect(readFormData(text)).toEqual(fields);
});

test.each(['a=%ff', '%ff=a', 'a=%', 'a=%4', 'a=%zz', 'a=%C3%28', 'a=%ED%A0%80', 'a=1&b=%C0%80'])(
  '%s is refused',
  (text) => {
    expect(readFormData(text)).toBeNull();
  },
);

eachApp('a form', (open) => {
  test('V6.2.8 is refused when its bytes are no text, so that no two passwords are one', async () => {
    const { browser, services } = await open();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
    const name = freshName();
    for (const byte of ['%ff', '%fe', '%']) {
      const raw = `username=${name}&password=${encodeURIComponent(goodPassword)}${byte}`;
      const answer = await browser().post('/register', undefined, { raw, headers });
      expect([answer.status, answer.cookies]).toEqual([400, []]);
      expect(answer.text).not.toContain(goodPassword);
    }
    expect(await services.accounts.findByKey(name)).toBeUndefined();
  });
});
