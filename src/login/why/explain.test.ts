import { describe, expect, test } from 'vitest';
import type { Step, Trail, TrailKind, TrailOutcome } from '../../people/trails/index.ts';
import { english } from '../../words.ts';
import { awaitedMail, explain as explainIn, type Known } from './explain.ts';
import type { SignInFacts } from './facts.ts';

const explain = (trails: readonly Trail[], known?: Known) => explainIn(english, trails, known);

const received: Step = { code: 'received', format: 'json', address: '127.0.0.1' };
const found: Step = { code: 'account-looked-up', by: 'username', found: true };
const counted: Step = { code: 'limit-counted', by: 'account', failures: 1, of: 5 };
const argon = { m: 19_456, t: 2, p: 1, wraps: 'nothing' } as const;
const right: Step = { code: 'password-verified', ...argon, match: true };
const wrong: Step = { code: 'password-verified', ...argon, match: false };
const denied: Step = { code: 'refused', problem: 'invalid-credentials' };
const session: Step = { code: 'session-opened', aal: 1, amr: ['pwd'] };

type Part = readonly [TrailOutcome, readonly Step[]];

function trail(parts: readonly Part[], kind: TrailKind = 'login'): Trail {
  const id = 'att_000000000000';
  return {
    id,
    parts: parts.map(([outcome, steps], at) => ({
      id: String(at),
      trailId: id,
      kind,
      accountId: 'a',
      at,
      outcome,
      steps: [received, ...steps].map((step) => ({ ...step, ms: 1 })),
    })),
  };
}

const now = Date.UTC(2026, 0, 31, 12);
const usual: SignInFacts = {
  username: 'Ada',
  now,
  password: { changedAt: 0, hasItsPepper: true, isWeak: false, wrapsMd5: false },
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
/** Ada, and how her account stands now. */
const ada = (facts: Partial<SignInFacts> = {}): Known => ({ username: 'Ada', facts: { ...usual, ...facts } });
const holding = (...holds: SignInFacts['counts']['holds']): Known =>
  ada({ secondFactor: 'codes', counts: { strangers: 0, holds } });
const strangers = {
  of: 'password',
  by: 'strangers',
  failures: 6,
  until: now + 30_000,
  isFull: false,
} as const;
/** Beside an attempt that is not the newest. */
const older: Known = { username: 'Ada' };
const totp = (answer: object): Step => ({ code: 'factor-answered', factor: 'totp', ok: false, ...answer });

/** What happened in the last attempt, and the sentence that says what is the matter. */
const cases: Readonly<Record<string, readonly [readonly Part[], string, TrailKind?]>> = {
  successfully: [[['done', [found, counted, right, session]]], 'Ada signed in successfully.'],
  'a name with an unseen character inside': [
    [
      [
        'refused',
        [
          { code: 'name-typed', character: 0x200b, place: 'inside' },
          { code: 'account-looked-up', by: 'username', found: false },
          wrong,
          denied,
        ],
      ],
    ],
    "Ada couldn't sign in: the username has the character U+200B (zero-width space) in it.",
  ],
  'a recovery by a name with an unseen character inside': [
    [
      [
        'refused',
        [
          { code: 'name-typed', character: 0xa0, place: 'inside' },
          { code: 'recovery-link', state: 'no-owner' },
        ],
      ],
    ],
    "Ada couldn't reset the password: the username has the character U+00A0 (no-break space) in it.",
    'recover',
  ],
  'a name with a space after it': [
    [['refused', [{ code: 'name-typed', character: 0x20, place: 'around' }, found, counted, wrong, denied]]],
    "Ada couldn't sign in: the password is incorrect.",
  ],
  'a wrong password': [
    [['refused', [found, counted, wrong, denied]]],
    "Ada couldn't sign in: the password is incorrect.",
  ],
  'a wrong password, again': [
    [['refused', [found, { ...counted, failures: 3 }, wrong, denied]]],
    "Ada couldn't sign in: the password is incorrect, 3 failed attempts in a row.",
  ],
  'a wrong password, after which a proof of work is asked': [
    [['refused', [found, counted, wrong, { code: 'proof-of-work', state: 'asked' }, denied]]],
    "Ada couldn't sign in: the password is incorrect.",
  ],
  'a wait': [
    [
      [
        'refused',
        [
          found,
          { code: 'limit-read', by: 'account', failures: 5, of: 5, waitSeconds: 30 },
          { code: 'refused', problem: 'too-many-attempts' },
        ],
      ],
    ],
    "Ada couldn't sign in: the next attempt must wait 30 s after 5 failed attempts in a row.",
  ],
  'a wait of the address': [
    [['refused', [{ code: 'limit-read', by: 'address', failures: 100, of: 100, waitSeconds: 600 }]]],
    "Ada couldn't sign in: there were too many failed attempts from this network address (100); the next attempt must wait 10 min.",
  ],
  'a wait of the browsers that the account knows': [
    [
      [
        'refused',
        [
          {
            code: 'limit-read',
            by: 'device',
            counts: 'codes by mail',
            failures: 100,
            of: 100,
            waitSeconds: 600,
          },
        ],
      ],
    ],
    "Ada couldn't sign in: there were too many sign-in codes from browsers that the account knows (100); the next attempt must wait 10 min.",
  ],
  'a password that is switched off': [
    [['refused', [{ code: 'limit-read', by: 'account', failures: 100, of: 5, disabled: true }]]],
    "Ada couldn't sign in: password sign-in is turned off after 100 failed attempts in a row.",
  ],
  'no proof of work': [
    [['refused', [found, { code: 'proof-of-work', state: 'asked' }]]],
    "Ada couldn't sign in: a proof-of-work challenge was required, but the request didn't include one.",
  ],
  'a wrong proof of work': [
    [['refused', [found, { code: 'proof-of-work', state: 'refused' }]]],
    "Ada couldn't sign in: the proof of work is incorrect or has expired.",
  ],
  'a proof of work sent twice': [
    [['refused', [found, { code: 'proof-of-work', state: 'spent-twice' }]]],
    "Ada couldn't sign in: the proof of work was already used.",
  ],
  'a wait that was not over': [
    [['refused', [found, { code: 'proof-of-work', state: 'wait-early' }]]],
    "Ada couldn't sign in: the wait that replaces the proof of work wasn't over yet.",
  ],
  'a wait that is good no more': [
    [['refused', [found, { code: 'proof-of-work', state: 'wait-void' }]]],
    "Ada couldn't sign in: the wait that replaces the proof of work has expired, was already used, or was for another username or network.",
  ],
  'a wait, and a wrong password after it': [
    [['refused', [found, { code: 'proof-of-work', state: 'waited' }, counted, wrong, denied]]],
    "Ada couldn't sign in: the password is incorrect.",
  ],
  'a name that nobody has, guessed at until it must wait': [
    [
      [
        'refused',
        [
          { code: 'account-looked-up', by: 'username', found: false },
          { code: 'limit-read', by: 'account', failures: 5, of: 5, waitSeconds: 30 },
        ],
      ],
    ],
    "Ada couldn't sign in: no account has this username.",
  ],
  'a mail address that was never confirmed': [
    [['refused', [{ code: 'account-looked-up', by: 'email', found: false }, counted, denied]]],
    "Ada couldn't sign in: no account has verified this email address.",
  ],
  'a proof of work that never came': [
    [['refused', [found, { code: 'refused', problem: 'challenge-required' }]]],
    "Ada couldn't sign in: a proof-of-work challenge was required, but the request didn't include one.",
  ],
  'a password that was changed between two steps': [
    [
      ['more', [found, right, { code: 'second-factor-asked', factors: ['totp'] }]],
      ['refused', [{ code: 'refused', problem: 'not-found' }]],
    ],
    "Ada couldn't sign in: the attempt no longer waits for this.",
  ],
  'a passkey that has not asked who holds it': [
    [['refused', [{ code: 'factor-answered', factor: 'passkey', ok: false, reason: 'not-verified' }]]],
    "Ada couldn't sign in: the passkey didn't verify the person using the device.",
  ],
  'a session that was ended elsewhere': [
    [['refused', [right, { code: 'refused', problem: 'not-signed-in' }]]],
    "Ada couldn't confirm their identity: the password is correct, the session was ended elsewhere.",
    'prove',
  ],
  'too many registrations from one address': [
    [
      [
        'refused',
        [
          {
            code: 'limit-read',
            by: 'address',
            failures: 20,
            of: 20,
            counts: 'registrations',
            waitSeconds: 900,
          },
        ],
      ],
    ],
    "Ada couldn't sign up: there were too many sign-ups from this network address (20); the next attempt must wait 15 min.",
    'register',
  ],
  'a recovery for which there is no confirmed address': [
    [
      [
        'refused',
        [
          { code: 'recovery-link', state: 'asked' },
          { code: 'recovery-link', state: 'no-owner' },
        ],
      ],
    ],
    "Ada couldn't reset the password: the account has no verified email address, so no email was sent.",
    'recover',
  ],
  'a link for the mail address that is too old': [
    [['refused', [{ code: 'email', state: 'expired' }]]],
    "Ada couldn't verify the email address: the link to verify the email address has expired or was already used.",
    'verify-email',
  ],
  'a second factor that has not come yet': [
    [['more', [found, right, { code: 'second-factor-asked', factors: ['totp', 'recovery-code'] }]]],
    "Ada hasn't finished signing in: the password is correct, the next step (authenticator code or recovery code) hasn't been completed yet.",
  ],
  'a phone whose clock is slow': [
    [
      ['more', [found, right, { code: 'second-factor-asked', factors: ['totp'] }]],
      ['refused', [totp({ reason: 'outside-window', lateSeconds: 90 })]],
    ],
    "Ada couldn't sign in: the password is correct, the authenticator code is 90 s late, so the phone's clock may be wrong.",
  ],
  'a phone whose clock is fast': [
    [
      ['more', [found, right]],
      ['refused', [totp({ reason: 'outside-window', lateSeconds: -60 })]],
    ],
    "Ada couldn't sign in: the password is correct, the authenticator code is 60 s early, so the phone's clock may be wrong.",
  ],
  'a code that is wrong': [
    [
      ['more', [right]],
      ['refused', [totp({ reason: 'wrong' })]],
    ],
    "Ada couldn't sign in: the password is correct, the authenticator code is incorrect.",
  ],
  'a code that was used before': [
    [
      ['more', [right]],
      ['refused', [totp({ reason: 'already-used' })]],
    ],
    "Ada couldn't sign in: the password is correct, the authenticator code was already used.",
  ],
  'a passkey of another address': [
    [['refused', [{ code: 'factor-answered', factor: 'passkey', ok: false, reason: 'wrong-origin' }]]],
    "Ada couldn't sign in: the passkey was made for another address.",
  ],
  'a passkey that nobody knows': [
    [['refused', [{ code: 'account-looked-up', by: 'passkey', found: false }]]],
    "Ada couldn't sign in: no account has this passkey.",
  ],
  'a password that is too weak for production': [
    [['more', [found, right, { code: 'password-weak' }, { code: 'must-do-asked', step: 'new-password' }]]],
    "Ada hasn't finished signing in: the password is correct, it is too weak, so a new one must be chosen first.",
  ],
  'a mail address that is not confirmed': [
    [['more', [found, right, { code: 'must-do-asked', step: 'verify-email' }]]],
    "Ada hasn't finished signing in: the password is correct, the email address isn't verified yet.",
  ],
  'a second factor that must be added': [
    [['more', [found, right, { code: 'must-do-asked', step: 'add-second-factor' }]]],
    "Ada hasn't finished signing in: the password is correct, a second factor must be added first.",
  ],
  'an app that was to be added and showed no right code': [
    [
      ['more', [found, right, { code: 'must-do-asked', step: 'add-second-factor' }]],
      ['refused', [{ code: 'refused', problem: 'code-refused' }]],
    ],
    "Ada couldn't sign in: the password is correct, the code doesn't match the new key.",
  ],
  'an attempt that took too long': [
    [
      ['more', [right]],
      ['refused', [{ code: 'attempt', state: 'expired' }]],
    ],
    "Ada couldn't sign in: the attempt has expired.",
  ],
  'an attempt that was complete before': [
    [
      ['more', [right]],
      ['refused', [{ code: 'attempt', state: 'complete' }]],
    ],
    "Ada couldn't sign in: the attempt is already complete.",
  ],
  'an attempt that is there no more': [
    [
      ['more', [right]],
      ['refused', [{ code: 'attempt', state: 'gone' }]],
    ],
    "Ada couldn't sign in: the attempt was ended by a change to the account, or expired a while ago.",
  ],
  'an attempt of another browser': [
    [
      ['more', [right]],
      ['refused', [{ code: 'attempt', state: 'foreign' }]],
    ],
    "Ada couldn't sign in: the attempt was started in another browser.",
  ],
  'a server that is busy': [
    [['refused', [found, { code: 'refused', problem: 'busy' }]]],
    "Ada couldn't sign in: too many passwords were waiting to be checked.",
  ],
  'another refusal': [
    [['refused', [{ code: 'refused', problem: 'stale-data' }]]],
    "Ada couldn't sign in: it was refused: the data has changed.",
  ],
  'an error of the server': [
    [['failed', [found, right, { code: 'unexpected-error' }]]],
    "Ada couldn't sign in: the password is correct, something went wrong in the server.",
  ],
  'an app whose redirect address is another one': [
    [
      [
        'refused',
        [
          { code: 'app-found', known: true, app: 'Grafana' },
          { code: 'app-redirect', part: 'path', asked: '/cb/', registered: '/cb' },
          { code: 'app-refused', cause: 'redirect' },
        ],
      ],
    ],
    'Ada couldn\'t sign in to an app: the redirect address differs after the host: "/cb/" is not "/cb".',
    'app',
  ],
  'an app that waits until somebody signs in': [
    [
      [
        'more',
        [
          { code: 'app-found', known: true, app: 'Grafana' },
          { code: 'app-waits', for: 'sign-in' },
        ],
      ],
    ],
    "Ada hasn't finished signing in to an app: they have to sign in here first.",
    'app',
  ],
  'an app whose consent is awaited': [
    [['more', [{ code: 'app-waits', for: 'consent' }]]],
    "Ada hasn't finished signing in to an app: they have to allow it first.",
    'app',
  ],
  'an app that was allowed, and the browser was closed': [
    [['more', [{ code: 'app-allowed', by: 'person' }]]],
    "Ada hasn't finished signing in to an app: it's allowed, but their browser hasn't gone back to the app.",
    'app',
  ],
  'an app that sends no code challenge': [
    [['refused', [{ code: 'app-refused', cause: 'pkce-missing' }]]],
    "Ada couldn't sign in to an app: the app sent no code challenge (PKCE).",
    'app',
  ],
  'a request that broke off': [[['failed', []]], "Ada couldn't sign in: it was interrupted."],
  'a name that is taken': [
    [['refused', [{ code: 'name-checked', ok: false, reason: 'taken' }]]],
    "Ada couldn't sign up: the username is already taken.",
    'register',
  ],
  'a password that may not be chosen': [
    [
      [
        'refused',
        [
          { code: 'name-checked', ok: true },
          { code: 'password-judged', ok: false, reason: 'common' },
        ],
      ],
    ],
    "Ada couldn't sign up: the new password is one of the most common ones.",
    'register',
  ],
  'a name and a password that may not be chosen': [
    [
      [
        'refused',
        [
          { code: 'name-checked', ok: false, reason: 'too-short' },
          { code: 'password-judged', ok: false, reason: 'common' },
          { code: 'refused', problem: 'username-refused', faults: 2 },
        ],
      ],
    ],
    "Ada couldn't sign up: the username is too short, the new password is one of the most common ones.",
    'register',
  ],
  'a name that may not be chosen, and an address': [
    [
      [
        'refused',
        [
          { code: 'name-checked', ok: false, reason: 'too-short' },
          { code: 'password-judged', ok: true },
          { code: 'refused', problem: 'username-refused', faults: 2 },
        ],
      ],
    ],
    "Ada couldn't sign up: the username is too short, 1 more thing was wrong.",
    'register',
  ],
  'an address and data that may not be chosen': [
    [['refused', [{ code: 'refused', problem: 'data-refused', faults: 3 }]]],
    "Ada couldn't sign up: it was refused: the data doesn't match the schema, 2 more things were wrong.",
    'register',
  ],
  'a link that was not used': [
    [
      [
        'more',
        [
          { code: 'recovery-link', state: 'asked' },
          { code: 'mail-queued', kind: 'recover' },
        ],
      ],
    ],
    "Ada hasn't finished resetting the password: the link in the email hasn't been used yet.",
    'recover',
  ],
  'a link that was used before': [
    [
      [
        'refused',
        [
          { code: 'link-refused', purpose: 'recover', state: 'used', at: Date.UTC(2026, 10, 28, 15, 4) },
          { code: 'refused', problem: 'link-over' },
        ],
      ],
    ],
    "Ada couldn't reset the password: the link to reset the password was already used at 2026-11-28 15:04 UTC.",
    'recover',
  ],
  'a link that is too old': [
    [['refused', [{ code: 'recovery-link', state: 'expired' }]]],
    "Ada couldn't reset the password: the link has expired or was already used.",
    'recover',
  ],
  'a mail address of somebody else': [
    [['refused', [{ code: 'email', state: 'taken' }]]],
    "Ada couldn't sign up: the email address belongs to another account.",
    'register',
  ],
  'a proof that was not renewed': [
    [['refused', [wrong]]],
    "Ada couldn't confirm their identity: the password is incorrect.",
    'prove',
  ],
};

test.each(Object.entries(cases))('%s is found', (_, [parts, sentence, kind]) => {
  const [finding, ...advice] = explain([trail(parts, kind)], ada());
  expect(finding).toBe(sentence);
  const isWell = parts.at(-1)?.[0] === 'done';
  expect(advice.length > 0, 'what to do about it is said').toBe(!isWell);
  for (const said of advice) expect(said).toMatch(/^[A-Z/].*[.?]$/);
});

test.each<[string, Step]>([
  [
    "a second factor that hasn't been entered yet",
    { code: 'second-factor-asked', factors: ['totp', 'recovery-code'] },
  ],
  ['an app whose key cannot be read any more', totp({ reason: 'unreadable-key' })],
  ['an app that is not set up', totp({ reason: 'not-set-up' })],
])('%s: the way out where all are lost is named', (_title, step) => {
  expect(explain([trail([['refused', [right, step]]])], ada())).toContain(
    'If every factor and the recovery codes are lost, run "latchkey accounts remove-second-factor NAME" once you\'re sure who is asking.',
  );
});

test('after a change of the password that nobody has used since, the old one may have been typed', () => {
  const changed = ada({ passwordChangedAt: Date.parse('2026-11-20T08:15:59Z') });
  const hint =
    'The password was changed at 2026-11-20 08:15 UTC, and nobody has signed in since. It may have been the old one.';
  expect(explain([trail([['refused', [wrong, denied]]])], changed)).toContain(hint);
  expect(explain([trail([['refused', [right, totp({ reason: 'wrong' })]]])], changed)).not.toContain(hint);
});

test('a name that nobody has is told as such, by whatever steps it went', () => {
  const nobody: Step = { code: 'account-looked-up', by: 'username', found: false };
  const [finding] = explain([trail([['refused', [nobody, counted, denied]]])]);
  expect(finding).toBe("Someone couldn't sign in: no account has this username.");
});

test('the newest attempt counts, and failures before a success are told', () => {
  const good = trail([['done', [right, session]]]);
  const bad = trail([['refused', [wrong]]]);
  expect(explain([good, bad, bad, good, bad], ada())).toEqual([
    'Ada signed in successfully.',
    'Before that, 2 attempts failed.',
  ]);
  expect(explain([bad, good], ada())[0]).toBe("Ada couldn't sign in: the password is incorrect.");
});

test('a registration that stops before the session is one until it has one', () => {
  const asked: Step = { code: 'must-do-asked', step: 'verify-email' };
  const [begun] = trail([['more', [asked]]], 'register').parts;
  const told = (outcome: TrailOutcome, step: Step) => {
    const going = trail([[outcome, [step]]]);
    return explain([{ ...going, parts: [...(begun ? [begun] : []), ...going.parts] }], ada())[0];
  };
  expect([told('more', asked), told('done', session)]).toEqual([
    "Ada hasn't finished signing up: the email address isn't verified yet.",
    'Ada signed up successfully.',
  ]);
});

test('a weak password is told even where it was let in', () => {
  const done = [trail([['done', [right, { code: 'password-weak' }, session]]])];
  const hint = 'The password is weak. In production, signing in requires a new one.';
  const password = { changedAt: 0, hasItsPepper: true, isWeak: true, wrapsMd5: false };
  expect(explain(done, ada({ password }))).toContain(hint);
  expect(explain(done, older)).toContain(hint);
  expect(explain(done, ada()), 'a better one was chosen since').not.toContain(hint);
});

test('what holds now is told whatever the trail says', () => {
  const good = [trail([['done', [right, session]]])];
  const wait = { ...strangers, failures: 7, until: now + 45_000 };
  expect(explain(good, holding(wait))).toContain(
    'After 7 incorrect passwords in a row, sign-in must wait 45 s more, until 2026-01-31 12:00:45 UTC. "latchkey accounts unlock Ada" ends it. Browsers that have signed in before aren\'t affected.',
  );
  expect(explain(good, holding({ ...strangers, failures: 100, until: 0, isFull: true }))).toContain(
    'Password sign-in is turned off after 100 incorrect passwords in a row. "latchkey accounts unlock Ada" turns it on again. Browsers that have signed in before aren\'t affected.',
  );
});

test('an attempt that is still to come means that the clock was set back', () => {
  const tomorrow = trail([['done', [found, right, session]]]);
  const said = (facts: Partial<SignInFacts>) => explain([tomorrow], ada(facts)).join(' ');
  expect(said({ now: -3_600_000 })).toContain(
    "dated 60 min ahead of now, so this server's clock was set back",
  );
  expect(said({ now })).not.toContain('set back');
});

describe('what else holds now', () => {
  const wait = { failures: 6, until: now + 30_000, isFull: false } as const;
  const known = { of: 'password', by: 'known', ...wait } as const;
  const codes = { of: 'code', by: 'strangers', ...wait } as const;
  const over = "That's over by now. They can try again right away.";
  const read = (more: object) => [
    trail([
      [
        'refused',
        [found, { code: 'limit-read', by: 'account', failures: 5, of: 5, waitSeconds: 30, ...more }],
      ],
    ]),
  ];

  test('is told after whatever the trail says', () => {
    const good = [trail([['done', [right, session]]])];
    expect(explain(good, holding(known, codes)).slice(-2)).toEqual([
      'After 6 incorrect passwords in a row, browsers that the account knows must wait 30 s more. Browsers that it doesn\'t know don\'t. "latchkey accounts unlock Ada" ends it.',
      'After 6 incorrect codes in a row, browsers that the account doesn\'t know must wait 30 s more. Browsers that it knows don\'t. "latchkey accounts unlock Ada" ends it.',
    ]);
  });

  test('is told once: not again where the trail ends with it, and that it is over when it is', () => {
    expect(explain(read({ by: 'device' }), holding(known))).toHaveLength(2);
    expect(explain(read({ by: 'device' }), holding())).toContain(over);
    expect(explain(read({ counts: 'codes' }), holding(codes))).toEqual([
      "Ada couldn't sign in: the next code must wait 30 s after 5 incorrect codes in a row.",
      'The wait ends by itself. Each further failed attempt doubles it.',
    ]);
    expect(explain(read({ counts: 'codes' }), holding())).toContain(over);
    expect(explain(read({ counts: 'codes', disabled: true, failures: 50 }), holding(codes))[0]).toBe(
      "Ada couldn't sign in: codes are turned off after 50 incorrect codes in a row.",
    );
  });
});

describe('a wait that the trail tells', () => {
  const over = "That's over by now. They can try again right away.";
  const waiting = (by: 'account' | 'device', more: object = { waitSeconds: 30 }) => [
    trail([['refused', [found, { code: 'limit-read', by, failures: 5, of: 5, ...more }]]]),
  ];

  test('is told to be over when it is, and so is a password that was switched off', () => {
    expect(explain(waiting('account'), ada())).toContain(over);
    expect(explain(waiting('account', { disabled: true }), ada())).toContain(over);
  });

  test('is not when it holds, or when the attempt is an older one', () => {
    const holds = holding({ ...strangers, failures: 5, until: now + 12_000 });
    expect(explain(waiting('account'), holds)).not.toContain(over);
    expect(explain(waiting('device'), holding({ ...strangers, by: 'known' }))).not.toContain(over);
    expect(explain(waiting('account'), older)).not.toContain(over);
  });

  test('is told once after a wrong password: as it stands now', () => {
    const failed = [trail([['refused', [{ ...counted, failures: 5, waitSeconds: 30 }, wrong, denied]]])];
    const holds = holding({ ...strangers, failures: 5, until: now + 12_000 });
    expect(explain(failed, holds).filter((sentence) => sentence.includes('wait'))).toEqual([
      expect.stringMatching(/^[aA]fter 5 incorrect passwords in a row, sign-in must wait 12 s more/),
    ]);
  });
});

test('an attempt that is done stays done, whatever others send to it afterwards', () => {
  const late: Part = ['refused', [{ code: 'attempt', state: 'foreign' }]];
  expect(explain([trail([['done', [right, session]], late])], ada())).toEqual([
    'Ada signed in successfully.',
    'After that, someone tried to continue the finished attempt. It was refused, and nothing changed.',
  ]);
});

test('where there is no trail, that is said', () => {
  expect(explain([], ada())).toEqual(['Ada has no trail.']);
  expect(explain([])).toEqual(["There's no trail."]);
});

describe('an email that somebody waits for', () => {
  const awaited: Readonly<Record<string, readonly [Step, TrailKind]>> = {
    'a link for the address': [{ code: 'must-do-asked', step: 'verify-email' }, 'login'],
    'a code': [{ code: 'login-code', state: 'sent' }, 'login'],
    'a code of before': [{ code: 'login-code', state: 'too-many' }, 'login'],
    'a code that confirms an identity': [{ code: 'verification-code', state: 'sent' }, 'prove'],
    'one of before': [{ code: 'verification-code', state: 'too-many' }, 'prove'],
    'a link to a new password': [{ code: 'recovery-link', state: 'asked' }, 'recover'],
    'a link to a new password of before': [{ code: 'recovery-link', state: 'too-many' }, 'recover'],
  };
  const at = Date.UTC(2026, 10, 28, 15, 4);
  const nothingYet = {
    kind: 'recover' as const,
    created_at: at,
    sent_at: null as number | null,
    failed_at: null as number | null,
    due_at: 0,
    last_error: null as string | null,
    reply: null as string | null,
  };

  test.each(Object.entries(awaited))('%s is where the outbox has it', (_, [step, kind]) => {
    const waiting = trail([['more', [step]]], kind);
    expect(awaitedMail(waiting)).toHaveLength(step.code === 'must-do-asked' ? 2 : 1);
    const said = (mail?: Known['mail']) =>
      explain([waiting], { ...older, mail })
        .slice(2)
        .join(' ');
    expect(said({ mailbox: 'http://localhost:5000/dev/mailbox' })).toBe(
      'In development no email is sent. Open http://localhost:5000/dev/mailbox to read it.',
    );
    expect(said(nothingYet)).toBe(
      'The email has been waiting to be sent since 2026-11-28 15:04 UTC. A server that runs sends it within seconds. In development, read it at `/dev/mailbox`.',
    );
    expect(said({ ...nothingYet, sent_at: at, reply: '250 2.0.0' })).toMatch(
      /^The mail server accepted the email at 2026-11-28 15:04 UTC \(250 2\.0\.0\)\. Check the spam folder\./,
    );
    expect(said()).toMatch(/^Nothing is known any more of the email/);
  });

  const refusals: readonly (readonly [reason: string, said: RegExp])[] = [
    ['EENVELOPE 550 at RCPT TO', /refused the address: nobody there has it .* probably mistyped/],
    ['EENVELOPE 550 5.1.1 at RCPT TO', /refused the address: nobody there has it .* probably mistyped/],
    ['EENVELOPE 550 5.7.1 at RCPT TO', /refused the email as unwanted .* SPF/],
    ['EENVELOPE 552 5.2.2 at RCPT TO', /mailbox is full .* make room/],
    ['EENVELOPE 452 4.2.2 at RCPT TO', /mailbox is full/],
    ['EMESSAGE 554 at DATA', /refused the email as unwanted .* SPF/],
    ['EMESSAGE 552 5.3.4 at DATA', /too large/],
    ['EENVELOPE 450 4.2.0 at RCPT TO', /put it off .*greylisting/],
    ['EENVELOPE 550 5.1.0 at MAIL FROM', /refused the sender .* mail\.from/],
    ['EENVELOPE 530 5.7.0 at MAIL FROM', /username or password .* mail\.url/],
    ['EAUTH 535 5.7.8 at AUTH PLAIN', /username or password .* mail\.url/],
    ['EAUTH 454 at AUTH PLAIN', /put it off/],
    ['ECONNREFUSED at CONN', /can't reach the mail server .* host and port/],
    ['ENOTFOUND at CONN', /can't find the mail server by its name .* DNS/],
    ['CERT_HAS_EXPIRED at CONN', /doesn't trust .* Renew/],
    ['SELF_SIGNED_CERT_IN_CHAIN at CONN', /doesn't trust .* NODE_EXTRA_CA_CERTS/],
    ['ERR_SSL_WRONG_VERSION_NUMBER at CONN', /can't speak TLS .* smtp:\/\//],
    ['UNREADABLE', /sealed under another secret key .* Ask for a new one/],
    ['EENVELOPE 521 at RCPT TO', /refused the address \(/],
    ['ESTREAM at API', /something went wrong on its way \(ESTREAM at API\)/],
  ];

  test.each(refusals)(
    'that failed with %s is told with what helps, and of no spam folder',
    (last_error, said) => {
      const waiting = trail([['more', [{ code: 'recovery-link', state: 'asked' }]]], 'recover');
      const told = (mail: Partial<typeof nothingYet>) =>
        explain([waiting], { ...older, mail: { ...nothingYet, last_error, ...mail } }).join(' ');
      for (const text of [told({ due_at: at }), told({ failed_at: at })]) {
        expect(text).toMatch(said);
        expect(text).toContain(`(${last_error})`);
        expect(text).not.toMatch(/spam folder/);
      }
      expect(told({ due_at: at })).toContain('The next attempt to send it is at 2026-11-28 15:04 UTC.');
      expect(told({ failed_at: at })).toContain('It is not tried again');
    },
  );

  test.each([
    [
      'used',
      /^Ada hasn't finished resetting the password: the link to reset the password was already used at 2026/,
    ],
    ['expired', /the link to reset the password expired at 2026.* Request another link/],
    ['newer-link', /was replaced at 2026.* newest email/],
    ['account-changed', /was ended at 2026.* Request another link/],
    ['good', /the link in the email hasn't been used yet.*accepted/],
  ] as const)('of a link that is %s says so', (state, said) => {
    const waiting = trail([['more', [{ code: 'recovery-link', state: 'asked' }]]], 'recover');
    const link = { purpose: 'recover', fate: { state, at } } as const;
    const told = explain([waiting], { ...older, mail: { ...nothingYet, sent_at: at }, link }).join(' ');
    expect(told).toMatch(said);
    if (state !== 'good') expect(told).not.toMatch(/hasn't been used|spam/);
  });

  test.each(Object.entries(cases))('is spoken of where one is: %s', (_, [parts, , kind]) => {
    const one = trail(parts, kind);
    const speaks = explain([one], { ...older, mail: { mailbox: '/there' } }).some((sentence) =>
      sentence.includes('/there'),
    );
    expect(speaks).toBe(awaitedMail(one) !== undefined);
    expect(explain([one], { ...older, mail: { mailbox: '/there' } }).join(' ')).not.toMatch(/spam/i);
  });
});
