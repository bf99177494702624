import { describe, expect, test } from 'vitest';
import { type LoginFacts, loginVerdict, notesOn } from './accounts-verdict.ts';

const now = Date.UTC(2026, 0, 31, 12);
const usual: LoginFacts = {
  username: 'ada',
  hasPassword: true,
  hasItsPepper: true,
  isWeak: false,
  wrapsMd5: false,
  failures: 0,
  blockedUntil: 0,
  limits: { challengeAfter: 3, disableAfter: 100 },
  now,
};

describe('why can she not log in?', () => {
  test.each<[string, Partial<LoginFacts>, string, RegExp, string[]]>([
    ['she can', {}, 'yes', /^with the right password\.$/, []],
    ['two failures bring nothing', { failures: 2 }, 'yes', /^with the right password\.$/, []],
    ['a proof of work', { failures: 3 }, 'yes', /after 3 wrong passwords in a row a proof of work/, []],
    [
      'a wait',
      { failures: 6, blockedUntil: now + 45_000 },
      'later',
      /^6 wrong passwords in a row bring a wait: 45 s more, until 2026-01-31 12:00:45\. "latchkey accounts unlock ada"/,
      ['waits 45 s after 6 failures'],
    ],
    ['a wait that is over', { failures: 6, blockedUntil: now }, 'yes', /proof of work/, []],
    [
      'a locked password',
      { failures: 100, blockedUntil: now + 1 },
      'no',
      /locked after 100 wrong passwords in a row\. "latchkey accounts unlock ada" opens it/,
      ['password locked'],
    ],
    [
      'no password',
      { hasPassword: false, failures: 100 },
      'no',
      /no password\.$/,
      ['no password', 'password locked'],
    ],
    ['another pepper', { hasItsPepper: false }, 'no', /LATCHKEY_PASSWORD_PEPPER/, ['other pepper']],
    ['a weak password', { isWeak: true }, 'yes', /marked as weak/, ['weak password']],
    ['an MD5', { wrapsMd5: true }, 'yes', /^with the right password\.$/, ['MD5 inside argon2id']],
  ])('%s', (_, facts, canLogIn, because, notes) => {
    const verdict = loginVerdict({ ...usual, ...facts });
    expect(verdict).toEqual({ canLogIn, because: expect.stringMatching(because) });
    expect(notesOn({ ...usual, ...facts })).toEqual(notes);
  });

  test('always a proof of work needs no word', () => {
    const limits = { challengeAfter: 0, disableAfter: 100 };
    expect(loginVerdict({ ...usual, limits }).because).toBe('with the right password.');
  });
});
