import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Db, type Migration, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { eachDatabase, type MakeDatabase } from '../support/databases.ts';
import { breaksForOlder } from '../support/older-readers.ts';

const first: Migration = {
  name: '0001-first',
  async up(db) {
    await sql`create table people (id text primary key, name text not null, age integer)`.execute(db);
    await sql`insert into people values ('a', 'ada', 36)`.execute(db);
  },
};

/** What a step may do that older versions go on working with. */
const additions: Readonly<Record<string, readonly string[]>> = {
  'a table': ['create table pets (id text primary key, owner text references people (id) on delete cascade)'],
  'a table with rows and an index of its own': [
    'create table pets (id text primary key, name text not null)',
    'create unique index pets_once on pets (name)',
    "insert into pets values ('b', 'byron')",
  ],
  'an index': ['create index people_by_name on people (name)'],
  'a column that may be empty, and its values': [
    'alter table people add column nick text',
    "update people set nick = 'ad' where age > 1",
  ],
  'a column with a default': ["alter table people add column kind text default 'person' not null"],
};

/** What a step must not do. */
const changes: Readonly<Record<string, readonly string[]>> = {
  'drops a table': ['drop table people'],
  'drops a column': ['alter table people drop column age'],
  'renames a table': ['alter table people rename to persons'],
  'renames a column': ['ALTER TABLE "people" RENAME COLUMN "age" TO "years"'],
  'makes the table anew': [
    'create table fresh (id text primary key, name text, age text)',
    'insert into fresh select * from people',
    'drop table people',
    'alter table fresh rename to people',
  ],
  'drops and makes a table of the same columns': [
    'drop table people',
    'create table people (id text primary key, name text not null, age integer)',
  ],
  'makes names unique': ['create unique index people_once on people (name)'],
  'has rows held by a table that older versions do not know': [
    'create table pets (id text primary key, owner text references people (id))',
  ],
  'deletes rows': ['delete from people'],
  'changes what a column holds': ["update people set name = 'x'"],
  'changes it beside a new column': [
    'alter table people add column nick text',
    "update people set nick = 'x', age = 1",
  ],
  'writes rows that older versions read': ["insert into people values ('c', 'cay', 1)"],
};

/** The same on PostgreSQL alone, which SQLite can't do. */
const changesOfPostgres: Readonly<Record<string, readonly string[]>> = {
  'changes a type': ['alter table people alter column age type bigint'],
  'wants a value': ['alter table people alter column age set not null'],
  'adds a rule': ['alter table people add constraint grown check (age > 17)'],
  'drops a column beside a new one': ['alter table people add column nick text, drop column age'],
  'hides it in a block': ['do $$ begin alter table people drop column age; end $$'],
};

const stepOf = (statements: readonly string[], readableBy?: string): Migration => ({
  name: '0002-second',
  ...(readableBy !== undefined && { readableBy }),
  async up(db: Db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

async function breaksOf(make: MakeDatabase, steps: readonly Migration[]): Promise<string[]> {
  const database = openDatabase(await make.location());
  try {
    return await breaksForOlder(database, steps);
  } finally {
    await database.close();
  }
}

eachDatabase('a step that says which older versions still work on its result', (make) => {
  test('only adds, in the whole history of the schema', async () => {
    expect(await breaksOf(make, migrations)).toEqual([]);
  });

  test.each(Object.entries(additions))('may add %s', async (_, statements) => {
    expect(await breaksOf(make, [first, stepOf(statements, '0.2.0')])).toEqual([]);
  });

  const all = make.dialect === 'postgres' ? { ...changes, ...changesOfPostgres } : changes;
  test.each(Object.entries(all))('is refused when it %s', async (_, statements) => {
    expect(await breaksOf(make, [first, stepOf(statements, '0.2.0')])).not.toEqual([]);
  });

  test('is the only one that is held to it', async () => {
    expect(await breaksOf(make, [first, stepOf(['drop table people'])])).toEqual([]);
  });

  test('names a version', async () => {
    expect(await breaksOf(make, [first, stepOf([], 'soon')])).toEqual(['0002-second: "soon" is no version']);
  });

  test('would be refused if one of the steps so far said so that changes something', async () => {
    const said = migrations.map((step) => ({ ...step, readableBy: '0.2.0' }));
    const found = await breaksOf(make, said);
    expect(found.some((one) => one.startsWith('0016-codes-by-attempt: '))).toBe(true);
    expect(
      found.some((one) => one.startsWith('0019-foreign-key-indexes: ')),
      'indexes alone',
    ).toBe(false);
  });
});
