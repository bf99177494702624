import { expect, test } from 'vitest';
import { testConfig } from '../../../test/support/app.ts';
import { requireAddress, requireEmail, requireMail } from './require.ts';

const optional = await testConfig();
const required = { ...optional, email: { ...optional.email, registration: 'required' } } as const;
const silent = await testConfig({ mode: 'production', mail: { url: '' } });

test('a typed address is answered as typed and as it is compared', () => {
  expect(requireEmail(' Ada@Example.COM ', '/email')).toEqual({
    address: 'Ada@Example.COM',
    key: 'ada@example.com',
  });
});

test('what is no address is refused at its place', () => {
  expect(() => requireEmail('ada', '/address')).toThrow(
    expect.objectContaining({
      code: 'email-refused',
      options: { errors: [expect.objectContaining({ pointer: '/address', code: 'form' })] },
    }),
  );
});

test('a registration needs an address where one is required, and a server that sends mail where one is given', () => {
  expect(requireAddress(optional, undefined)).toBeUndefined();
  expect(() => requireAddress(required, undefined)).toThrow(
    expect.objectContaining({ code: 'email-needed' }),
  );
  expect(requireAddress(required, 'ada@example.com')?.key).toBe('ada@example.com');
  expect(() => requireAddress(silent, 'ada@example.com')).toThrow(
    expect.objectContaining({ code: 'mail-off' }),
  );
  expect(() => requireMail(optional)).not.toThrow();
});
