import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { leastTime } from '../../../test/support/least-time.ts';
import { clientOf } from './client.ts';

const requestFrom = (ip: string, userAgent?: string) =>
  ({ ip, headers: { 'user-agent': userAgent } }) as unknown as FastifyRequest;
const deviceInWords = (userAgent?: string) => clientOf(requestFrom('203.0.113.1', userAgent)).device;

test.each([
  [undefined, 'Unknown device'],
  ['', 'Unknown device'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
  ['curl/8.9.1', 'curl'],
  ['insomnia/10.0.0', 'insomnia'],
  ['my-program', 'my-program'],
  ['<script>alert(1)</script>', 'Unknown device'],
])('%j is %j', (userAgent, words) => {
  expect(deviceInWords(userAgent)).toBe(words);
});

test('V1.3.12 V1.3.3 is at most 80 characters, and quickly said, whatever a client says of itself', () => {
  for (const unit of ['a', 'Mozilla/5.0 (', ' ', '/', '(;)', 'Firefox/1 ', '\u0301']) {
    const say = () => expect(deviceInWords(unit.repeat(20_000)).length).toBeLessThanOrEqual(80);
    expect(leastTime(say)).toBeLessThan(100);
  }
});

test.each([
  ['\u009b31mred\u009b0m/1.0 (x) ', 'Unknown device'],
  ['soft\u00adhyphen/1.0 (Windows NT 10.0)', 'soft on Windows'],
  ['tab\there\u0085/1.0 (Windows NT 10.0)', 'tab on Windows'],
  ['\u00ad\u0085/1.0 x', 'Unknown device'],
])('V1.3.10 V16.4.1 %j is %j, which no terminal obeys', (userAgent, words) => {
  expect(deviceInWords(userAgent)).toBe(words);
});

test.each([
  ['Your account is at risk: log in at evil.example now/1 x', 'Your'],
  ['Log in at https://evil.example/a now/1 (Windows NT 10.0)', 'Log on Windows'],
  ['log-in-at-evil.example/1', 'log-in-at-evil'],
  ['https://evil.example/1 x', 'https'],
  ['Mozilla/5.0 (X11; Linux x86_64) See evil.example/1 ', 'Mozilla on Linux'],
])('%j is %j: a mail of ours holds no text of a stranger', (userAgent, words) => {
  expect(deviceInWords(userAgent)).toBe(words);
});

test('is each one’s own, however many different ones came before', () => {
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 1200; n++) expect(deviceInWords(`program-${n}/1`)).toBe(`program-${n}`);
  }
});

test('an address is told in its plain form', () => {
  expect(clientOf(requestFrom('::ffff:203.0.113.9')).address).toBe('203.0.113.9');
});
