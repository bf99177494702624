import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Check } from 'typebox/value';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, hours, minutes, seconds } from '../kit/duration.ts';
import {
  type Config,
  ConfigError,
  configSchema,
  inspectConfig,
  type LoadOptions,
  loadConfig,
  localAddress,
} from './index.ts';
import { listKeys } from './keys.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'latchkey-config-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (name: string, content: string): string => {
  writeFileSync(join(cwd, name), content);
  return join(cwd, name);
};
const develop = (options: Partial<LoadOptions> = {}) =>
  loadConfig({ mode: 'development', env: {}, cwd, ...options });
const problemsOf = async (options: Partial<LoadOptions> = {}): Promise<readonly string[]> =>
  (await inspectConfig({ mode: 'development', env: {}, cwd, ...options })).problems;

describe('defaults', () => {
  test('development needs nothing', async () => {
    const { config } = await develop();
    expect(config).toMatchObject({
      mode: 'development',
      publicUrl: 'http://localhost:5000',
      dataDir: join(cwd, 'latchkey-data'),
      database: { url: '' },
      session: { idle: hours(1), absolute: hours(24), rememberIdle: days(7), rememberAbsolute: days(30) },
      limits: { firstWait: seconds(30), challengeLifetime: minutes(10) },
      log: { format: 'pretty' },
    } satisfies Partial<Record<keyof Config, unknown>>);
    expect(config.hash.concurrency).toBeGreaterThan(0);
  });

  test('production on loopback needs only its address, and logs JSON', async () => {
    const env = { LATCHKEY_PUBLIC_URL: 'http://localhost:5000' };
    const { config } = await loadConfig({ mode: 'production', env, cwd });
    expect([config.mode, config.log.format]).toEqual(['production', 'json']);
  });

  test.each([
    ['0.0.0.0', 80, 'http://localhost'],
    ['127.0.0.1', 5000, 'http://localhost:5000'],
    ['127.0.0.2', 5000, 'http://127.0.0.2:5000'],
    ['::', 5000, 'http://localhost:5000'],
    ['::1', 5000, 'http://localhost:5000'],
    ['fd00::1', 5000, 'http://[fd00::1]:5000'],
    ['localhost', 8080, 'http://localhost:8080'],
  ])('a server on %s port %i is found at %s', (host, port, address) => {
    expect(localAddress({ host, port })).toBe(address);
  });
});

describe('the effective configuration fits the schema', () => {
  const fits = ({ mode: _, ...values }: Config): boolean => Check(configSchema, values);

  test('with every default', async () => {
    expect(fits((await develop()).config)).toBe(true);
  });

  test('with a value of each kind', async () => {
    const { config } = await develop({
      env: {
        LATCHKEY_PUBLIC_URL: 'https://login.example.com/',
        LATCHKEY_TRUSTED_PROXIES: '10.0.0.5',
        LATCHKEY_ALLOWED_ORIGINS: 'https://app.example.com',
        LATCHKEY_USERNAME_CHARACTERS: 'ascii',
        LATCHKEY_USERNAME_RESERVED: 'boss',
        LATCHKEY_SESSION_IDLE: '30m',
        LATCHKEY_DATA_SCHEMA: '{"type":"object"}',
        LATCHKEY_SECRET_KEY: 'q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT',
        LATCHKEY_DATABASE_URL: 'postgres://db/latchkey',
      },
    });
    expect(fits(config)).toBe(true);
  });

  test('with the default in place of each refused value', async () => {
    const refused = listKeys(configSchema).map(({ variable }) => [variable, '\u0000']);
    const { config, problems } = await inspectConfig({
      mode: 'production',
      env: Object.fromEntries(refused),
      cwd,
    });
    expect(fits(config)).toBe(true);
    expect(problems.length).toBeGreaterThanOrEqual(refused.length);
  });
});

describe('sources', () => {
  test('a flag wins over a variable, a variable over the file, the file over the default', async () => {
    const file = write(
      'latchkey.config.json',
      '{"host":"10.0.0.1","port":1,"siteName":"File","dataDir":"a"}',
    );
    const env = { LATCHKEY_SITE_NAME: 'Environment', LATCHKEY_PORT: '2', PORT: '9' };
    const { config, sources } = await develop({ env, flags: { port: '3' } });
    expect(config).toMatchObject({ host: '10.0.0.1', siteName: 'Environment', port: 3 });
    expect(['port', 'siteName', 'host', 'log.level'].map((key) => sources.get(key)?.source)).toEqual([
      'flag --port',
      'environment LATCHKEY_SITE_NAME',
      `file ${file}`,
      'default',
    ]);
  });

  test.each([
    ['latchkey.config.ts', 'const port: number = 7001;\nexport default { port };'],
    ['latchkey.config.js', 'export default { port: 7001 };'],
    ['latchkey.config.json', '{ "port": 7001 }'],
  ])('%s is found in the current folder', async (name, content) => {
    write(name, content);
    expect((await develop()).config.port).toBe(7001);
  });

  test('--config names a file elsewhere, and its paths start from its own folder', async () => {
    write('other.json', '{ "dataDir": "data", "data": { "schema": "shape.json" } }');
    write('shape.json', '{ "type": "object" }');
    const { config } = await develop({ cwd: tmpdir(), flags: { config: join(cwd, 'other.json') } });
    expect(config.dataDir).toBe(join(cwd, 'data'));
    expect(config.data.schema).toEqual({ type: 'object' });
  });

  test('every key is listed with its source', async () => {
    const { sources } = await develop();
    expect([...sources.keys()]).toEqual(listKeys(configSchema).map(({ name }) => name));
  });
});

describe('the configuration file', () => {
  test('a file that is named and missing is a problem, and the only one', async () => {
    const problems = await problemsOf({ mode: 'production', flags: { config: 'no.json' } });
    expect(problems).toEqual([expect.stringMatching(/no\.json \(flag --config\) doesn't exist/)]);
  });

  test('two files are a problem', async () => {
    write('latchkey.config.js', 'export default {}');
    write('latchkey.config.json', '{}');
    expect((await problemsOf())[0]).toMatch(/latchkey\.config\.js and latchkey\.config\.json/);
  });

  test.each([
    ['latchkey.config.json', '{ "port": }', /^Couldn't read .*JSON/],
    ['latchkey.config.json', '[]', /must contain an object\.$/],
    ['latchkey.config.js', 'export const port = 1;', /must export an object as its default/],
    ['latchkey.config.js', 'throw new Error("out of cheese")', /^Couldn't read .*: out of cheese/],
  ])('%s that says %s is told in one sentence', async (name, content, sentence) => {
    write(name, content);
    expect(await problemsOf()).toEqual([expect.stringMatching(sentence)]);
  });

  test('a section that is not an object, and keys that belong to nobody, are told', async () => {
    write('latchkey.config.json', '{"session":5,"limts":{},"limits":{"waitafter":1},"__proto__":{"port":1}}');
    expect(await problemsOf()).toEqual([
      expect.stringMatching(/^session \(file .*\) is a section/),
      expect.stringMatching(/^limts .* Did you mean limits\?$/),
      expect.stringMatching(/^limits\.waitafter .* Did you mean limits\.waitAfter\?$/),
      expect.stringMatching(/^__proto__ .* isn't a Latchkey setting/),
    ]);
  });
});

describe('unknown variables', () => {
  test.each([
    ['LATCHKEY_DATABSE_URL', 'LATCHKEY_DATABASE_URL'],
    ['LATCHKEY_SECRET_KEY_FIEL', 'LATCHKEY_SECRET_KEY_FILE'],
    ['LATCHKEY_PORT_FILE', 'LATCHKEY_PORT'],
    ['LATCHKEY_SESION_IDEL', 'LATCHKEY_SESSION_IDLE'],
    ['LATCHKEY_public_url', 'LATCHKEY_PUBLIC_URL'],
  ])('%s stops the start and names %s', async (variable, known) => {
    expect(await problemsOf({ env: { [variable]: 'secret value' } })).toEqual([
      `${variable} isn't a Latchkey setting. Did you mean ${known}?`,
    ]);
  });
});

describe('secrets', () => {
  const secret = 'q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT';

  test('a secret can lie in a file, and loses one newline only', async () => {
    const file = write('secret', `${secret}\n`);
    const { config, sources } = await develop({ env: { LATCHKEY_SECRET_KEY_FILE: file } });
    expect(config.secretKey).toBe(secret);
    expect(sources.get('secretKey')?.source).toBe('environment LATCHKEY_SECRET_KEY_FILE');
    write('secret', `${secret}\n\n`);
    expect(await problemsOf({ env: { LATCHKEY_SECRET_KEY_FILE: file } })).toHaveLength(1);
  });

  test('a secret that is given twice is a problem', async () => {
    const env = { LATCHKEY_SECRET_KEY: secret, LATCHKEY_SECRET_KEY_FILE: write('secret', secret) };
    expect(await problemsOf({ env })).toEqual([
      'secretKey is set by both LATCHKEY_SECRET_KEY and LATCHKEY_SECRET_KEY_FILE. Remove one of them.',
    ]);
  });

  test('a secret file that is missing or empty is a problem', async () => {
    const env = { LATCHKEY_SECRET_KEY_FILE: 'nowhere', LATCHKEY_PASSWORD_PEPPER_FILE: write('empty', '\n') };
    expect(await problemsOf({ env })).toEqual([
      expect.stringMatching(/^secretKey .*_FILE\): the file can't be read \(ENOENT\)/),
      expect.stringMatching(/^password\.pepper .* is empty/),
    ]);
  });

  test('a secret that cannot be had is not called missing as well', async () => {
    const env = { LATCHKEY_DATABASE_URL: 'postgres://db/latchkey', LATCHKEY_SECRET_KEY_FILE: 'nowhere' };
    const { problems, sources } = await inspectConfig({ mode: 'development', env, cwd });
    expect(problems).toHaveLength(1);
    expect(sources.get('secretKey')).toEqual({
      value: '(refused)',
      source: 'environment LATCHKEY_SECRET_KEY_FILE',
      secret: true,
    });
  });

  test('no secret is in the sources or in a problem', async () => {
    const url = 'postgres://app:hunter2@db/latchkey';
    const given = { LATCHKEY_SECRET_KEY: secret, LATCHKEY_DATABASE_URL: url };
    const { sources } = await develop({ env: given });
    expect(sources.get('secretKey')).toMatchObject({ value: '(set)', secret: true });
    expect(sources.get('password.pepper')).toMatchObject({ value: '', secret: true });
    const env = {
      LATCHKEY_SECRET_KEY: 'hunter2',
      LATCHKEY_DATABASE_URL: 'mysql://app:hunter2@db/latchkey',
      LATCHKEY_PUBLIC_URL: 'https://me:hunter2@login.example.com',
      LATCHKEY_ALLOWED_ORIGINS: 'https://me:hunter2@app.example.com',
    };
    const inspected = await inspectConfig({ mode: 'production', env, cwd });
    expect(inspected.problems.map((problem) => problem.split(' ')[0])).toEqual([
      'publicUrl',
      'secretKey',
      'allowedOrigins',
      'database.url',
    ]);
    expect(JSON.stringify([[...sources], [...inspected.sources], inspected.problems])).not.toMatch(
      new RegExp(`hunter2|${secret}`),
    );
  });
});

test('all that is wrong is told at once', async () => {
  write('latchkey.config.json', '{"portt":1,"hash":{"memory":1024}}');
  const env = { LATCHKEY_SESSION_IDLE: '2d', LATCHKEY_LOG_LEVEL: 'loud', LATCHKEY_LOGLEVEL: 'info' };
  const loading = loadConfig({ mode: 'production', env, cwd, flags: { port: '-1' } });
  const error = await loading.catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw error;
  expect(error.problems.map((problem) => problem.split(' (')[0])).toEqual([
    expect.stringMatching(/^portt/),
    expect.stringMatching(/LATCHKEY_LOGLEVEL .*LATCHKEY_LOG_LEVEL\?$/),
    'port',
    'log.level',
    expect.stringMatching(/^publicUrl is required/),
    'hash.memory',
    'session.idle',
  ]);
  expect(error.message.split('\n')).toHaveLength(error.problems.length + 1);
});

test('a refused key is shown as refused, and has its default', async () => {
  const { config, sources } = await inspectConfig({ mode: 'development', env: { LATCHKEY_PORT: 'x' }, cwd });
  expect(config.port).toBe(5000);
  expect(sources.get('port')).toEqual({
    value: '(refused)',
    source: 'environment LATCHKEY_PORT',
    secret: false,
  });
});

test('V2.1.3 the reference describes each key and its variable, and nothing else', () => {
  const reference = readFileSync(new URL('../../docs/reference/config.md', import.meta.url), 'utf8');
  const keys = listKeys(configSchema);
  expect([...reference.matchAll(/^### `(.+)`$/gm)].map(([, name]) => name)).toEqual(
    keys.map(({ name }) => name),
  );
  expect([...reference.matchAll(/^- variable: `(\w+)`/gm)].map(([, name]) => name)).toEqual(
    keys.map(({ variable }) => variable),
  );
  for (const { description } of keys) expect(reference).toContain(description);
});
