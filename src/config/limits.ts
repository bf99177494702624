import { days, hours, minutes, seconds } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { duration, integer } from './keys.ts';

/** The keys of what is limited. */
export const limitsKeys = Type.Object({
  challengeAfter: integer(
    3,
    [0, 100],
    'Wrong passwords, or wrong codes, in a row for an account before a proof of work is required; 0 always requires it.',
    { unit: 'failures' },
  ),
  waitAfter: integer(
    5,
    [1, 100],
    'Wrong passwords, or wrong codes, in a row for an account before the next has to wait.',
    {
      unit: 'failures',
    },
  ),
  firstWait: duration('30s', [seconds(1), days(1)], 'The first wait; each further failure doubles it.'),
  longestWait: duration('1h', [seconds(1), days(7)], 'Where the doubling ends.'),
  disableAfter: integer(
    100,
    [1, 100],
    'Wrong passwords in a row that turn password sign-in off. Half as many wrong codes turn codes off, for known browsers and for all others each. NIST SP 800-63B-4 allows 100 at most.',
    { unit: 'failures' },
  ),
  addressFailures: integer(
    100,
    [1, 1_000_000],
    'Wrong passwords and codes from one address (IPv6: one /64) in a window, over all accounts. Wrong codes from known browsers are counted apart, up to the same number.',
    { unit: 'failures' },
  ),
  addressWindow: duration('1h', [seconds(1), days(7)], 'The window of the limits per address.'),
  registrations: integer(50, [1, 1_000_000], 'Registrations from one address in a window.', {
    unit: 'registrations',
  }),
  registrationsBeforeChallenge: integer(
    3,
    [0, 1_000_000],
    'Registrations from one address in a window before a proof of work is asked; 0 asks it always.',
    { unit: 'registrations' },
  ),
  recoveries: integer(
    30,
    [1, 1_000_000],
    'Requests from one address in a window for an email to choose a new password. Browsers that an account knows are counted for that account instead, up to the same number.',
    { unit: 'requests' },
  ),
  recoveriesBeforeChallenge: integer(
    3,
    [0, 1_000_000],
    'Such requests from one address in a window before a proof of work is asked; 0 asks it always.',
    { unit: 'requests' },
  ),
  wrongLinks: integer(
    45,
    [1, 1_000_000],
    'Incorrect links from emails, from one address in a window, before more of them are refused until the window ends. Links that this server sent never count, even when they are long gone, and still work.',
    { unit: 'links' },
  ),
  passkeyLogins: integer(
    1000,
    [1, 1_000_000],
    'Logins from one address in a window that are begun without a name, for a passkey. In a browser that suggests passkeys each view of the login page begins one, or takes up the one that the browser has.',
    { unit: 'logins' },
  ),
  emailCodes: integer(
    100,
    [1, 1_000_000],
    'Logins from one address in a window that ask for a code by email. Browsers that an account knows are counted for that account instead, up to the same number.',
    { unit: 'logins' },
  ),
  emailCodesBeforeChallenge: integer(
    10,
    [0, 1_000_000],
    'Such logins from one address in a window before a proof of work is asked; 0 asks it always.',
    { unit: 'logins' },
  ),
  challengeGuesses: integer(
    1600,
    [2, 1_000_000],
    'The most guesses that a proof of work takes; the fewest are half as many. The default keeps a browser busy for about a second.',
    { unit: 'guesses' },
  ),
  challengeLifetime: duration(
    '10m',
    [seconds(30), hours(24)],
    'How long a proof-of-work challenge may be solved.',
  ),
  deviceLifetime: duration(
    '365d',
    [minutes(1), days(400)],
    'How long a browser counts as known to an account after a login.',
  ),
});
