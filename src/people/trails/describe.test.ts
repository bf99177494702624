import { readFileSync } from 'node:fs';
import { expect, describe as group, test } from 'vitest';
import { english } from '../../words.ts';
import { describe } from './describe.ts';
import { type Step, stepFields } from './steps.ts';

/** One or more steps of every code, with what is said of them. */
const spoken: readonly [Step, string, string][] = [
  [{ code: 'received', format: 'json', address: '127.0.0.1' }, 'JSON request from 127.0.0.1.', 'info'],
  [{ code: 'received', format: 'link', address: '::1' }, 'Address opened from ::1.', 'info'],
  [{ code: 'received', format: 'form', address: '' }, 'Form sent from a closed connection.', 'info'],
  [
    { code: 'limit-read', by: 'account', failures: 1, of: 5 },
    '1 of 5 failed attempts are counted for Ada.',
    'ok',
  ],
  [
    { code: 'limit-read', by: 'device', failures: 5, of: 5, waitSeconds: 30 },
    '5 of 5 failed attempts are counted for this browser: the next attempt must wait 30 s.',
    'refused',
  ],
  [
    { code: 'limit-read', by: 'account', failures: 100, of: 5, disabled: true },
    'Password sign-in for Ada is turned off after 100 failed attempts in a row.',
    'refused',
  ],
  [
    { code: 'limit-counted', by: 'address', failures: 5, of: 5, waitSeconds: 30 },
    "Counted as attempt 5 of 5 for this address before it's checked. If it fails, the next one must wait 30 s.",
    'info',
  ],
  [
    { code: 'limit-read', by: 'address', failures: 3, of: 20, counts: 'registrations' },
    '3 of 20 sign-ups are counted for this address.',
    'ok',
  ],
  [
    { code: 'limit-read', by: 'account', failures: 50, of: 50, counts: 'codes', disabled: true },
    "Codes are turned off for browsers that the account doesn't know after 50 incorrect codes in a row.",
    'refused',
  ],
  [
    { code: 'limit-read', by: 'device', failures: 6, of: 5, counts: 'codes', waitSeconds: 60 },
    '6 incorrect codes in a row are counted for browsers that the account knows: the next one must wait 60 s.',
    'refused',
  ],
  [
    { code: 'limit-counted', by: 'account', failures: 2, of: 5, counts: 'codes' },
    "Code counted as attempt 2 for browsers that the account doesn't know before it's checked.",
    'info',
  ],
  [
    { code: 'limit-counted', by: 'attempt', failures: 5, of: 5, waitSeconds: 30 },
    "Counted as attempt 5 in this sign-in before it's checked. If it's incorrect, the next one must wait 30 s.",
    'info',
  ],
  [{ code: 'proof-of-work', state: 'not-asked' }, 'No proof of work was required.', 'info'],
  [{ code: 'proof-of-work', state: 'spent-twice' }, 'The proof of work was already used.', 'refused'],
  [
    { code: 'name-typed', character: 0x20, place: 'around' },
    'Ignored the character U+0020 (space) around the username.',
    'info',
  ],
  [
    { code: 'name-typed', character: 0xe0041, place: 'inside' },
    'The username has the character U+E0041 in it.',
    'refused',
  ],
  [{ code: 'account-looked-up', by: 'username', found: true }, "Found Ada's account by its username.", 'ok'],
  [{ code: 'account-looked-up', by: 'username', found: false }, 'No account has this username.', 'refused'],
  [
    { code: 'account-looked-up', by: 'email', found: false },
    'No account has verified this email address.',
    'refused',
  ],
  [
    { code: 'account-closed', state: 'disabled' },
    "Ada's account was disabled by an admin, so the attempt is refused like an incorrect one.",
    'refused',
  ],
  [
    { code: 'browser-refused', error: 'NotAllowedError', seconds: 61 },
    'The browser ended the passkey request after 61 s: NotAllowedError.',
    'refused',
  ],
  [
    { code: 'browser-refused', error: 'InvalidStateError', seconds: 2, adding: true },
    'The browser ended the request to add a passkey after 2 s: InvalidStateError.',
    'refused',
  ],
  [{ code: 'device-checked', known: true }, "Ada's account knows this browser.", 'info'],
  [{ code: 'hash-queued', ahead: 0 }, 'Waited to hash the password.', 'info'],
  [{ code: 'hash-queued', ahead: 3 }, 'Waited to hash the password as number 4 in the queue.', 'info'],
  [
    { code: 'password-verified', m: 19_456, t: 2, p: 1, wraps: 'nothing', match: true },
    "Ada's password was checked against argon2id, m=19456 t=2 p=1: it matches.",
    'ok',
  ],
  [
    { code: 'password-verified', m: 19_456, t: 2, p: 1, wraps: 'md5', match: false },
    "Ada's password was checked against argon2id of an MD5, m=19456 t=2 p=1: it doesn't match.",
    'refused',
  ],
  [
    { code: 'hash-checked', state: 'rehashed' },
    "The stored hash of Ada's password was renewed with the current settings.",
    'ok',
  ],
  [{ code: 'password-weak' }, "Ada's password is too weak to be allowed here.", 'info'],
  [
    { code: 'second-factor-asked', factors: ['passkey', 'totp', 'recovery-code'] },
    'A second factor is required: passkey, authenticator code or recovery code.',
    'info',
  ],
  [
    { code: 'factor-answered', factor: 'totp', ok: false, reason: 'outside-window', lateSeconds: 90 },
    "Ada's authenticator code is outside its time window (90 s late).",
    'refused',
  ],
  [
    { code: 'factor-answered', factor: 'totp', ok: false, reason: 'outside-window', lateSeconds: -30 },
    "Ada's authenticator code is outside its time window (30 s early).",
    'refused',
  ],
  [
    { code: 'factor-answered', factor: 'totp', ok: true, lateSeconds: -30 },
    "Ada's authenticator code is correct, 30 s early.",
    'ok',
  ],
  [
    { code: 'factor-answered', factor: 'recovery-code', ok: true, left: 9 },
    "Ada's recovery code is correct; 9 left.",
    'ok',
  ],
  [
    { code: 'must-do-asked', step: 'new-password' },
    'Before the session starts, a new password must be chosen.',
    'info',
  ],
  [
    { code: 'login-code', state: 'sent' },
    'An email with a code was queued for the verified address.',
    'info',
  ],
  [
    { code: 'login-code', state: 'no-address' },
    "Ada's account has no verified email address, so no code was sent.",
    'refused',
  ],
  [
    { code: 'verification-code', state: 'sent' },
    'An email with a verification code was queued for the verified address.',
    'info',
  ],
  [
    { code: 'verification-code', state: 'too-many' },
    'No code was sent: too many emails were sent for this account in the last hour.',
    'refused',
  ],
  [
    { code: 'factor-added', factor: 'totp' },
    "A second factor was added to Ada's account: an authenticator app.",
    'ok',
  ],
  [{ code: 'attempt', state: 'foreign' }, 'The attempt was started in another browser.', 'refused'],
  [{ code: 'proof-renewed', factor: 'passkey' }, "Ada's identity was confirmed: passkey.", 'ok'],
  [
    { code: 'session-opened', aal: 2, amr: ['pwd', 'otp'] },
    'A session started for Ada: level 2, verified by pwd and otp.',
    'ok',
  ],
  [
    { code: 'cookie-given', name: 'latchkey', secure: false },
    'The browser gets the session as the cookie `latchkey`: HttpOnly, SameSite=Lax, Path=/, until the browser is closed.',
    'info',
  ],
  [
    { code: 'cookie-at-risk', fault: 'insecure' },
    "The page was opened over http, so the browser won't send the session's cookie back.",
    'refused',
  ],
  [
    { code: 'form-sent', operation: 'PUT /api/me/data' },
    'The form does what `PUT /api/me/data` does.',
    'info',
  ],
  [
    { code: 'session-missing', reason: 'idle' },
    "The session's cookie opens nothing: the session wasn't used for too long.",
    'refused',
  ],
  [
    { code: 'sessions-ended', count: 1, why: 'replaced' },
    '1 session was ended: this sign-in replaces it.',
    'info',
  ],
  [{ code: 'mail-queued', kind: 'recover' }, 'An email was queued: a password reset link.', 'info'],
  [{ code: 'name-checked', ok: true }, 'The username is allowed and available.', 'ok'],
  [{ code: 'name-checked', ok: false, reason: 'taken' }, 'The username is already taken.', 'refused'],
  [
    { code: 'password-judged', ok: false, reason: 'common' },
    'The new password is one of the most common ones.',
    'refused',
  ],
  [
    { code: 'invitation', state: 'accepted' },
    'The invitation was accepted, and its email address is verified.',
    'ok',
  ],
  [{ code: 'invitation', state: 'used' }, 'The invitation was already used.', 'refused'],
  [
    { code: 'not-admitted', cause: 'closed' },
    'Nobody can sign up here: `registration.mode` is `closed`.',
    'refused',
  ],
  [
    { code: 'not-admitted', cause: 'domain-blocked' },
    'The domain of the email address is blocked by the configuration.',
    'refused',
  ],
  [
    { code: 'provider-asked', provider: 'github', for: 'link' },
    'Sent to github to connect an identity to the account.',
    'info',
  ],
  [{ code: 'provider-answered', provider: 'github', ok: true }, 'The answer of github was accepted.', 'ok'],
  [
    { code: 'provider-answered', provider: 'github', ok: false, fault: 'cancelled' },
    'The answer of github was refused. The person cancelled at the provider.',
    'refused',
  ],
  [
    { code: 'identity-looked-up', provider: 'github', state: 'known' },
    'The identity at github belongs to an account.',
    'ok',
  ],
  [
    { code: 'identity-looked-up', provider: 'github', state: 'taken' },
    'The identity at github already belongs to another account.',
    'refused',
  ],
  [{ code: 'account-created' }, "Ada's account was created.", 'ok'],
  [{ code: 'password-set' }, "Ada's new password was set.", 'ok'],
  [
    { code: 'recovery-link', state: 'expired' },
    'The password reset link has expired or was already used.',
    'refused',
  ],
  [
    { code: 'recovery-link', state: 'no-owner' },
    "Ada's account has no verified email address, so no email was sent.",
    'refused',
  ],
  [
    { code: 'link-refused', purpose: 'recover', state: 'used', at: Date.UTC(2026, 10, 28, 15, 4) },
    'The link to reset the password was already used at 2026-11-28 15:04 UTC.',
    'refused',
  ],
  [
    { code: 'link-refused', purpose: 'verify-email', state: 'cut' },
    "The link to verify the email address isn't complete: a part of the code is missing.",
    'refused',
  ],
  [{ code: 'email', state: 'taken' }, 'The email address belongs to another account.', 'refused'],
  [
    { code: 'refused', problem: 'invalid-credentials' },
    'Answered with the error invalid-credentials.',
    'refused',
  ],
  [
    { code: 'refused-early', cause: 'origin', origin: 'https://app.example.com' },
    "Refused before anything was tried: the page that sent it belongs to another site, which isn't in `allowedOrigins` (https://app.example.com).",
    'refused',
  ],
  [
    { code: 'refused-early', cause: 'schema', field: 'username' },
    "Refused before anything was tried: a field is missing, isn't known, or has a value that isn't allowed (username).",
    'refused',
  ],
  [{ code: 'database-trouble', trouble: 'read-only' }, 'Not answered: the database is read-only.', 'refused'],
  [
    { code: 'pepper-differs', state: 'missing' },
    "Ada's password was hashed with a pepper, and this server has none, so no password matches.",
    'refused',
  ],
  [{ code: 'password-hashed', of: 'new' }, 'The new password was hashed.', 'info'],
  [
    { code: 'password-hashed', of: 'nobody' },
    'Checked a hash that no password matches, so that the answer takes as long as any other.',
    'info',
  ],
  [{ code: 'common-passwords-loaded' }, 'Loaded the list of common passwords.', 'info'],
  [
    { code: 'password-in-url' },
    'Warning: the password was in the URL, where browsers and proxies keep it.',
    'info',
  ],
  [
    { code: 'verification-needed', needs: 1, by: 'sign-in', seconds: 11 * 60 },
    'Ada signed in 11 minutes ago; this needs the last ten minutes.',
    'info',
  ],
  [
    { code: 'verification-needed', needs: 2, by: 'nothing', seconds: 0 },
    "Ada hasn't confirmed a second factor in this session; this needs it in the last ten minutes.",
    'info',
  ],
  [{ code: 'app-found', known: true, app: 'Grafana' }, 'The app is Grafana.', 'ok'],
  [{ code: 'app-found', known: false }, 'No app has this client ID.', 'refused'],
  [
    { code: 'app-redirect', part: 'path', asked: '/cb/', registered: '/cb' },
    'The redirect address differs after the host: "/cb/" is not "/cb".',
    'refused',
  ],
  [
    { code: 'app-redirect', part: 'everything' },
    'The redirect address differs from every registered one.',
    'refused',
  ],
  [{ code: 'app-waits', for: 'sign-in' }, 'Waits until the person signs in.', 'info'],
  [
    { code: 'app-waits', for: 'second-factor' },
    'Waits until the person confirms their second factor: the app asked for the level urn:latchkey:aal:2.',
    'info',
  ],
  [
    { code: 'app-told-less' },
    "The app prefers the level urn:latchkey:aal:2 (acr_values), which this session doesn't have. It is told urn:latchkey:aal:1.",
    'info',
  ],
  [{ code: 'app-waits', for: 'consent' }, 'Waits until the person allows it.', 'info'],
  [{ code: 'app-allowed', by: 'earlier' }, 'The person allowed it earlier.', 'ok'],
  [{ code: 'app-code', state: 'issued' }, 'The app got a code.', 'ok'],
  [{ code: 'app-tokens', by: 'refresh-token' }, 'The app got new tokens for its refresh token.', 'ok'],
  [{ code: 'app-refused', cause: 'person-refused' }, 'The person declined.', 'refused'],
  [
    { code: 'app-refused', cause: 'resource-unknown', resource: 'https://mcp.example.com/mcp/' },
    'The app asked for a token for a resource that isn\'t registered here. Add it with "latchkey resources add URL --scope NAME=TEXT", with exactly the address that the app sends. It sent "https://mcp.example.com/mcp/".',
    'refused',
  ],
  [{ code: 'unexpected-error' }, 'Something went wrong in the server. The log has the details.', 'refused'],
  [{ code: 'steps-left-out', count: 4 }, '4 more steps were not recorded.', 'info'],
];

const codes = Object.keys(stepFields);

group('every step', () => {
  test.each(spoken)('%o is said in plain words', (step, sentence, outcome) => {
    expect(describe(english, step, 'Ada')).toMatchObject({ sentence, outcome, rule: { anchor: step.code } });
  });

  test('has its example above', () => {
    expect(new Set(spoken.map(([{ code }]) => code))).toEqual(new Set(codes));
  });

  test('names an account exactly as it is called, also first in a sentence', () => {
    for (const [step, sentence] of spoken)
      expect(describe(english, step, 'ada').sentence).toBe(sentence.replaceAll('Ada', 'ada'));
  });

  test.each([
    [{ code: 'login-code', state: 'no-address' }, 'code'],
    [{ code: 'recovery-link', state: 'no-owner' }, 'email'],
  ] as const)('says of nobody that there is no account (%o)', (step, what) => {
    expect(describe(english, step).sentence).toBe(
      `No account has this username or verified email address, so no ${what} was sent.`,
    );
  });

  test('can be told without a name, as a sentence', () => {
    for (const [step] of spoken) {
      const { sentence } = describe(english, step);
      expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
      expect(sentence).not.toContain('Ada');
    }
  });

  test('has an explanation in the guide under its code, and nothing else is there', () => {
    const guide = readFileSync('docs/guide/steps.md', 'utf8');
    const anchors = [...guide.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(anchors.toSorted()).toEqual(codes.toSorted());
    const inOneLine = guide.replaceAll('\n', ' ');
    for (const { rule, why } of Object.values(english.trails.explanations)) {
      expect(inOneLine).toContain(rule);
      expect(inOneLine).toContain(why);
    }
  });
});

test('times are told as a person would', () => {
  expect([0.1, 21, 1234, 61_000].map(english.trails.milliseconds)).toEqual([
    '0.1 ms',
    '21 ms',
    '1.2 s',
    '61 s',
  ]);
  expect([1, 30, 119, 120, 7199, 7200].map(english.trails.wait)).toEqual([
    '1 s',
    '30 s',
    '119 s',
    '2 min',
    '2 h',
    '2 h',
  ]);
});

test('a list of words ends in "or"', () => {
  expect([
    english.trails.either([]),
    english.trails.either(['a']),
    english.trails.either(['a', 'b', 'c']),
  ]).toEqual(['nothing', 'a', 'a, b or c']);
});
