import { expect, test } from 'vitest';
import type { Step, TrailKind, TrailOutcome } from '../trails/index.ts';
import { statisticsOf } from './count-part.ts';

const received: Step = { code: 'received', format: 'json', address: '192.0.2.1' };
const session: Step = { code: 'session-opened', aal: 1, amr: ['pwd'] };
const refused = (problem: string): Step => ({ code: 'refused', problem });
const lookedUp = (found: boolean): Step => ({ code: 'account-looked-up', by: 'username', found });
const answered = (factor: 'totp' | 'passkey', ok: boolean): Step => ({ code: 'factor-answered', factor, ok });
const attempt = (state: 'begun' | 'expired' | 'gone'): Step => ({ code: 'attempt', state });

const counted = (kind: TrailKind, outcome: TrailOutcome, ...steps: Step[]) =>
  statisticsOf({ kind, outcome, steps: [received, ...steps].map((step) => ({ ...step, ms: 1 })) });

test.each<[string, string[], TrailKind, TrailOutcome, ...Step[]]>([
  ['a sign-in', ['sign-ins'], 'login', 'done', lookedUp(true), session],
  ['a sign-in by a second factor', ['sign-ins'], 'login', 'done', answered('totp', true), session],
  ['a password that leads on to a second factor', [], 'login', 'more', lookedUp(true)],
  ['a session that was rolled back', ['failed-server-error'], 'login', 'failed', session],
  ['a registration', ['registrations'], 'register', 'done', { code: 'account-created' }, session],
  [
    'a registration that waits for its email',
    ['registrations'],
    'register',
    'more',
    { code: 'account-created' },
  ],
  ['a username that is taken', [], 'register', 'refused', refused('username-taken')],
  ['an account that was rolled back', [], 'register', 'failed', { code: 'account-created' }],
  ['a new password by a link', ['passwords-recovered'], 'recover', 'done', { code: 'password-set' }],
  ['a confirmed identity', [], 'prove', 'done', { code: 'proof-renewed', factor: 'totp' }],
  ['a wrong password where an identity is confirmed', [], 'prove', 'refused', refused('invalid-credentials')],
  [
    'a password of nobody',
    ['failed-unknown-account'],
    'login',
    'refused',
    lookedUp(false),
    refused('invalid-credentials'),
  ],
  [
    'a wrong password',
    ['failed-incorrect-password'],
    'login',
    'refused',
    lookedUp(true),
    refused('invalid-credentials'),
  ],
  [
    'the password of a disabled account',
    ['failed-account-closed'],
    'login',
    'refused',
    lookedUp(true),
    { code: 'account-closed', state: 'disabled' },
    refused('invalid-credentials'),
  ],
  [
    'a wrong code',
    ['failed-incorrect-code'],
    'login',
    'refused',
    answered('totp', false),
    refused('code-refused'),
  ],
  [
    'a wrong passkey',
    ['failed-passkey-refused'],
    'login',
    'refused',
    answered('passkey', false),
    refused('passkey-refused'),
  ],
  [
    'a wait, also for nobody',
    ['failed-too-many-attempts'],
    'login',
    'refused',
    lookedUp(false),
    refused('too-many-attempts'),
  ],
  [
    'a missing proof of work',
    ['failed-challenge-required'],
    'login',
    'refused',
    refused('challenge-required'),
  ],
  [
    'an attempt that is over',
    ['failed-expired'],
    'login',
    'refused',
    attempt('expired'),
    refused('invalid-credentials'),
  ],
  [
    'an attempt that goes on and is refused',
    ['failed-other'],
    'login',
    'refused',
    attempt('begun'),
    refused('email-needed'),
  ],
  ['a database that is away', ['failed-server-error'], 'login', 'failed', { code: 'unexpected-error' }],
  ['what an app asks for', [], 'app', 'refused', { code: 'app-refused', cause: 'other' } as Step],
])('%s counts as %j', (_, expected, kind, outcome, ...steps) => {
  expect(counted(kind, outcome, ...steps)).toEqual(expected);
});
