import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { eachDatabase, freshPostgres } from '../../../test/support/databases.ts';
import { migrations } from '../../migrations/index.ts';
import {
  appliedMigrations,
  type Database,
  ForeignTableError,
  migrate,
  NewerDatabaseError,
  openDatabase,
  requireMigrated,
} from './index.ts';

const later = (readableBy?: string) => ({
  name: '9999-later',
  ...(readableBy && { readableBy }),
  up: async () => {},
});

eachDatabase('a step of a newer version', (make) => {
  test.each(['0.3.0', '0.3.1', '0.10.0', '1.0.0'])(
    'that 0.3.0 still works on shuts %s not out, and is told once a start',
    async (version) => {
      const database = await make();
      await migrate(database, [...migrations, later('0.3.0')], 0);
      const said: string[] = [];
      const reader = { version, warn: (sentence: string) => void said.push(sentence) };
      expect(await migrate(database, migrations, 0, reader)).toEqual([]);
      expect(said).toEqual([expect.stringMatching(/newer version of Latchkey.*"9999-later".*still works/)]);
      expect((await appliedMigrations(database, migrations, reader)).size).toBe(migrations.length);
      await requireMigrated(database, migrations, { version });
    },
  );

  test.each(['0.2.9', '0.0.0', 'unknown'])(
    'that needs 0.3.0 shuts %s out, and says "newer"',
    async (version) => {
      const database = await make();
      await migrate(database, [...migrations, later('0.3.0')], 0);
      for (const refused of [
        () => migrate(database, migrations, 0, { version }),
        () => appliedMigrations(database, migrations, { version }),
        () => requireMigrated(database, migrations, { version }),
      ]) {
        await expect(refused()).rejects.toThrow(NewerDatabaseError);
        await expect(refused()).rejects.toThrow(
          /by a newer version of Latchkey: "9999-later" requires Latchkey 0\.3\.0 or later/,
        );
      }
    },
  );

  test('that says nothing shuts every other version out', async () => {
    const database = await make();
    await migrate(database, [...migrations, later()], 0);
    await expect(migrate(database, migrations, 0, { version: '99.0.0' })).rejects.toThrow(NewerDatabaseError);
  });

  test('does not keep an older program from taking the steps that are its own', async () => {
    const database = openDatabase(await make.location());
    const own = '0019-foreign-key-indexes';
    await migrate(database, [...migrations.filter(({ name }) => name !== own), later('0.1.0')], 0);
    expect(await migrate(database, migrations, 0, { version: '0.2.0' })).toEqual([own]);
    await database.close();
  });
});

/** What other programs keep in tables of these names. */
const foreign: readonly (readonly [string, string])[] = [
  [
    'migrations',
    'create table migrations (id integer primary key, migration text not null, batch integer not null)',
  ],
  [
    'migrations',
    'create table migrations (id integer primary key, timestamp bigint not null, name text not null)',
  ],
  ['migrations', "create table migrations as select 'create-users' as name, 1 as applied_at"],
  [
    'sessions',
    'create table sessions (id text primary key, user_id bigint, payload text, last_activity integer)',
  ],
  ['accounts', 'create table accounts (id integer primary key, name text)'],
  ['limits', 'create view limits as select 1 as one'],
  ['sessions_by_account', 'create table t (a integer); create index sessions_by_account on t (a)'],
];

eachDatabase('tables of another program in the same place', (make) => {
  const run = async ({ db }: Database, statements: string) => {
    for (const statement of statements.split(';')) {
      await db.executeQuery({ ...sql`select 1`.compile(db), sql: statement });
    }
  };

  test.each(foreign)(
    '%s is told apart by its shape and named, and nothing is changed: %s',
    async (name, made) => {
      const database = openDatabase(await make.location());
      try {
        await run(database, made);
        const before = await database.dumpSchema();
        const refused = migrate(database, migrations, 0);
        await expect(refused).rejects.toThrow(ForeignTableError);
        await expect(refused).rejects.toThrow(`"${name}" in this database belongs to another program`);
        await expect(refused).rejects.toThrow(
          make.dialect === 'sqlite' ? '--data-dir' : 'create schema latchkey authorization ROLE',
        );
        await expect(refused).rejects.not.toThrow(/restore|drop|delete/i);
        expect(await database.dumpSchema()).toBe(before);
      } finally {
        await database.close();
      }
    },
  );
});

describe('a schema of its own on PostgreSQL', () => {
  test('is all that is looked at: the tables of others beside it, on the search path or not, disturb nothing', async () => {
    const { location, remove } = await freshPostgres();
    const [admin, own] = [openDatabase(location), openDatabase(schemaOf(location))];
    try {
      for (const [, made] of foreign.slice(0, 1).concat(foreign.slice(3, 5))) {
        await admin.db.executeQuery({ ...sql`select 1`.compile(admin.db), sql: made });
      }
      await sql`create schema place_of_its_own`.execute(admin.db);
      expect(await migrate(own, migrations, 0)).toHaveLength(migrations.length);
      expect(await migrate(own, migrations, 0)).toEqual([]);
      await requireMigrated(own, migrations);
      await expect(migrate(admin, migrations, 0)).rejects.toThrow(ForeignTableError);
    } finally {
      await Promise.all([admin.close(), own.close()]);
      await remove();
    }
  });

  function schemaOf({ url, poolSize }: { url: string; poolSize: number }) {
    return { url: `${url}?options=-c%20search_path%3Dplace_of_its_own,public`, poolSize };
  }
});

describe('a PostgreSQL database of another encoding', () => {
  const inLatin1 = async () => {
    const { location, remove } = await freshPostgres('LATIN1');
    const database = openDatabase(location);
    const end = async () => {
      await database.close();
      await remove();
    };
    return { database, end };
  };

  test('is refused when it is new, with the command that makes a good one, and nothing is made in it', async () => {
    const { database, end } = await inLatin1();
    try {
      const refused = migrate(database, migrations, 0);
      await expect(refused).rejects.toThrow(/uses the encoding LATIN1.+create database \S+ encoding 'UTF8'/);
      expect(await database.dumpSchema()).toBe('');
    } finally {
      await end();
    }
  });

  test('goes on with a warning when it has people already, and what it cannot store is told apart', async () => {
    const { database, end } = await inLatin1();
    try {
      await migrate({ ...database, findNarrowEncoding: async () => undefined }, migrations, 0);
      const said: string[] = [];
      await migrate(database, migrations, 0, { warn: (sentence) => void said.push(sentence) });
      expect(said).toEqual([expect.stringContaining('LATIN1')]);
      const error = await sql`select ${'李小龙'}::text`
        .execute(database.db)
        .catch((caught: unknown) => caught);
      expect(database.isUnstorable(error)).toBe(true);
      expect(database.isAway(error)).toBe(false);
    } finally {
      await end();
    }
  });
});
