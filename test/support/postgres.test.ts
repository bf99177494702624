import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';

async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

const dataFolder = async (url: string) =>
  (await ask<{ data_directory: string }>(url, 'show data_directory'))[0]?.data_directory ?? '';

test('what was committed before a crash is there after the next start', async () => {
  const postgres = await startPostgres();
  try {
    await ask(postgres.url, 'create table kept as select 42 as n');
    await postgres.crash();
    await expect(ask(postgres.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await postgres.start();
    expect(await ask(postgres.url, 'select n from kept')).toEqual([{ n: 42 }]);
  } finally {
    await postgres.stop();
  }
});

test('a test database ends with the process that started it, even when that is killed', async () => {
  const owner = fork(new URL('./postgres-owner.ts', import.meta.url), { execArgv: [] });
  const [url] = (await once(owner, 'message')) as [string];
  const folder = await dataFolder(url);
  expect(existsSync(folder)).toBe(true);
  owner.kill('SIGKILL');
  await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
  await expect(ask(url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});
