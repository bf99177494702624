import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, type Db, openDatabase } from './database.ts';
import { inTransaction } from './transaction.ts';

interface Counters {
  counters: { name: string; count: number };
}

const counters = (db: Db) => db as unknown as Kysely<Counters>;

let database: Database;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-test-'));
  database = openDatabase({ file: join(folder, 'a.sqlite') });
  await sql`create table counters (name text primary key, count integer not null)`.execute(database.db);
  await counters(database.db).insertInto('counters').values({ name: 'a', count: 0 }).execute();
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const read = async (db: Db): Promise<number> =>
  (await counters(db).selectFrom('counters').select('count').executeTakeFirstOrThrow()).count;

test('transactions at once run one after the other, and none loses what another wrote', async () => {
  const grow = () =>
    inTransaction(database.db, async (tx) => {
      const count = await read(tx);
      await new Promise((resolve) => setImmediate(resolve));
      await counters(tx)
        .updateTable('counters')
        .set({ count: count + 1 })
        .execute();
    });
  await Promise.all(Array.from({ length: 50 }, grow));
  expect(await read(database.db)).toBe(50);
});

test('a transaction that throws leaves nothing, and the next goes on', async () => {
  const failing = inTransaction(database.db, async (tx) => {
    await counters(tx).updateTable('counters').set({ count: 7 }).execute();
    throw new Error('not this one');
  });
  const next = inTransaction(database.db, read);
  await expect(failing).rejects.toThrow('not this one');
  expect(await next).toBe(0);
});

test('a statement that fails outside a transaction does not hold up the next', async () => {
  const again = counters(database.db).insertInto('counters').values({ name: 'a', count: 1 }).execute();
  await expect(again).rejects.toThrow('UNIQUE');
  expect(await read(database.db)).toBe(0);
});

test('under many commits the log is moved into the file, and does not grow for ever', async () => {
  const logSize = async () => (await stat(join(folder, 'a.sqlite-wal'))).size;
  const grow = () =>
    counters(database.db)
      .updateTable('counters')
      .set((row) => ({ count: row('count', '+', 1) }))
      .execute();
  for (let commit = 0; commit < 1000; commit++) await grow();
  // One page and its header for each commit, if nothing had moved them.
  expect(await logSize()).toBeLessThan(900 * (4096 + 24));
  expect(await read(database.db)).toBe(1000);
});
