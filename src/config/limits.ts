import { days, hours, minutes, seconds } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { duration, integer } from './keys.ts';

/** The settings for limits. */
export const limitsKeys = Type.Object({
  challengeAfter: integer(
    3,
    [0, 100],
    'Incorrect passwords or codes in a row for an account before a proof of work is required. 0 always requires it.',
    { unit: 'failures' },
  ),
  waitAfter: integer(
    5,
    [1, 100],
    'Incorrect passwords or codes in a row for an account before the next attempt has to wait.',
    {
      unit: 'failures',
    },
  ),
  firstWait: duration(
    '30s',
    [seconds(1), days(1)],
    'The first wait. Each further failed attempt doubles it.',
  ),
  longestWait: duration('1h', [seconds(1), days(7)], 'The longest wait.'),
  disableAfter: integer(
    100,
    [1, 100],
    'Incorrect passwords in a row before password sign-in is turned off. Half as many incorrect codes turn off codes, separately for known and unknown browsers. NIST SP 800-63B-4 allows at most 100.',
    { unit: 'failures' },
  ),
  addressFailures: integer(
    100,
    [1, 1_000_000],
    'Incorrect passwords and codes from one IP address (IPv6: one /64) per window, for all accounts together. Incorrect codes from known browsers are counted separately, with the same limit.',
    { unit: 'failures' },
  ),
  addressWindow: duration('1h', [seconds(1), days(7)], 'The window for all limits per IP address.'),
  registrations: integer(50, [1, 1_000_000], 'New accounts from one IP address per window.', {
    unit: 'registrations',
  }),
  registrationsBeforeChallenge: integer(
    3,
    [0, 1_000_000],
    'New accounts from one IP address per window before a proof of work is required. 0 always requires it.',
    { unit: 'registrations' },
  ),
  recoveries: integer(
    30,
    [1, 1_000_000],
    'Password reset emails requested from one IP address per window. Requests from known browsers count per account instead, with the same limit.',
    { unit: 'requests' },
  ),
  recoveriesBeforeChallenge: integer(
    3,
    [0, 1_000_000],
    'Password reset emails requested from one IP address per window before a proof of work is required. 0 always requires it.',
    { unit: 'requests' },
  ),
  wrongLinks: integer(
    45,
    [1, 1_000_000],
    'Unknown email links opened from one IP address per window before more are refused. Links that this server sent never count, not even expired ones, and still work while others are refused.',
    { unit: 'links' },
  ),
  passkeyLogins: integer(
    1000,
    [1, 1_000_000],
    'Passkey sign-ins without a username, started from one IP address per window. In browsers that suggest passkeys, each view of the sign-in page starts one or continues the one in progress. Sign-ins with a provider of `login.with` have the same limit, and are counted on their own.',
    { unit: 'logins' },
  ),
  emailCodes: integer(
    100,
    [1, 1_000_000],
    'Sign-in codes by email requested from one IP address per window. Requests from known browsers count per account instead, with the same limit.',
    { unit: 'logins' },
  ),
  emailCodesBeforeChallenge: integer(
    10,
    [0, 1_000_000],
    'Sign-in codes by email requested from one IP address per window before a proof of work is required. 0 always requires it.',
    { unit: 'logins' },
  ),
  challengeGuesses: integer(
    1600,
    [2, 1_000_000],
    'The most guesses a proof of work takes. The fewest are half as many. The default takes a browser about a second.',
    { unit: 'guesses' },
  ),
  challengeLifetime: duration(
    '10m',
    [seconds(30), hours(24)],
    'How long a proof-of-work challenge is valid.',
  ),
  deviceLifetime: duration(
    '365d',
    [minutes(1), days(400)],
    'How long a browser counts as known to an account after it signed in.',
  ),
});
