import { describe, expect, test } from 'vitest';
import type { PresentHold } from '../../people/limits/index.ts';
import type { SignInFacts } from './facts.ts';
import { judge } from './verdict.ts';
import { english } from './words.ts';

const { notes: notesOn, verdict: verdictInWords } = english;

const now = Date.UTC(2026, 0, 31, 12);
const password = { changedAt: 0, hasItsPepper: true, isWeak: false, wrapsMd5: false };
const usual: SignInFacts = {
  username: 'ada',
  now,
  password,
  passkey: false,
  identity: false,
  codeByEmail: false,
  linkByEmail: false,
  hasConfirmedAddress: false,
  secondFactor: 'none',
  mustAddSecondFactor: false,
  mustVerifyEmail: false,
  counts: { strangers: 0, holds: [] },
  challengeAfter: 3,
};

const held = (hold: Partial<PresentHold>, strangers = 0): Partial<SignInFacts> => {
  const wait = { of: 'password', by: 'strangers', failures: 6, until: now + 45_000, isFull: false } as const;
  return { counts: { strangers, holds: [{ ...wait, ...hold }] } };
};
const locked = held({ failures: 100, until: 0, isFull: true }, 100);
const codesOff = held({ of: 'code', failures: 50, until: 0, isFull: true });

type Case = [what: string, facts: Partial<SignInFacts>, canSignIn: string, because: RegExp, notes: string[]];

describe('why can she not sign in?', () => {
  test.each<Case>([
    ['she can', {}, 'yes', /^with the correct password\.$/, []],
    [
      'two failures bring nothing',
      { counts: { strangers: 2, holds: [] } },
      'yes',
      /^with the correct password\.$/,
      [],
    ],
    [
      'a proof of work',
      { counts: { strangers: 3, holds: [] } },
      'yes',
      /After 3 incorrect passwords in a row, a proof of work/,
      [],
    ],
    [
      'a wait',
      held({}, 6),
      'later',
      /^[aA]fter 6 incorrect passwords in a row, sign-in must wait 45 s more, until 2026-01-31 12:00:45 UTC\. "latchkey accounts unlock ada"/,
      ['waits 45 s after 6 failed attempts in a row'],
    ],
    [
      'a locked password',
      locked,
      'no',
      /^password sign-in is turned off after 100 incorrect passwords in a row\. "latchkey accounts unlock ada" turns it on/,
      ['password turned off'],
    ],
    [
      'a locked password beside a passkey',
      { ...locked, passkey: true },
      'yes',
      /^by a passkey\. Password sign-in is turned off/,
      ['password turned off'],
    ],
    [
      'a wait of known browsers',
      held({ by: 'known' }),
      'later',
      /^after 6 incorrect passwords in a row, browsers that the account knows/,
      ['waits 45 s after 6 failed attempts in a row in known browsers'],
    ],
    [
      'another pepper',
      { password: { ...password, hasItsPepper: false } },
      'no',
      /^the password was hashed with a pepper .+PEPPER\), so no password matches, and there is no other way/,
      ['other pepper'],
    ],
    [
      'another pepper, and an address',
      { password: { ...password, hasItsPepper: false }, linkByEmail: true },
      'yes',
      /^by a link by email, which sets a new password. The password was hashed with a pepper/,
      ['other pepper'],
    ],
    [
      'a weak password',
      { password: { ...password, isWeak: true } },
      'yes',
      /marked as weak/,
      ['weak password'],
    ],
    [
      'an MD5',
      { password: { ...password, wrapsMd5: true } },
      'yes',
      /^with the correct password\.$/,
      ['MD5 inside argon2id'],
    ],
    ['a second factor', { secondFactor: 'any' }, 'yes', / The second factor is required after it\.$/, []],
    [
      'one to be added',
      { mustAddSecondFactor: true },
      'yes',
      / A second factor must be added after it\.$/,
      [],
    ],
    [
      'an address to be confirmed',
      { mustVerifyEmail: true },
      'yes',
      / An email address must be verified before the session starts\.$/,
      [],
    ],
    [
      'codes that are off',
      { ...codesOff, secondFactor: 'codes' },
      'no',
      /^after 50 incorrect codes .+ turned off for browsers that the account doesn't know/,
      ['codes turned off'],
    ],
    [
      'codes that are off, and a passkey',
      { ...codesOff, secondFactor: 'any' },
      'yes',
      /^with the correct password\. .+ codes are turned off/,
      ['codes turned off'],
    ],
    [
      'codes that are off and nobody asks for',
      codesOff,
      'yes',
      /^with the correct password\.$/,
      ['codes turned off'],
    ],
    [
      'data that was moved',
      { obstacle: 'This data was moved to b.' },
      'no',
      /^this data was moved to b\.$/,
      [],
    ],
  ])('%s', (_, facts, canSignIn, because, notes) => {
    const all = { ...usual, ...facts };
    const verdict = judge(all);
    expect([verdict.canSignIn, verdictInWords(all, verdict)]).toEqual([
      canSignIn,
      expect.stringMatching(because),
    ]);
    expect(notesOn(all)).toEqual(notes);
  });

  test('always a proof of work needs no word', () => {
    const facts = { ...usual, challengeAfter: 0 };
    expect(verdictInWords(facts, judge(facts))).toBe('with the correct password.');
  });
});

describe('an account without a password signs in', () => {
  const none = { password: null, ...locked } as const;

  test.each<[string, Partial<SignInFacts>, string, string]>([
    ['by a passkey', { passkey: true }, 'yes', 'by a passkey. The account has no password.'],
    [
      'by a code by email, and then its second factor',
      { codeByEmail: true, linkByEmail: true, secondFactor: 'codes' },
      'yes',
      'by a code by email. The account has no password. The second factor is required after it.',
    ],
    [
      'by either',
      { passkey: true, codeByEmail: true },
      'yes',
      'by a passkey or a code by email. The account has no password.',
    ],
    [
      'after a recovery by email',
      { linkByEmail: true },
      'yes',
      'by a link by email, which sets a new password. The account has no password.',
    ],
    ['not at all', {}, 'no', 'the account has no password, and there is no other way to sign in.'],
    [
      'by a code, later',
      { codeByEmail: true, codesFullUntil: now + 720_000 },
      'later',
      'the account has no password. No sign-in codes are sent for another 12 min, unless a browser that the account knows asks for one, or the request has a proof of work.',
    ],
  ])('%s, whatever was guessed at it', (_, facts, canSignIn, because) => {
    const all = { ...usual, ...none, ...facts };
    const verdict = judge(all);
    expect([verdict.canSignIn, verdictInWords(all, verdict)]).toEqual([canSignIn, because]);
    expect(notesOn(all)).toEqual(['no password']);
  });
});
