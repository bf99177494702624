import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { explain } from '../kit/failure.ts';
import { greeting } from '../start/greeting.ts';
import { describeDatabase } from '../start/open-database.ts';
import { ConfigError, inspectConfig } from './index.ts';

const cwd = mkdtempSync(join(tmpdir(), 'latchkey-leaks-'));
afterAll(() => rmSync(cwd, { recursive: true }));

/** Letters that the messages themselves do not put together, and every character that ends a part of a URL. */
const password = fc
  .array(fc.constantFrom(...'QXZJVKW0123456789', ...'/#?%@:[] &=+$!\'"\\'), { minLength: 4, maxLength: 24 })
  .map((characters) => characters.join(''));

const shapes: readonly ((scheme: string, secret: string) => string)[] = [
  (scheme, secret) => `${scheme}://user:${secret}@127.0.0.1/name`,
  (scheme, secret) => `${scheme}://user:${secret}@127.0.0.1`,
  (scheme, secret) => `${scheme}://${secret}@127.0.0.1:5432/name`,
  (scheme, secret) => `${scheme}://user:1${secret}@127.0.0.1:5432/name?sslmode=disable`,
  (scheme, secret) => `${scheme}://127.0.0.1/name?password=${encodeURIComponent(secret)}`,
  (scheme, secret) => ` ${scheme}://user:${secret}@127.0.0.1/name`,
  (scheme, secret) => `${scheme}:/user:${secret}@127.0.0.1/name`,
];

const settings = [
  ...['DATABASE_URL', 'MAIL_URL', 'PUBLIC_URL', 'TELEMETRY_OTLP_URL', 'ALLOWED_ORIGINS', 'TRUSTED_PROXIES'],
  ...[
    'HOST',
    'PORT',
    'LOG_LEVEL',
    'SESSION_IDLE',
    'LOGIN_EMAIL_CODE',
    'DATA_SCHEMA',
    'MAIL_FROM',
    'DATA_DIR',
  ],
  ...['DATABASE_URL_FILE', 'MAIL_URL_FILE', 'SECRET_KEY_FILE', 'PASSWORD_PEPPER_FILE'],
];

/** All that anybody is told about a configuration, and about an error with it. */
async function told(env: Record<string, string>): Promise<string> {
  const { config, sources, problems } = await inspectConfig({ mode: 'production', env, cwd });
  const opened = explain(new ConfigError(problems)).text;
  return [JSON.stringify([...sources]), opened, greeting(config, true), describeDatabase(config)].join('\n');
}

const pieces = (secret: string): string[] =>
  Array.from({ length: Math.max(0, secret.length - 3) }, (_, at) => secret.slice(at, at + 4));

/** A piece of four characters that is told with this password and not with another. */
async function leaked(
  secret: string,
  tell: (secret: string) => Promise<string>,
): Promise<string | undefined> {
  const [text, usual] = [await tell(secret), await tell('…')];
  return pieces(secret).find((piece) => text.includes(piece) && !usual.includes(piece));
}

describe('S10 no part of a password in a URL is told', () => {
  test.each(settings)('in LATCHKEY_%s, whatever characters it has', async (setting) => {
    const schemes = ['postgres', 'smtp', 'https', 'redis'];
    await fc.assert(
      fc.asyncProperty(
        password,
        fc.constantFrom(...shapes),
        fc.constantFrom(...schemes),
        async (secret, shape, scheme) => {
          const tell = (word: string) => told({ [`LATCHKEY_${setting}`]: shape(scheme, word) });
          expect(await leaked(secret, tell)).toBeUndefined();
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each([
    ['latchkey.config.json', (url: string) => `{ "database": { "url": "${url}" `],
    ['latchkey.config.json', (url: string) => `{ "database": { "url": ${url} } }`],
    ['latchkey.config.json', (url: string) => `{ "database": "${url}", }`],
  ])('in a file that cannot be read: %s', async (name, content) => {
    const tell = async (secret: string) => {
      const file = join(cwd, `${Math.random()}-${name}`);
      writeFileSync(file, content(`postgres://user:${secret}@db/name`));
      const { problems } = await inspectConfig({ mode: 'production', env: {}, cwd, flags: { config: file } });
      expect(problems).toHaveLength(1);
      return problems.join('').replaceAll(file, '');
    };
    for (const secret of ["QXZ'JVKW", 'QXZJ VKW0', 'QXZJVKW', '1QXZ{JVKW']) {
      expect(await leaked(secret, tell)).toBeUndefined();
    }
  });
});
