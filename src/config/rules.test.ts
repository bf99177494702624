import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectConfig, type Mode } from './index.ts';

type Env = Readonly<Record<string, string>>;

/** The keys that the rules name in a folder without a configuration file. */
async function namedBy(mode: Mode, env: Env): Promise<(string | undefined)[]> {
  const { problems } = await inspectConfig({ mode, env, cwd: join(tmpdir(), 'latchkey-without-a-file') });
  return problems.map((problem) => problem.split(' ')[0]);
}

const random = 'q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT';
const loopback = { LATCHKEY_PUBLIC_URL: 'http://127.0.0.1:5000' };
const database = { LATCHKEY_DATABASE_URL: 'postgres://db/latchkey' };

describe('in both modes', () => {
  test.each<[string, Env]>([
    ['username.minLength', { LATCHKEY_USERNAME_MIN_LENGTH: '33' }],
    ['password.minLength', { LATCHKEY_PASSWORD_MIN_LENGTH: '65', LATCHKEY_PASSWORD_MAX_LENGTH: '64' }],
    ['limits.waitAfter', { LATCHKEY_LIMITS_WAIT_AFTER: '9', LATCHKEY_LIMITS_DISABLE_AFTER: '8' }],
    ['limits.firstWait', { LATCHKEY_LIMITS_FIRST_WAIT: '2h' }],
    ['session.idle', { LATCHKEY_SESSION_IDLE: '25h' }],
    ['session.rememberIdle', { LATCHKEY_SESSION_REMEMBER_ABSOLUTE: '6d' }],
    ['secretKey', database],
    ['mail.from', { LATCHKEY_MAIL_URL: 'smtp://mail.example.com' }],
    ['mail.url', { LATCHKEY_MAIL_FROM: 'login@example.com' }],
    [
      'mail.tls',
      {
        LATCHKEY_MAIL_URL: 'smtp://login:secret@mail.example.com',
        LATCHKEY_MAIL_FROM: 'login@example.com',
        LATCHKEY_MAIL_TLS: 'optional',
      },
    ],
  ])('%s is held to what it depends on', async (key, env) => {
    expect(await namedBy('development', env)).toEqual([key]);
    expect(await namedBy('production', { ...loopback, ...env })).toEqual([key]);
  });

  test('a hash needs eight KiB for each lane', async () => {
    const env = { LATCHKEY_HASH_MEMORY: '31', LATCHKEY_HASH_PARALLELISM: '4' };
    expect(await namedBy('development', env)).toEqual(['hash.memory']);
    expect(await namedBy('development', { ...env, LATCHKEY_HASH_MEMORY: '32' })).toEqual([]);
  });

  test.each([
    ['smtp://login:secret@mail.example.com:587', 'required'],
    ['smtps://login:secret@mail.example.com', 'optional'],
    ['smtp://relay.internal:25', 'optional'],
    ['smtp://login:p%40ss%3Aword@[::1]:25', 'required'],
  ])('mail is sent by %s with TLS %s', async (url, tls) => {
    const env = {
      LATCHKEY_MAIL_URL: url,
      LATCHKEY_MAIL_FROM: '"Me, Inc." <login@example.com>',
      LATCHKEY_MAIL_TLS: tls,
    };
    expect(await namedBy('development', env)).toEqual([]);
  });

  test.each([
    'mail.example.com',
    'https://mail.example.com',
    'smtp://login:hunter2@',
    'smtp://mail.example.com/path',
    'smtp://mail.example.com?tls=no',
    'smtp://a:b%@mail.example.com',
    'smtp://mail.example.com:99999',
    'smtp://mail.example.com\r\nQUIT',
  ])('no mail is sent by %j, and what may be its password is not repeated', async (url) => {
    const env = { LATCHKEY_MAIL_URL: url, LATCHKEY_MAIL_FROM: 'a@b.example, c@d.example' };
    const { problems } = await inspectConfig({
      mode: 'production',
      env: { ...loopback, ...env },
      cwd: tmpdir(),
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['mail.url', 'mail.from']);
    expect(problems.join()).not.toContain(url);
  });

  test('a rule says nothing about a key that was refused already', async () => {
    expect(
      await namedBy('development', { LATCHKEY_SESSION_IDLE: '25h', LATCHKEY_SESSION_ABSOLUTE: 'x' }),
    ).toEqual(['session.absolute']);
  });
});

describe('a policy of e-mail addresses that cannot be kept without a mail server, in production', () => {
  const mail = { LATCHKEY_MAIL_URL: 'smtp://mail.example.com', LATCHKEY_MAIL_FROM: 'login@example.com' };

  test.each<[Env, string[]]>([
    [{ LATCHKEY_EMAIL_VERIFICATION: 'before-login' }, ['email.verification']],
    [{ LATCHKEY_EMAIL_VERIFICATION: 'later' }, ['email.verification']],
    [{ LATCHKEY_EMAIL_VERIFICATION: 'none' }, []],
    [{ LATCHKEY_EMAIL_REGISTRATION: 'required' }, ['email.registration']],
    [{}, []],
  ])('%j: %j', async (env, keys) => {
    expect(await namedBy('production', { ...loopback, ...env })).toEqual(keys);
    expect(await namedBy('production', { ...loopback, ...mail, ...env })).toEqual([]);
    expect(await namedBy('development', env), 'which has its mailbox').toEqual([]);
  });
});

describe('data.schema compiles', () => {
  test.each([
    ['{"type":"object","properties":{"mail":{"type":"string","format":"email"}}}', []],
    ['{"type":"thing"}', ['data.schema']],
    ['{"$ref":"#/$defs/missing"}', ['data.schema']],
  ])('%s: %j', async (schema, keys) => {
    expect(await namedBy('development', { LATCHKEY_DATA_SCHEMA: schema })).toEqual(keys);
  });
});

describe('V12.2.1 the public address in production', () => {
  test.each([
    ['http://127.0.0.1:5000', []],
    ['http://127.9.9.9', []],
    ['http://[::1]:5000', []],
    ['http://localhost:5000', []],
    ['http://login.localhost', []],
    ['http://login.example.com', ['publicUrl']],
    ['http://127.0.0.1.example.com', ['publicUrl']],
    ['http://localhost.example.com', ['publicUrl']],
    ['http://0.0.0.0:5000', ['publicUrl']],
    ['https://login.example.com', ['trustedProxies']],
    ['https://localhost', []],
    ['', ['publicUrl']],
  ])('%j: %j', async (publicUrl, keys) => {
    expect(await namedBy('production', { LATCHKEY_PUBLIC_URL: publicUrl })).toEqual(keys);
  });

  test('is free in development', async () => {
    expect(await namedBy('development', { LATCHKEY_PUBLIC_URL: 'http://login.example.com' })).toEqual([]);
  });
});

describe('proxies and origins in production', () => {
  const https = { LATCHKEY_PUBLIC_URL: 'https://login.example.com' };

  test.each([
    ['', []],
    ['10.0.0.5', []],
    ['0.0.0.0/0', ['trustedProxies']],
    ['10.0.0.5,::/0', ['trustedProxies']],
    ['0.0.0.0/00', ['trustedProxies']],
    ['0.0.0.0/1,128.0.0.0/1', ['trustedProxies']],
    ['10.0.0.0/7', ['trustedProxies']],
    ['10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,127.0.0.0/8', []],
    ['2000::/3', ['trustedProxies']],
    ['2001:db8::/15', ['trustedProxies']],
    ['2001:db8::/16', []],
    ['fc00::/6', ['trustedProxies']],
    ['fc00::/7,fd00::/8,::1/128,::1,fe80::/64', []],
    ['::/16', ['trustedProxies']],
    ['::/96', []],
    ['0:0:0:0:0:0:0:0/80', ['trustedProxies']],
    ['::1/64', ['trustedProxies']],
    ['::ffff:0:0/96', ['trustedProxies']],
    ['::ffff:0.0.0.0/96', ['trustedProxies']],
    ['0::FFFF:10.0.0.0/104', []],
  ])('trustedProxies %j: %j', async (proxies, keys) => {
    expect(await namedBy('production', { ...https, LATCHKEY_TRUSTED_PROXIES: proxies })).toEqual(keys);
  });

  test.each([
    ['https://app.example.com,http://localhost:3000,capacitor://localhost', []],
    ['http://app.example.com', ['allowedOrigins']],
  ])('allowedOrigins %s: %j', async (origins, keys) => {
    expect(await namedBy('production', { ...loopback, LATCHKEY_ALLOWED_ORIGINS: origins })).toEqual(keys);
  });
});

describe('secrets in production', () => {
  test.each([
    [random, []],
    ['0123456789abcdeffedcba9876543210', ['secretKey', 'password.pepper']],
    ['a'.repeat(64), ['secretKey', 'password.pepper']],
    ['changemechangemechangemechangeme', ['secretKey', 'password.pepper']],
    ['short', ['secretKey', 'password.pepper']],
  ])('%s: %j', async (secret, keys) => {
    const env = { ...loopback, LATCHKEY_SECRET_KEY: secret, LATCHKEY_PASSWORD_PEPPER: secret };
    expect(await namedBy('production', env)).toEqual(keys);
  });

  test('PostgreSQL with a key is complete', async () => {
    expect(await namedBy('production', { ...loopback, ...database, LATCHKEY_SECRET_KEY: random })).toEqual(
      [],
    );
  });
});

describe('V11.4.2 passwords are hashed at least as OWASP asks', () => {
  test.each([
    [47_104, 1, true],
    [47_103, 1, false],
    [19_456, 2, true],
    [19_455, 2, false],
    [12_288, 3, true],
    [9216, 4, true],
    [7168, 5, true],
    [7167, 100, false],
    [65_536, 4, true],
  ])('%i KiB and %i passes: %s', async (memory, iterations, isStrong) => {
    const env = { LATCHKEY_HASH_MEMORY: `${memory}`, LATCHKEY_HASH_ITERATIONS: `${iterations}` };
    expect(await namedBy('production', { ...loopback, ...env })).toEqual(isStrong ? [] : ['hash.memory']);
    expect(await namedBy('development', env)).toEqual([]);
  });
});

test('codes by mail need a mail server in production; development shows mails itself', async () => {
  const env = { ...loopback, LATCHKEY_LOGIN_EMAIL_CODE: 'true' };
  expect(await namedBy('production', env)).toEqual(['login.emailCode']);
  expect(await namedBy('development', env)).toEqual([]);
  const mail = { LATCHKEY_MAIL_URL: 'smtp://mail.example.com', LATCHKEY_MAIL_FROM: 'login@example.com' };
  expect(await namedBy('production', { ...env, ...mail })).toEqual([]);
});

test('V6.2.1 passwords under eight characters are not for production', async () => {
  expect(await namedBy('production', { ...loopback, LATCHKEY_PASSWORD_MIN_LENGTH: '7' })).toEqual([
    'password.minLength',
  ]);
  expect(await namedBy('production', { ...loopback, LATCHKEY_PASSWORD_MIN_LENGTH: '8' })).toEqual([]);
  expect(await namedBy('development', { LATCHKEY_PASSWORD_MIN_LENGTH: '1' })).toEqual([]);
});

const mail = { LATCHKEY_MAIL_URL: 'smtp://mail.example.com', LATCHKEY_MAIL_FROM: 'login@example.com' };

test.each(['development', 'production'] as const)(
  'allowed domains need an address that is confirmed before the session, in %s',
  async (mode) => {
    const env = { ...loopback, ...mail, LATCHKEY_REGISTRATION_ALLOWED_DOMAINS: 'example.com' };
    const required = { LATCHKEY_EMAIL_REGISTRATION: 'required' };
    const named = ['registration.allowedDomains'];
    expect(await namedBy(mode, env)).toEqual(named);
    expect(await namedBy(mode, { ...env, ...required, LATCHKEY_EMAIL_VERIFICATION: 'later' })).toEqual(named);
    expect(await namedBy(mode, { ...env, LATCHKEY_EMAIL_VERIFICATION: 'before-login' })).toEqual(named);
    expect(await namedBy(mode, { ...env, ...required })).toEqual([]);
    const blocked = { LATCHKEY_REGISTRATION_BLOCKED_DOMAINS: 'example.com' };
    expect(await namedBy(mode, { ...loopback, ...mail, ...blocked }), 'blocked ones need nothing').toEqual(
      [],
    );
  },
);

test('invitations need a mail server in production', async () => {
  const env = { ...loopback, LATCHKEY_REGISTRATION_MODE: 'invited' };
  expect(await namedBy('production', env)).toEqual(['registration.mode']);
  expect(await namedBy('production', { ...env, ...mail })).toEqual([]);
  expect(await namedBy('production', { ...loopback, LATCHKEY_REGISTRATION_MODE: 'closed' })).toEqual([]);
  expect(await namedBy('development', env)).toEqual([]);
});
