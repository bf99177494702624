import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { listForeignKeys } from '../support/foreign-keys.ts';

eachDatabase('foreign keys', (make) => {
  test('each has an index that serves it, so that deleting an account reads only its own rows', async () => {
    const keys = await listForeignKeys(await make());
    expect(keys.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['emails', 'sessions', 'passwords']),
    );
    expect(keys.filter(({ isServed }) => !isServed)).toEqual([]);
  });

  test('an index over some of the rows, or that begins with another column, serves none', async () => {
    const database = await make();
    await sql`create table visits (at bigint, account_id text references accounts (id))`.execute(database.db);
    const isServed = async () =>
      (await listForeignKeys(database)).find(({ table }) => table === 'visits')?.isServed;
    expect(await isServed()).toBe(false);
    await sql`create index visits_some on visits (account_id) where at is null`.execute(database.db);
    await sql`create index visits_by_time on visits (at, account_id)`.execute(database.db);
    expect(await isServed()).toBe(false);
    await sql`create index visits_by_account on visits (account_id, at)`.execute(database.db);
    expect(await isServed()).toBe(true);
  });
});
