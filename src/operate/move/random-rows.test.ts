import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshPostgres } from '../../../test/support/databases.ts';
import {
  type ExactDatabase,
  migrate,
  openDatabase,
  openExactPostgres,
  openExactSqlite,
  type TableLayout,
} from '../../kit/db/index.ts';
import { migrations } from '../../migrations/index.ts';
import { moveData, movedTables } from './index.ts';

type Cell = bigint | Uint8Array | null;
type Row = readonly Cell[];

const cleanUps: (() => Promise<unknown>)[] = [];
let folder: string;
let url: string;
let tables: readonly TableLayout[];

const fileOf = (name: string) => join(folder, `${name}.sqlite`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-move-'));
  const postgres = await freshPostgres();
  url = postgres.location.url;
  cleanUps.push(() => rm(folder, { recursive: true }), postgres.remove);
  for (const place of [{ file: fileOf('source') }, { file: fileOf('back') }, { url, poolSize: 1 }]) {
    const database = openDatabase(place);
    await migrate(database, migrations, 0);
    await database.close();
  }
  const exact = openExactSqlite(fileOf('source'));
  tables = movedTables(exact.layout());
  await exact.close();
});

afterAll(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** How SQLite declares a column, as far as values depend on it. */
interface Rules {
  readonly isKey: boolean;
  readonly isNullable: boolean;
  /** The table that the column names a row of, which may be its own. */
  readonly parent: string | undefined;
}

function rulesOf(database: DatabaseSync, table: string): Map<string, Rules> {
  const foreign = database
    .prepare(`select "from" as name, "table" as parent from pragma_foreign_key_list('${table}')`)
    .all();
  const columns = database.prepare(`select name, pk, "notnull" as needed from pragma_table_info('${table}')`);
  return new Map(
    columns.all().map(({ name, pk, needed }) => {
      const own = name === 'id' && tables.some(({ parents }) => parents.includes(table)) ? table : undefined;
      const parent = foreign.find((one) => one.name === name)?.parent ?? own;
      return [
        String(name),
        {
          isKey: pk !== 0,
          isNullable: pk === 0 && needed === 0,
          parent: parent === undefined ? undefined : String(parent),
        },
      ];
    }),
  );
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const ordinary = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
  fc.json().map((json) => json.replaceAll('\0', '\\u0000')),
  fc.constantFrom('', '\\u0000', '{"nul":"\\u0000"}', '\u{10FFFF}\uFFFD\uFEFF', "'; --", '\\N', 'NULL', '{}'),
);
const text = ordinary.map((one) => bytesOf(one.replaceAll('\0', '\uFFFD')));
/** What SQLite keeps in a text and PostgreSQL can't, mostly. */
const bytes = fc.oneof(fc.uint8Array({ maxLength: 20 }), ordinary.map(bytesOf), fc.constant(bytesOf('a\0b')));
const whole = (bits: 32 | 64) => {
  const [min, max] = [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n];
  return fc.oneof(
    fc.bigInt({ min, max }),
    fc.constantFrom(min, max, min + 1n, max - 1n, 0n, -1n, 2n ** 31n % max),
  );
};

/** Rows for every table. Where `odd`, also values that PostgreSQL can't hold, though none in a key. */
const drawn = (odd: boolean): fc.Arbitrary<Map<string, Row[]>> => {
  const database = new DatabaseSync(fileOf('source'));
  const rows = tables.map((table) => {
    const rules = rulesOf(database, table.name);
    const cells = table.columns.map(({ name, kind }): fc.Arbitrary<Cell> => {
      const { isNullable = false, isKey = false, parent } = rules.get(name) ?? {};
      const isOdd = odd && !isKey && parent === undefined;
      const oddWhole = kind === 'integer' ? whole(64) : whole(32);
      const value: fc.Arbitrary<bigint | Uint8Array> =
        kind === 'text'
          ? fc.oneof({ arbitrary: text, weight: 40 }, { arbitrary: isOdd ? bytes : text, weight: 1 })
          : fc.oneof(
              { arbitrary: whole(kind === 'integer' ? 32 : 64), weight: 40 },
              { arbitrary: isOdd ? oddWhole : fc.constant(0n), weight: 1 },
            );
      return isNullable ? fc.option(value, { nil: null }) : value;
    });
    return fc.array(fc.tuple(...cells), { maxLength: 6 });
  });
  database.close();
  return fc.tuple(...rows).map((all) => new Map(tables.map(({ name }, at) => [name, all[at] ?? []])));
};

/** A value that is its own in its column, and the same for all rows of one account, app or grant. */
const numbered = (cell: Cell | undefined, at: number): Cell =>
  cell instanceof Uint8Array ? Buffer.concat([cell, bytesOf(`|${at}`)]) : BigInt(at) - 3n;

/** Writes the rows, each text byte by byte as SQLite keeps it, and answers how many values PostgreSQL can't hold. */
function fill(drawing: ReadonlyMap<string, readonly Row[]>): number {
  const database = new DatabaseSync(fileOf('source'));
  let unfit = 0;
  const written = new Map<string, number>();
  for (const { name, columns, key } of tables) {
    const rules = rulesOf(database, name);
    const unique = new Set([...key, ...uniqueColumns(database, name)]);
    const places = columns.map(({ kind }) => (kind === 'text' ? 'cast(? as text)' : '?')).join();
    const insert = database.prepare(
      `insert into "${name}" (${columns.map((column) => `"${column.name}"`).join()}) values (${places})`,
    );
    for (const [at, row] of (drawing.get(name) ?? []).entries()) {
      const parents = [...rules.values()].flatMap(({ parent }) => parent ?? []);
      if (parents.some((parent) => at >= (written.get(parent) ?? 0) && parent !== name)) break;
      const values = columns.map((column, place) => {
        const { parent } = rules.get(column.name) ?? {};
        if (parent !== undefined) return numbered(idOf(drawing, parent, at), at);
        const value = row[place] ?? null;
        return value !== null && unique.has(column.name) ? numbered(value, at) : value;
      });
      insert.run(...values);
      written.set(name, at + 1);
      unfit += values.filter((value, place) => !fits(value, columns[place]?.kind)).length;
    }
  }
  database.close();
  return unfit;
}

/** The ID that was drawn for a row of a table. */
function idOf(drawing: ReadonlyMap<string, readonly Row[]>, name: string, at: number): Cell | undefined {
  const place =
    tables.find((table) => table.name === name)?.columns.findIndex((one) => one.name === 'id') ?? 0;
  return drawing.get(name)?.[at]?.[place];
}

function uniqueColumns(database: DatabaseSync, table: string): string[] {
  const all = database.prepare(
    `select info.name from pragma_index_list('${table}') as list, pragma_index_info(list.name) as info
     where list."unique" = 1`,
  );
  return all.all().map(({ name }) => String(name));
}

function fits(value: Cell, kind: string | undefined): boolean {
  if (value === null) return true;
  if (typeof value === 'bigint') return kind === 'bigint' || BigInt.asIntN(32, value) === value;
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(value).includes('\0');
  } catch {
    return false;
  }
}

/** Every value with its type and its bytes, read past the code that is tested. */
function dump(name: string): unknown {
  const database = new DatabaseSync(fileOf(name));
  const all = tables.map((table) => {
    const list = table.columns.map((column) => `hex("${column.name}"), typeof("${column.name}")`).join();
    return database.prepare(`select ${list} from "${table.name}" order by ${table.key.join()}`).all();
  });
  database.close();
  return all;
}

const sqlite = (name: string) => async () => openExactSqlite(fileOf(name));
const postgres = () => openExactPostgres(url);

async function move(from: () => Promise<ExactDatabase>, to: () => Promise<ExactDatabase>, dryRun = false) {
  const [source, target] = [await from(), await to()];
  try {
    const names = { source: 'here', target: 'there' };
    return await moveData({ source, target, tables, names, dryRun, now: 0 });
  } finally {
    await source.close();
    await target.close();
  }
}

async function empty(): Promise<void> {
  for (const open of [sqlite('source'), sqlite('back'), postgres]) {
    const database = await open();
    for (const name of ['moves', ...tables.map((table) => table.name).reverse()])
      await database.run(`delete from "${name}"`);
    await database.close();
  }
}

test('rows drawn at random over every table are the same in PostgreSQL and back again', {
  timeout: 120_000,
}, async () => {
  let rows = 0;
  await fc.assert(
    fc.asyncProperty(drawn(false), async (drawing) => {
      await empty();
      expect(fill(drawing)).toBe(0);
      const before = dump('source');
      const there = await move(sqlite('source'), postgres);
      expect(there.outcome).toBe('moved');
      expect((await move(postgres, sqlite('back'))).outcome).toBe('moved');
      expect(dump('source')).toEqual(before);
      expect(dump('back')).toEqual(before);
      rows += (before as unknown[][]).flat().length;
    }),
    { numRuns: 8 },
  );
  expect(rows).toBeGreaterThan(50);
});

test('of values drawn at random, those that PostgreSQL cannot hold are all found, and else everything moves', {
  timeout: 120_000,
}, async () => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.oneof(drawn(true), drawn(false)), async (drawing) => {
      await empty();
      const unfit = fill(drawing);
      const before = dump('source');
      const found = await move(sqlite('source'), postgres, true);
      outcomes.add(found.outcome);
      if (unfit > 0) {
        expect(found).toMatchObject({ outcome: 'unfit', count: unfit });
        return;
      }
      expect(found.outcome).toBe('would-move');
      await move(sqlite('source'), postgres);
      await move(postgres, sqlite('back'));
      expect(dump('back')).toEqual(before);
    }),
    { numRuns: 8 },
  );
  expect(outcomes).toEqual(new Set(['unfit', 'would-move']));
});
