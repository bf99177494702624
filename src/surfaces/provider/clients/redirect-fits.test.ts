import { expect, test } from 'vitest';
import { redirectFits } from './redirect-fits.ts';

const fits = (asked: string, registered: string) => redirectFits(asked, [registered], true);

test.each(['127.0.0.1', '[::1]'])('a native app listens on any port of %s', (host) => {
  expect(fits(`http://${host}:51234/cb`, `http://${host}/cb`)).toBe(true);
  expect(fits(`http://${host}:51234/cb`, `http://${host}:1234/cb`)).toBe(true);
  expect(fits(`http://${host}/cb`, `http://${host}:1234/cb`)).toBe(true);
});

test('of localhost only where no port is registered', () => {
  expect(fits('http://localhost:51234/callback', 'http://localhost/callback')).toBe(true);
  expect(fits('http://localhost:1234/callback', 'http://localhost:1234/callback')).toBe(true);
  expect(fits('http://localhost:51234/callback', 'http://localhost:1234/callback')).toBe(false);
  expect(fits('http://localhost/callback', 'http://localhost:1234/callback')).toBe(false);
});

test.each([
  ['http://127.0.0.1:1/cbx', 'http://127.0.0.1/cb'],
  ['http://127.0.0.1:1/cb?x=1', 'http://127.0.0.1/cb'],
  ['http://127.0.0.1:1/cb#x', 'http://127.0.0.1/cb'],
  ['https://127.0.0.1:1/cb', 'http://127.0.0.1/cb'],
  ['http://127.0.0.1:99999/cb', 'http://127.0.0.1/cb'],
  ['http://127.0.0.2:1/cb', 'http://127.0.0.1/cb'],
  ['http://localhost:1/cb', 'http://127.0.0.1/cb'],
  ['http://localhost:1@evil.example/cb', 'http://localhost/cb'],
  ['http://localhost.evil.example:1/cb', 'http://localhost/cb'],
  ['http://LOCALHOST:1/cb', 'http://localhost/cb'],
  ['https://app.example.com:1/cb', 'https://app.example.com/cb'],
])('%s is not %s', (asked, registered) => {
  expect(fits(asked, registered)).toBe(false);
});

test('an app that is not native has no free port', () => {
  expect(redirectFits('http://127.0.0.1:1/cb', ['http://127.0.0.1/cb'], false)).toBe(false);
});
