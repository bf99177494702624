import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Db, migrate, openDatabase, openExactSqlite, type TableLayout } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { leftOut, movedTables } from '../../src/operate/move/index.ts';
import { eachDatabase } from '../support/databases.ts';

/** The tables as a move reads them: off an SQLite file. */
async function layoutOfMoves(): Promise<TableLayout[]> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-layout-'));
  try {
    const file = join(folder, 'latchkey.sqlite');
    const database = openDatabase({ file });
    await migrate(database, migrations, 0);
    await database.close();
    const exact = openExactSqlite(file);
    const layout = exact.layout();
    await exact.close();
    return layout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const primaryKeys = {
  sqlite: (table: string) => `select name from pragma_table_info('${table}') where pk > 0 order by pk`,
  postgres: (table: string) =>
    `select a.attname as name from pg_index i cross join unnest(i.indkey) with ordinality as k(n, at)
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.n
     where i.indrelid = '"${table}"'::regclass and i.indisprimary order by k.at`,
};

const parents = {
  sqlite: (table: string) => `select distinct "table" as name from pragma_foreign_key_list('${table}')`,
  postgres: (table: string) =>
    `select distinct confrelid::regclass::text as name from pg_constraint
     where conrelid = '"${table}"'::regclass and contype = 'f'`,
};

const kinds: Readonly<Record<string, string>> = { int4: 'integer', int8: 'bigint' };

async function namesBy(db: Db, query: string): Promise<string[]> {
  const { rows } = await sql.raw<{ name: string }>(query).execute(db);
  return rows.map(({ name }) => name);
}

eachDatabase('the list of tables that a move takes along', (make) => {
  test('is the schema: every table, column and key, none of a kind that it cannot copy', async () => {
    const { db } = await make();
    const tables = await db.introspection.getTables();
    const moved = movedTables(await layoutOfMoves());
    const names = tables.map(({ name }) => name).filter((name) => !leftOut.includes(name));
    expect(moved.map(({ name }) => name).sort()).toEqual(names.sort());
    for (const { name, columns, key, parents: above } of moved) {
      const real = tables.find((table) => table.name === name)?.columns ?? [];
      const types = real.map((column) => {
        const type = column.dataType.toLowerCase();
        return `${column.name} ${kinds[type] ?? type}`;
      });
      expect(types.sort(), name).toEqual(columns.map((column) => `${column.name} ${column.kind}`).sort());
      for (const { kind } of columns) expect(['text', 'integer', 'bigint'], name).toContain(kind);
      expect(key.length, name).toBeGreaterThan(0);
      expect(await namesBy(db, primaryKeys[make.dialect](name)), name).toEqual(key);
      expect((await namesBy(db, parents[make.dialect](name))).sort(), name).toEqual([...above].sort());
    }
  });

  test('begins with the tables that others refer to', async () => {
    const moved = movedTables(await layoutOfMoves());
    for (const [at, { name, parents: above }] of moved.entries()) {
      const before = moved.slice(0, at).map((table) => table.name);
      for (const parent of above) expect(before, name).toContain(parent);
    }
    const circle = [
      { name: 'a', columns: [], key: [], parents: ['b'] },
      { name: 'b', columns: [], key: [], parents: ['a'] },
    ];
    expect(() => movedTables(circle)).toThrow('Tables refer to each other: a, b.');
  });

  test('holds no table that a step of the schema has filled, since a target must be empty', async () => {
    const { db } = await make();
    for (const { name } of movedTables(await layoutOfMoves())) {
      expect((await sql.raw(`select * from "${name}"`).execute(db)).rows, name).toEqual([]);
    }
  });
});
