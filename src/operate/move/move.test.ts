import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyPostgres, copySchemaTo } from '../../../test/support/databases.ts';
import {
  type ExactDatabase,
  openDatabase,
  openExactPostgres,
  openExactSqlite,
  type TableLayout,
} from '../../kit/db/index.ts';
import { sealSecret } from '../../kit/sealed-secret.ts';
import { checkOf } from '../../people/installation/index.ts';
import { findMoveInTheWay, findSealed, moveData, movedTables, reopen, survey } from './index.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
let folder: string;
let url: string;
let tables: TableLayout[];

const fileOf = (name: string) => join(folder, `${name}.sqlite`);
const names = { source: 'here', target: 'there' };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-move-'));
  const postgres = await copyPostgres();
  url = postgres.location.url;
  cleanUps.push(() => rm(folder, { recursive: true }), postgres.remove);
  for (const name of ['source', 'back']) await copySchemaTo(fileOf(name));
  const exact = openExactSqlite(fileOf('source'));
  tables = movedTables(exact.layout());
  await exact.close();
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Both are closed when `work` is over. */
async function between<Result>(
  open: readonly (() => Promise<ExactDatabase> | ExactDatabase)[],
  work: (source: ExactDatabase, target: ExactDatabase) => Promise<Result>,
): Promise<Result> {
  const opened: ExactDatabase[] = [];
  try {
    for (const one of open) opened.push(await one());
    const [source, target] = opened;
    if (!source || !target) throw new Error('There are two.');
    return await work(source, target);
  } finally {
    for (const database of opened) await database.close();
  }
}

const sqlite = (name: string) => () => openExactSqlite(fileOf(name));
const postgres = () => openExactPostgres(url);

const move = (open: Parameters<typeof between>[0], more: Partial<Parameters<typeof moveData>[0]> = {}) =>
  between(open, (source, target) =>
    moveData({ source, target, tables, names, dryRun: false, now: 1_700_000_000_000, ...more }),
  );

const texts = [
  '',
  ' ',
  "it's",
  '"quoted", {braces}, \\backslash\\',
  'NULL',
  'line\nend\r\ttab',
  '{"nul":"\\u0000","lone":"\\ud800"}',
  '李小龙 🦊 e\u0301',
  '\u{10FFFF}\uFFFD\uFEFF',
  '\u0001\u007F',
  'x'.repeat(70_000),
];
const wholes = {
  bigint: [2n ** 63n - 1n, -(2n ** 63n), 0n, -1n],
  integer: [2n ** 31n - 1n, -(2n ** 31n), 0n, 1n],
};

/** Whether rows of other tables belong to those of this one. */
const isParent = (name: string) => tables.some(({ parents }) => parents.includes(name));

const singular = (name: string) => name.replace(/s$/, '');

/** Fills every table with rows of every kind of value; each belongs to the account, app and grant of its number. */
function fill(file: string, rows: number): void {
  const database = new DatabaseSync(file);
  for (const { name, columns } of tables) {
    const info = database.prepare(`pragma table_info("${name}")`).all();
    const foreign = new Map(
      database
        .prepare(`pragma foreign_key_list("${name}")`)
        .all()
        .map((row) => [row.from, row.table]),
    );
    for (let at = 0; at < rows; at += 1) {
      const values = columns.map(({ name: column, kind }, place) => {
        const { notnull, pk } = info.find((one) => one.name === column) ?? {};
        const parent = foreign.get(column) ?? (column === 'id' && isParent(name) ? name : undefined);
        if (parent !== undefined) return `${singular(String(parent))} ${at}`;
        if (notnull === 0 && pk === 0 && (at + place) % 3 === 0) return null;
        if (kind !== 'text') return pk === 0 ? (wholes[kind][(at + place) % 4] ?? 0n) : BigInt(at);
        // In front, since the key of an index may not be longer than a third of a page of PostgreSQL.
        const text = texts[(at + place) % (isInIndex(database, name, column) ? 10 : 11)] ?? '';
        return `${at}${text}`;
      });
      const places = columns.map(() => '?').join();
      const list = columns.map((column) => `"${column.name}"`).join();
      database.prepare(`insert into "${name}" (${list}) values (${places})`).run(...values);
    }
  }
  database.close();
}

function isInIndex(database: DatabaseSync, table: string, column: string): boolean {
  const indexes = database.prepare(`select name from pragma_index_list('${table}')`).all();
  return indexes.some(({ name }) =>
    database
      .prepare(`select name from pragma_index_info('${String(name)}')`)
      .all()
      .some((one) => one.name === column),
  );
}

/** Everything in a file, read past the code that is tested. */
function dump(file: string): unknown {
  const database = new DatabaseSync(file);
  const all = tables.map(({ name, columns, key }) => {
    const list = columns.map((column) => `hex("${column.name}"), typeof("${column.name}")`).join();
    return database.prepare(`select ${list} from "${name}" order by ${key.join()}`).all();
  });
  database.close();
  return all;
}

test('to PostgreSQL and back keeps every value of every table', { timeout: 60_000 }, async () => {
  fill(fileOf('source'), 45);
  const before = dump(fileOf('source'));
  expect(await move([sqlite('source'), postgres])).toMatchObject({
    outcome: 'moved',
    resumed: false,
    survey: { accounts: { rows: 45 } },
  });
  expect(dump(fileOf('source'))).toEqual(before);
  expect(await move([postgres, sqlite('back')])).toMatchObject({ outcome: 'moved' });
  expect(dump(fileOf('back'))).toEqual(before);
});

test('a dry run counts and writes nothing, on neither side', async () => {
  fill(fileOf('source'), 3);
  const result = await move([sqlite('source'), postgres], { dryRun: true });
  expect(result).toMatchObject({
    outcome: 'would-move',
    survey: { accounts: { rows: 3 }, totp: { rows: 3 } },
  });
  await between([sqlite('source'), postgres], async (source, target) => {
    for (const side of [source, target]) expect(await side.run('select * from moves')).toEqual([]);
    expect((await survey(target, tables)).accounts).toEqual({ rows: 0, checksum: '0'.repeat(64) });
  });
});

test('what PostgreSQL cannot hold is named with its row, before anything is copied', async () => {
  fill(fileOf('source'), 2);
  const database = new DatabaseSync(fileOf('source'));
  const spoil = (sql: string, ...values: (string | number)[]) => database.prepare(sql).run(...values);
  spoil("update accounts set data = ? where id = 'account 0'", '{"a":"\0"}');
  spoil("update accounts set username = cast(x'ff41' as text) where id = 'account 1'");
  spoil("update passwords set hash = x'00' where account_id = 'account 0'");
  spoil("update sessions set created_at = 1.5 where account_id = 'account 0'");
  spoil("update sessions set created_at = 'soon' where account_id = 'account 1'");
  spoil("update passwords set weak = ? where account_id = 'account 1'", 2 ** 40);
  database.exec('pragma foreign_keys = off');
  spoil("update totp set account_id = 'nobody' where account_id = 'account 0'");
  database.close();
  for (const dryRun of [true, false]) {
    const result = await move([sqlite('source'), postgres], { dryRun });
    if (result.outcome !== 'unfit') throw new Error(result.outcome);
    const said = result.named.map(({ where, reason }) => `${where}: ${reason}`);
    expect(result.count).toBe(7);
    expect(said).toEqual(
      expect.arrayContaining([
        "accounts id=account 0: data has a NUL character, which PostgreSQL can't store",
        "accounts id=account 1: username isn't UTF-8",
        "passwords account_id=account 0: hash isn't text",
        "passwords account_id=account 1: weak doesn't fit in 32 bits",
        expect.stringMatching(/^sessions id=.*: created_at isn't a whole number$/s),
        expect.stringMatching(/^totp rowid=\d+: refers to a row of accounts that doesn't exist$/),
      ]),
    );
  }
  await between([sqlite('source'), postgres], async (_source, target) => {
    expect((await survey(target, tables)).accounts?.rows).toBe(0);
  });
});

test('cut off anywhere it goes on, and a source that changed meanwhile is copied anew', {
  timeout: 60_000,
}, async () => {
  fill(fileOf('source'), 5);
  const cutOff = async (after: number) => {
    let pages = 0;
    const onProgress = (phase: string) => {
      pages += phase === 'copying' ? 1 : 0;
      if (pages > after) throw new Error('the power is gone');
    };
    await expect(move([sqlite('source'), postgres], { onProgress })).rejects.toThrow('the power is gone');
  };
  for (const pages of [0, 1, 3, 6]) await cutOff(pages);
  await between([sqlite('source'), postgres], async (source, target) => {
    expect(await source.run('select role, state from moves')).toEqual([{ role: 'source', state: 'begun' }]);
    expect(await target.run('select role, state from moves')).toEqual([{ role: 'target', state: 'begun' }]);
  });
  const database = new DatabaseSync(fileOf('source'));
  database.exec(
    "update accounts set data = 'changed' where id = 'account 2'; delete from accounts where id = 'account 3'",
  );
  database.close();
  await cutOff(4);
  const copied: number[] = [];
  const onProgress = (phase: string, done: number) => void (phase === 'copying' && copied.push(done));
  expect(await move([sqlite('source'), postgres], { onProgress })).toMatchObject({
    outcome: 'moved',
    resumed: true,
  });
  expect(copied[0]).toBeGreaterThan(0);
  await move([postgres, sqlite('back')]);
  expect(dump(fileOf('back'))).toEqual(dump(fileOf('source')));
});

test('a row that was changed or lost in the target is found, and the next run mends it', {
  timeout: 60_000,
}, async () => {
  fill(fileOf('source'), 4);
  for (const harm of ["update events set address = 'x' where id like '1%'", 'delete from trail_parts']) {
    const result = await between([sqlite('source'), postgres], (source, target) =>
      moveData({
        source,
        target: { ...target, pages: (...args) => harmed(target, harm, args) },
        tables,
        names,
        dryRun: false,
        now: 1,
      }),
    );
    expect(result).toMatchObject({
      outcome: 'differs',
      tables: [harm.includes('events') ? 'events' : 'trail_parts'],
    });
  }
  expect(await move([sqlite('source'), postgres])).toMatchObject({ outcome: 'moved' });
});

async function* harmed(target: ExactDatabase, harm: string, args: Parameters<ExactDatabase['pages']>) {
  await target.run(harm);
  yield* target.pages(...args);
}

test('a target with data, or begun by another source, is refused and stays as it is', async () => {
  fill(fileOf('source'), 2);
  fill(fileOf('back'), 1);
  expect(await move([postgres, sqlite('back')])).toMatchObject({ outcome: 'target-in-use' });
  const failing = { onProgress: (phase: string) => void (phase === 'comparing' && fail()) };
  await expect(move([sqlite('source'), postgres], failing)).rejects.toThrow('cut off');
  expect(await move([postgres, sqlite('back')])).toEqual({ outcome: 'source-unfinished', peer: 'here' });
  expect(await move([sqlite('back'), postgres])).toEqual({
    outcome: 'target-in-use',
    reason: "A move from here to it hasn't finished.",
  });
  expect(await move([sqlite('source'), postgres])).toMatchObject({ outcome: 'moved', resumed: true });
  expect(await move([sqlite('back'), postgres])).toMatchObject({ outcome: 'target-in-use' });
});

function fail(): never {
  throw new Error('cut off');
}

test('neither side is served before both are equal; then the target is, and a reopened source', async () => {
  fill(fileOf('source'), 2);
  const inTheWay = async (location: Parameters<typeof openDatabase>[0]) => {
    const database = openDatabase(location);
    const found = await findMoveInTheWay(database.db);
    await database.close();
    return found?.reason;
  };
  const there = { url, poolSize: 1 };
  const here = { file: fileOf('source') };
  const failing = { onProgress: (phase: string) => void (phase === 'comparing' && fail()) };
  await expect(move([sqlite('source'), postgres], failing)).rejects.toThrow();
  expect([await inTheWay(here), await inTheWay(there)]).toEqual([undefined, 'being-filled']);
  await move([sqlite('source'), postgres]);
  expect([await inTheWay(here), await inTheWay(there)]).toEqual(['moved', undefined]);
  expect(await move([sqlite('source'), postgres])).toMatchObject({ outcome: 'moved-before' });
  expect(await move([sqlite('source'), postgres], { tables })).toMatchObject({ outcome: 'moved-before' });
  await between([sqlite('source'), postgres], async (source) => {
    const options = { now: 0, dryRun: true };
    expect(await reopen(source, options)).toMatchObject({ accounts: 2, peer: 'there' });
    expect(await reopen(source, { ...options, dryRun: false })).toMatchObject({ movedAt: 1_700_000_000_000 });
    expect(await reopen(source, options)).toBeUndefined();
  });
  expect(await inTheWay(here)).toBeUndefined();
});

test('a database that somebody has open is refused', { timeout: 30_000 }, async () => {
  fill(fileOf('source'), 1);
  const held = [openDatabase({ file: fileOf('source') }), openDatabase({ url, poolSize: 1 })];
  try {
    for (const { db } of held) {
      await db.selectFrom('accounts').select('id').execute();
    }
    expect(() => openExactSqlite(fileOf('source'))).toThrow('open');
    await expect(openExactPostgres(url)).rejects.toThrow('Latchkey has');
  } finally {
    for (const database of held) await database.close();
  }
  const source = openExactSqlite(fileOf('source'));
  expect(() => openDatabase({ file: fileOf('source') })).toThrow();
  await source.close();
});

test('a server that comes to the source on the way keeps it from being marked', {
  timeout: 60_000,
}, async () => {
  fill(fileOf('source'), 1);
  await move([sqlite('source'), postgres]);
  await between([postgres, sqlite('back')], async (source, target) => {
    const server = openDatabase({ url, poolSize: 1 });
    const askForAccounts = () => server.db.selectFrom('accounts').select('id').execute();
    await askForAccounts();
    const options = { source, target, tables, names, dryRun: false, now: 1 };
    await expect(moveData(options)).rejects.toThrow('Latchkey has 1 open connection to it.');
    await askForAccounts();
    expect(await findMoveInTheWay(server.db)).toBeUndefined();
    await server.close();
  });
  expect(await move([postgres, sqlite('back')])).toMatchObject({ outcome: 'moved', resumed: true });
});

test('what only opens under the secret key or with the pepper is found, and what does not', async () => {
  fill(fileOf('source'), 2);
  const right = 'the secret key of the server, long enough';
  const database = new DatabaseSync(fileOf('source'));
  const [key, mail, signingKey] = [
    sealSecret(right, { purpose: 'totp', owner: 'account 0' }, Buffer.from('key')),
    sealSecret(right, { purpose: 'mail', owner: 'mail' }, Buffer.from('mail')),
    sealSecret(right, { purpose: 'signing-key', owner: 'kid' }, Buffer.from('{}')),
  ];
  database.exec(
    'delete from secret_checks; delete from audit_head where rowid > 1; update audit_head set seq = 9',
  );
  database.prepare("insert into secret_checks values ('secretKey', ?)").run(checkOf(right));
  database.prepare("update totp set secret = ? where account_id = 'account 0'").run(key);
  database.exec("delete from totp where account_id <> 'account 0'; update outbox set sealed = null");
  database.exec('delete from signing_keys where rowid > 1');
  database.prepare("update signing_keys set kid = 'kid', sealed = ?").run(signingKey);
  database.prepare("update outbox set id = 'mail', sealed = ? where rowid = 1").run(mail);
  database.exec(
    "update passwords set pepper = ''; update passwords set pepper = 'p' where account_id = 'account 1'",
  );
  database.close();
  const find = (secretKey: string, known: string) =>
    between([sqlite('source'), postgres], (source) =>
      findSealed(source, tables, { secretKey, hasItsPepper: ({ pepper }) => pepper === known }),
    );
  const all = { appKeys: 1, mails: 1, signingKeys: 1, peppered: 1, auditRows: 9 };
  expect(await find(right, 'p')).toEqual({
    ...all,
    closed: 0,
    closedMails: 0,
    closedSigningKeys: 0,
    isOtherKey: false,
    otherPepper: 0,
  });
  expect(await find(`${right}!`, 'q')).toEqual({
    ...all,
    closed: 1,
    closedMails: 1,
    closedSigningKeys: 1,
    isOtherKey: true,
    otherPepper: 1,
  });
});
