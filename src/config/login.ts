import { days, seconds } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { choice, duration, flag, integer, list, text } from './keys.ts';

/** The keys of who may log in, and how. */
export const usernameKeys = Type.Object({
  minLength: integer(3, [1, 128], 'The shortest username.', { unit: 'characters' }),
  maxLength: integer(32, [1, 128], 'The longest username.', { unit: 'characters' }),
  characters: choice(
    ['unicode', 'ascii'],
    'unicode',
    'Which letters and digits a username may have: of every script, or A to Z and 0 to 9 only. `.`, `_` and `-` may always be in it.',
  ),
  reserved: list('words', 'Usernames that nobody may take, in addition to the built-in ones.'),
});

export const loginKeys = Type.Object({
  identifiers: choice(
    ['both', 'username', 'email'],
    'both',
    'What people log in with: their username, their confirmed e-mail address, or either.',
  ),
  emailCode: flag(
    false,
    'Whether people may log in by a code that is sent to their confirmed e-mail address, without a password. OWASP ASVS V6.3.6 and NIST SP 800-63B-4 advise against it: whoever reads the mail is in. It is never a second factor. In production it needs `mail.url`.',
  ),
  secondFactor: choice(
    ['optional', 'required'],
    'optional',
    'Whether everybody must have a second factor. With `required` whoever has none adds one after the password, before there is a session, and sessions that were opened without one are over. A passkey that verifies its user is two factors in one. `latchkey accounts require-second-factor NAME` asks it of one account.',
  ),
});

export const passwordKeys = Type.Object({
  minLength: integer(15, [1, 256], 'The shortest password. NIST SP 800-63B-4 asks for 15.', {
    unit: 'characters',
  }),
  maxLength: integer(256, [64, 4096], 'The longest password.', { unit: 'characters' }),
  pepper: text(
    '',
    'A second secret that goes into every password hash and is not in the database. Once people have registered with it, it can be neither changed nor lost: no password would fit any more, and the server does not start with another.',
    { secret: true, shortest: 32, longest: 1000 },
  ),
});

export const hashKeys = Type.Object({
  memory: integer(19_456, [8, 4_194_304], 'Memory for one argon2id hash.', { unit: 'KiB' }),
  iterations: integer(2, [1, 1000], 'Passes of one argon2id hash over its memory.', { unit: 'passes' }),
  parallelism: integer(1, [1, 64], 'Lanes of one argon2id hash.', { unit: 'lanes' }),
  concurrency: integer(0, [0, 1024], 'Hashes computed at the same time; 0 is one for each core.', {
    unit: 'hashes',
  }),
  queue: integer(256, [0, 100_000], 'Hashes that may wait for their turn; one more is answered 503.', {
    unit: 'hashes',
  }),
});

export const sessionKeys = Type.Object({
  most: integer(
    100,
    [1, 10_000],
    'Sessions of one account that live at once. A login that opens one more ends the oldest.',
    { unit: 'sessions' },
  ),
  idle: duration('1h', [seconds(1), days(400)], 'How long a session lives without a request.'),
  absolute: duration('24h', [seconds(1), days(400)], 'How long a session lives at most.'),
  rememberIdle: duration(
    '7d',
    [seconds(1), days(400)],
    'The same as `session.idle`, for people who asked to stay logged in.',
  ),
  rememberAbsolute: duration(
    '30d',
    [seconds(1), days(400)],
    'The same as `session.absolute`, for people who asked to stay logged in.',
  ),
});

export const totpKeys = Type.Object({
  earlierCodes: integer(
    1,
    [0, 1],
    'How many codes before the current one are accepted from an authenticator app. 1 gives people until half a minute after a code is gone; 0 is strict, as OWASP ASVS V6.5.5 has it. Each code is accepted once either way.',
    { unit: 'codes' },
  ),
  laterCodes: integer(
    1,
    [0, 1],
    'How many codes after the current one are accepted. 1 lets in phones whose clock is up to half a minute fast; 0 is strict. Each code is accepted once either way.',
    { unit: 'codes' },
  ),
});

export const passkeyKeys = Type.Object({
  userVerification: choice(
    ['preferred', 'required'],
    'preferred',
    'Whether a passkey must ask for a PIN, a finger or a face also when it is added and when it comes after a password. One that logs in without a password always must.',
  ),
});
