import { expect, test } from 'vitest';
import { originCheck } from '../kit/http/index.ts';
import { safeNext } from './next.ts';

const publicUrl = 'https://login.example.com';
const isAllowed = originCheck({
  ownOrigin: publicUrl,
  allowed: ['https://app.example.com'],
  anyLoopback: false,
});
const app = 'https://tea.example.com/shop?from=login';
const services = (appUrl: string) =>
  ({ config: { publicUrl, appUrl }, isAllowedOrigin: isAllowed }) as unknown as Parameters<
    typeof safeNext
  >[0];
const next = (wanted: string | undefined, appUrl = '') => safeNext(services(appUrl), wanted);

test.each([
  ['/account', '/account'],
  ['/', '/'],
  ['/a?b=c#d', '/a?b=c#d'],
  ['account', '/account'],
  ['https://login.example.com/reference', '/reference'],
  ['https://app.example.com/after?x=1', 'https://app.example.com/after?x=1'],
  ['https:evil.example', '/evil.example'],
  ['/%2f%2fevil.example', '/%2f%2fevil.example'],
  ['/\t/..//account', '/account'],
])('V3.7.2 leads from %j to %j', (wanted, led) => {
  const target = next(wanted);
  if (wanted === '/\t/..//account') expect(new URL(target, publicUrl).origin).toBe(publicUrl);
  else expect(target).toBe(led);
});

test.each([
  undefined,
  '',
  '//evil.example',
  '///evil.example',
  '////evil.example/x',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/%2e//evil.example',
  'https://evil.example',
  'http://login.example.com/',
  'https://login.example.com:444/',
  'https://login.example.com.evil.example/',
  'https://login.example.com@evil.example/',
  'https://me:secret@login.example.com/',
  'https://app.example.com@evil.example/',
  'https://app.example.com.evil.example/',
  'https://me@app.example.com/',
  'http://app.example.com/',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'blob:https://login.example.com/x',
  'view-source:https://login.example.com',
  'ftp://app.example.com/',
  '\0//evil.example',
  'http://[::1',
  `/${'a'.repeat(6001)}`,
])('V1.2.2 V3.7.2 leads from %j to the account', (wanted) => {
  expect(next(wanted)).toBe('/account');
});

test('V1.1.1 whatever is wanted, a browser ends up here or at an allowed origin', () => {
  const pieces = [
    '/',
    '\\',
    '.',
    '..',
    '//',
    '%2f',
    '%5c',
    '\t',
    '\r',
    '@',
    ':',
    '?',
    '#',
    'evil.example',
    'https:',
    'x',
  ];
  for (const a of pieces) {
    for (const b of pieces) {
      for (const c of pieces) {
        for (const d of ['evil.example', '/evil.example']) {
          const led = new URL(next(a + b + c + d), `${publicUrl}/login`);
          expect([publicUrl, 'https://app.example.com'], JSON.stringify(a + b + c + d)).toContain(led.origin);
        }
      }
    }
  }
});

test.each([
  [undefined, app],
  ['', app],
  ['https://evil.example/', app],
  ['https://tea.example.com.evil.example/', app],
  ['http://tea.example.com/', app],
  ['https://tea.example.com/cups', 'https://tea.example.com/cups'],
  ['https://app.example.com/', 'https://app.example.com/'],
  ['/account', '/account'],
])('V3.7.2 with an app leads from %j to %s', (wanted, led) => {
  expect(next(wanted, app)).toBe(led);
});
