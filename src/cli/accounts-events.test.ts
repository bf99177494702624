import { expect, test } from 'vitest';
import { eventInWords } from './accounts-events.ts';

test('an event is told in plain words, with the failures that it counted', () => {
  expect(eventInWords({ type: 'logged-out', detail: null })).toBe('logged out');
  expect(eventInWords({ type: 'login-failed', detail: '{"failures":5}' })).toBe(
    'wrong password at a login (5 in a row)',
  );
  expect(eventInWords({ type: 'password-unlocked', detail: '{"failures":100}' })).toBe(
    'unlocked by the operator (100 failures)',
  );
});

test('a session that the server ended says why', () => {
  expect(eventInWords({ type: 'session-ended', detail: '{"reason":"too-many-sessions"}' })).toBe(
    'the oldest session was ended: there were too many',
  );
  expect(eventInWords({ type: 'session-ended', detail: null })).toBe('ended one of the sessions');
});

test('an event of a later version keeps its name', () => {
  expect(eventInWords({ type: 'something-later', detail: null })).toBe('something-later');
});
