import { expect, test } from 'vitest';
import { english } from '../words.ts';
import { eventInWords } from './accounts-events.ts';

test('an event is told in plain words, with the failures that it counted', () => {
  expect(eventInWords({ type: 'logged-out', detail: null }, english)).toBe('logged out');
  expect(eventInWords({ type: 'login-failed', detail: '{"failures":5}' }, english)).toBe(
    'wrong password at a login (5 in a row)',
  );
  expect(eventInWords({ type: 'password-unlocked', detail: '{"failures":100}' }, english)).toBe(
    'unlocked by the operator (100 failures)',
  );
});

test('a session that the server ended says why', () => {
  expect(eventInWords({ type: 'session-ended', detail: '{"reason":"too-many-sessions"}' }, english)).toBe(
    'the oldest session was ended: there were too many',
  );
  expect(eventInWords({ type: 'session-ended', detail: null }, english)).toBe('ended one of the sessions');
});

test('an event of a factor names it', () => {
  expect(eventInWords({ type: 'totp-added', detail: null }, english)).toBe('added an authenticator app');
  expect(eventInWords({ type: 'passkey-removed', detail: null }, english)).toBe('removed a passkey');
});

test('an event of a later version keeps its name', () => {
  expect(eventInWords({ type: 'something-later', detail: null }, english)).toBe('something-later');
});
