import { expect, test } from 'vitest';
import { testConfig } from '../../../test/support/app.ts';
import type { Config } from '../../config/index.ts';
import { requireAddress, requireEmail, requireMail } from './require.ts';

interface Domains {
  readonly allowed?: readonly string[];
  readonly blocked?: readonly string[];
}

const services = (config: Config, { allowed = [], blocked = [] }: Domains = {}) => ({
  config,
  emailDomains: { allowed: new Set(allowed), blocked: new Set(blocked) },
});
const optional = await testConfig();
const required = { ...optional, email: { ...optional.email, registration: 'required' } } as const;
const silent = await testConfig({ mode: 'production', mail: { url: '' } });

test('a typed address is answered as typed and as it is compared', () => {
  expect(requireEmail(services(optional), ' Ada@Example.COM ', { pointer: '/email' })).toEqual({
    address: 'Ada@Example.COM',
    key: 'ada@example.com',
  });
});

test('what is no address is refused at its place', () => {
  expect(() => requireEmail(services(optional), 'ada', { pointer: '/address' })).toThrow(
    expect.objectContaining({
      code: 'email-refused',
      options: { errors: [expect.objectContaining({ pointer: '/address', code: 'form' })] },
    }),
  );
});

test('a registration needs an address where one is required, and a server that sends mail where one is given', () => {
  expect(requireAddress(services(optional), undefined)).toBeUndefined();
  expect(() => requireAddress(services(required), undefined)).toThrow(
    expect.objectContaining({ code: 'email-needed' }),
  );
  expect(requireAddress(services(required), 'ada@example.com')?.key).toBe('ada@example.com');
  expect(() => requireAddress(services(silent), 'ada@example.com')).toThrow(
    expect.objectContaining({ code: 'mail-off' }),
  );
  expect(() => requireMail(optional)).not.toThrow();
});

const asks = (typed: string, domains: Domains) => () =>
  requireEmail(services(optional, domains), typed, { pointer: '/email' }).key;

test.each([
  'ada@example.com',
  'Ada@EXAMPLE.com',
  'ada@\uff45xample.com',
  'ada@sub.wide.example',
  'ada@a.b.wide.example',
  'ada@b\u00fccher.example',
  'ada@xn--bcher-kva.example',
  'ada@XN--BCHER-KVA.EXAMPLE',
])('an address at an allowed domain is accepted, however it is written: %s', (typed) => {
  const allowed = ['example.com', '*.wide.example', 'xn--bcher-kva.example'];
  expect(asks(typed, { allowed })).not.toThrow();
  expect(asks(typed, { blocked: allowed })).toThrow(expect.objectContaining({ code: 'domain-refused' }));
});

test.each([
  ['a longer label', 'ada@notexample.com'],
  ['the domain as a subdomain of another', 'ada@example.com.evil.test'],
  ['a subdomain, which has no entry', 'ada@sub.example.com'],
  ['the domain of a pattern for its subdomains', 'ada@wide.example'],
  ['a label that only ends alike', 'ada@sub.notwide.example'],
  ['a Cyrillic letter', 'ada@ex\u0430mple.com'],
  ['an umlaut for a letter', 'ada@bucher.example'],
])('a domain that only looks allowed is not: %s', (_, typed) => {
  const allowed = ['example.com', '*.wide.example', 'xn--bcher-kva.example'];
  expect(asks(typed, { allowed })).toThrow(
    expect.objectContaining({
      code: 'domain-refused',
      options: { errors: [expect.objectContaining({ pointer: '/email', code: 'domain' })] },
    }),
  );
  expect(asks(typed, {}), 'an honest twin, where all domains are allowed').not.toThrow();
});

test.each([
  'a@example.com@evil.test',
  '"a@example.com"@evil.test',
  '"a"@example.com',
  'ada@example.com.',
  'ada@evil.test\u0000@example.com',
  'ada@evil.test,b@example.com',
  'ada@evil.test <b@example.com>',
  'ada@example\u3002com.evil.test@example.com',
])('what is no address is refused, wherever the allowed domain stands in it: %j', (typed) => {
  expect(asks(typed, { allowed: ['example.com'] })).toThrow(
    expect.objectContaining({ code: 'email-refused' }),
  );
});

test('a blocked domain stays blocked where it is allowed as well', () => {
  const domains = { allowed: ['*.example.com'], blocked: ['bad.example.com'] };
  expect(asks('ada@good.example.com', domains)()).toBe('ada@good.example.com');
  expect(asks('ada@bad.example.com', domains)).toThrow(expect.objectContaining({ code: 'domain-refused' }));
});
