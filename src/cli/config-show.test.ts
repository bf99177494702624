import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configSchema, inspectConfig, listKeys } from '../config/index.ts';
import { configTable } from './config-show.ts';

async function rowsWith(env: Readonly<Record<string, string>>): Promise<Map<string, string[]>> {
  const cwd = join(tmpdir(), 'latchkey-without-a-file');
  const { sources } = await inspectConfig({ mode: 'production', env, cwd });
  const rows = configTable(sources)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  return new Map(rows.map(([key = '', ...rest]) => [key, rest]));
}

test('each key is a row under a heading', async () => {
  const rows = await rowsWith({});
  expect([...rows.keys()]).toEqual(['Key', ...listKeys(configSchema).map(({ name }) => name)]);
});

test('values are written as a person would write them', async () => {
  const rows = await rowsWith({
    LATCHKEY_TRUSTED_PROXIES: '10.0.0.1,10.0.0.2',
    LATCHKEY_DATA_SCHEMA: '{"type":"object"}',
    LATCHKEY_HASH_PARALLELISM: '1',
    LATCHKEY_HASH_ITERATIONS: '1',
    LATCHKEY_HASH_CONCURRENCY: '1',
  });
  expect(Object.fromEntries(rows)).toMatchObject({
    'session.idle': ['1h', 'default'],
    'data.maxBytes': ['65536 bytes', 'default'],
    'hash.iterations': ['1 pass', 'environment LATCHKEY_HASH_ITERATIONS'],
    'hash.concurrency': ['1 hash', 'environment LATCHKEY_HASH_CONCURRENCY'],
    'hash.parallelism': ['1 lane', 'environment LATCHKEY_HASH_PARALLELISM'],
    trustedProxies: ['10.0.0.1, 10.0.0.2', 'environment LATCHKEY_TRUSTED_PROXIES'],
    'data.schema': ['(JSON Schema)', 'environment LATCHKEY_DATA_SCHEMA'],
    allowedOrigins: ['(none)', 'default'],
  });
});

test('a secret is set or not set, and a refused value is not shown', async () => {
  const rows = await rowsWith({
    LATCHKEY_DATABASE_URL: 'postgres://app:hunter2@db/latchkey',
    LATCHKEY_PASSWORD_PEPPER: 'hunter2',
  });
  expect(Object.fromEntries(rows)).toMatchObject({
    'database.url': ['(set)', 'environment LATCHKEY_DATABASE_URL'],
    'password.pepper': ['(refused)', 'environment LATCHKEY_PASSWORD_PEPPER'],
    secretKey: ['(not set)', 'default'],
  });
  expect(JSON.stringify([...rows])).not.toContain('hunter2');
});
