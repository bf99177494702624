import { expect, test } from 'vitest';
import { english } from '../../words.ts';

const say = (event: Parameters<typeof english.events.say>[0]) => english.events.say(event, english);

test('an event is told in plain words, with the failures that it counted', () => {
  expect(say({ type: 'logged-out', detail: null })).toBe('Signed out');
  expect(say({ type: 'login-failed', detail: '{"failures":5}' })).toBe('Incorrect password (5 in a row)');
  expect(say({ type: 'password-unlocked', detail: '{"failures":100}' })).toBe(
    'Sign-in unlocked by the admin (100 failures)',
  );
});

test('a session that the server ended says why', () => {
  expect(say({ type: 'session-ended', detail: '{"reason":"too-many-sessions"}' })).toBe(
    'Signed out the oldest device: there were too many',
  );
  expect(say({ type: 'session-ended', detail: null })).toBe('Signed out a device');
});

test('an event of a factor names it', () => {
  expect(say({ type: 'totp-added', detail: null })).toBe('Added an authenticator app');
  expect(say({ type: 'passkey-removed', detail: null })).toBe('Removed a passkey');
});

test('an event of a later version keeps its name', () => {
  expect(say({ type: 'something-later', detail: null })).toBe('something-later');
});
