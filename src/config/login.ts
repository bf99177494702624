import { days, seconds } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { choice, duration, flag, integer, list, providers, text } from './keys.ts';

/** The settings for who can sign in, and how. */
export const usernameKeys = Type.Object({
  minLength: integer(3, [1, 128], 'Minimum length of a username.', { unit: 'characters' }),
  maxLength: integer(32, [1, 128], 'Maximum length of a username.', { unit: 'characters' }),
  characters: choice(
    ['unicode', 'ascii'],
    'unicode',
    'Letters and digits allowed in usernames: those of every script, or only A–Z and 0–9. `.`, `_` and `-` are always allowed.',
  ),
  reserved: list('words', 'Usernames that nobody can take, in addition to the built-in ones.'),
});

export const loginKeys = Type.Object({
  identifiers: choice(
    ['both', 'username', 'email'],
    'both',
    'What people sign in with: their username, their verified email address, or either.',
  ),
  emailCode: flag(
    false,
    'Whether people can sign in with a code sent to their verified email address instead of a password. OWASP ASVS V6.3.6 and NIST SP 800-63B-4 advise against it, because anyone who can read the email can sign in. It never counts as a second factor. In production it requires `mail.url`.',
  ),
  secondFactor: choice(
    ['optional', 'required'],
    'optional',
    'Whether every account must have a second factor. With `required`, people without one add it after the password, before the session starts, and sessions opened without one end. A passkey that verifies its user counts as two factors. To require it for a single account, run `latchkey accounts require-second-factor NAME`.',
  ),
  with: providers(
    'The identity providers that people can sign in with, as a list of objects. Each has an `id` for its addresses, such as `github`, a `kind` (`github`, `google`, `microsoft`, `apple`, `gitlab`, `discord`, or `oidc` for any other OpenID Connect provider), a `clientId` and a `clientSecret`. At the provider, register the redirect address `{publicUrl}/login/with/{id}/back`. Optional: `issuer` (required for `oidc`), `label`, `newAccounts`, `trustsEmail`, `secondFactor`, and `clientSecretFile` instead of `clientSecret`. In the environment, it is JSON.',
  ),
});

export const passwordKeys = Type.Object({
  minLength: integer(15, [1, 256], 'Minimum length of a password. NIST SP 800-63B-4 requires 15.', {
    unit: 'characters',
  }),
  maxLength: integer(256, [64, 4096], 'Maximum length of a password.', { unit: 'characters' }),
  pepper: text(
    '',
    'A secret added to every password hash and kept outside the database. Once accounts exist, it can never be changed: existing passwords would stop working, so the server refuses to start with another one. Back it up.',
    { secret: true, shortest: 32, longest: 1000 },
  ),
});

export const hashKeys = Type.Object({
  memory: integer(19_456, [8, 4_194_304], 'Memory per argon2id hash.', { unit: 'KiB' }),
  iterations: integer(2, [1, 1000], 'Passes over the memory per argon2id hash.', { unit: 'passes' }),
  parallelism: integer(1, [1, 64], 'Lanes per argon2id hash.', { unit: 'lanes' }),
  concurrency: integer(0, [0, 1024], 'Hashes computed at the same time. 0 means one per core.', {
    unit: 'hashes',
  }),
  queue: integer(
    256,
    [0, 100_000],
    'Hashes that can wait in the queue. Further requests get a 503 response.',
    {
      unit: 'hashes',
    },
  ),
});

export const sessionKeys = Type.Object({
  most: integer(
    100,
    [1, 10_000],
    'Maximum number of sessions per account. A new session beyond that ends the oldest.',
    { unit: 'sessions' },
  ),
  idle: duration('1h', [seconds(1), days(400)], 'How long a session lasts without a request.'),
  absolute: duration('24h', [seconds(1), days(400)], 'How long a session lasts in total.'),
  rememberIdle: duration(
    '7d',
    [seconds(1), days(400)],
    'Like `session.idle`, for people who chose to stay signed in.',
  ),
  rememberAbsolute: duration(
    '30d',
    [seconds(1), days(400)],
    'Like `session.absolute`, for people who chose to stay signed in.',
  ),
});

export const totpKeys = Type.Object({
  earlierCodes: integer(
    1,
    [0, 1],
    'How many earlier authenticator codes are accepted besides the current one. 1 gives people up to 30 extra seconds after a code disappears. 0 is strict, as in OWASP ASVS V6.5.5. Each code works only once either way.',
    { unit: 'codes' },
  ),
  laterCodes: integer(
    1,
    [0, 1],
    'How many later authenticator codes are accepted besides the current one. 1 allows for phones whose clock is up to 30 seconds fast. 0 is strict. Each code works only once either way.',
    { unit: 'codes' },
  ),
});

export const passkeyKeys = Type.Object({
  userVerification: choice(
    ['preferred', 'required'],
    'preferred',
    'Whether passkeys must always check a PIN, fingerprint or face (`required`), or only to sign in without a password (`preferred`).',
  ),
});
