import { afterAll, expect, test } from 'vitest';
import { appliedMigrations, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { eachDatabase, freshPostgres } from './databases.ts';

eachDatabase('a database of a test', (make) => {
  test('answers and has the whole schema', async () => {
    const database = await make();
    expect(database.dialect).toBe(make.dialect);
    expect((await appliedMigrations(database, migrations)).size).toBe(migrations.length);
  });

  test('is its own: two of them share nothing', async () => {
    const [one, other] = [openDatabase(await make.location()), openDatabase(await make.location())];
    try {
      await migrate(one, migrations, 0);
      expect((await appliedMigrations(other, migrations)).size).toBe(0);
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  });
});

const fresh = await freshPostgres();
afterAll(() => fresh.remove());

test('a database on PostgreSQL goes away even while somebody is connected', async () => {
  const database = openDatabase(fresh.location);
  expect(await database.columnsOf(database.db, 'migrations')).toEqual([]);
  await fresh.remove();
  await expect(database.columnsOf(database.db, 'migrations')).rejects.toThrow();
  await database.close();
});
