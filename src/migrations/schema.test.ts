import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../test/support/databases.ts';
import { appliedMigrations, migrate, NewerDatabaseError, openDatabase } from '../kit/db/index.ts';
import { migrations } from './index.ts';

eachDatabase('the schema', (make) => {
  const committed = readFileSync(new URL(`./schema.${make.dialect}.sql`, import.meta.url), 'utf8');

  test('that the migrations make of an empty database is the committed one', async () => {
    const database = await make();
    expect(await database.dumpSchema()).toBe(committed);
    expect((await appliedMigrations(database, migrations)).size).toBe(migrations.length);
  });

  test('is made by one of several that begin at once; the others find nothing left to do', async () => {
    const location = await make.location();
    // SQLite waits without letting go of the thread: its processes are raced in test/faults/start.test.ts.
    const count = make.dialect === 'sqlite' ? 1 : 10;
    const databases = Array.from({ length: count }, () => openDatabase(location));
    try {
      const taken = await Promise.all(databases.map((database) => migrate(database, migrations, 7)));
      for (const database of databases) expect(await migrate(database, migrations, 8)).toEqual([]);
      expect(taken.filter((names) => names.length > 0)).toEqual([migrations.map(({ name }) => name)]);
    } finally {
      await Promise.all(databases.map((database) => database.close()));
    }
  });

  test('V2.3.3 is not touched when a step fails', async () => {
    const database = await make();
    const broken = {
      name: '9999-broken',
      async up(db: typeof database.db) {
        await sql`create table half_made (id text primary key)`.execute(db);
        throw new Error('in the middle');
      },
    };
    await expect(migrate(database, [...migrations, broken], 0)).rejects.toThrow('in the middle');
    expect(await database.dumpSchema()).toBe(committed);
    expect((await appliedMigrations(database, migrations)).size).toBe(migrations.length);
  });

  test('of a newer version is refused', async () => {
    const database = await make();
    await migrate(database, [...migrations, { name: '9999-newer', up: async () => {} }], 0);
    await expect(migrate(database, migrations, 0)).rejects.toThrow(NewerDatabaseError);
    await expect(migrate(database, migrations, 0)).rejects.toThrow('9999-newer');
  });
});

test('the names of the steps are in order and their numbers have no gap', () => {
  for (const [at, { name }] of migrations.entries()) {
    expect(name).toMatch(new RegExp(`^${String(at + 1).padStart(4, '0')}-[a-z-]+$`));
  }
});
