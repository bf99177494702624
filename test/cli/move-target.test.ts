import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshPostgres } from '../support/databases.ts';
import { run } from './command-line.ts';

const cleanUps: (() => unknown)[] = [];
let folder: string;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-move-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = await freshPostgres();
  cleanUps.push(postgres.remove);
  url = postgres.location.url;
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Runs statements on a PostgreSQL database, past Latchkey. */
async function tell(database: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const urlWith = (change: Partial<Pick<URL, 'password' | 'port' | 'pathname' | 'search'>>): string =>
  Object.assign(new URL(url), change).href;

test('a PostgreSQL target that fails is named with where its URL is set, and never with its password', {
  timeout: 120_000,
}, async () => {
  const here = { LATCHKEY_DATA_DIR: folder };
  const { hostname, port, pathname, password: secret } = new URL(url);
  const name = pathname.slice(1);
  const place = `PostgreSQL at ${hostname}:${port}${pathname}`;
  await run(['migrate'], here);
  const latin = await freshPostgres('LATIN1');
  cleanUps.push(latin.remove);
  const readOnly = (state: string) => `alter database ${name} ${state}`;
  const on = readOnly('set default_transaction_read_only = on');
  const off = readOnly('reset default_transaction_read_only');
  const server = urlWith({ pathname: '/postgres' });
  const admin = (...statements: string[]) => tell(server, ...statements);
  const targets: [string, string, (() => Promise<unknown>)?][] = [
    [urlWith({ port: '1' }), `${hostname}:1${pathname} can't be used (connect ECONNREFUSED`],
    [urlWith({ password: 'wrong' }), `${place} refuses the connection (password authentication failed`],
    [urlWith({ password: '' }), `${place} refuses the connection (SASL`],
    [urlWith({ pathname: '/nowhere' }), `/nowhere refuses the connection (database "nowhere" does not`],
    [urlWith({ search: '?sslmode=require' }), `${place} can't be reached over TLS (`],
    [urlWith({ search: '?sslmode=maybe' }), `${place} can't be used. sslmode in LATCHKEY_MOVE_TO must be`],
    [latin.location.url, "has the encoding LATIN1, which can't store every name. Create one with UTF8:"],
    [url, `${place} is read-only (cannot execute CREATE TABLE`, () => admin(on)],
    [
      url,
      `${place} can't be used. "accounts" in this database belongs to another program.`,
      async () => {
        await admin(off);
        await tell(url, 'create table accounts (id integer)');
      },
    ],
    [
      url,
      `${place} is read-only (cannot execute DELETE`,
      async () => {
        await tell(url, 'drop table accounts');
        await run(['migrate'], { LATCHKEY_DATABASE_URL: url });
        await admin(on);
      },
    ],
    [
      url,
      `${place} can't be used. A newer Latchkey has migrated this database`,
      async () => {
        await admin(off);
        await tell(url, "insert into migrations (name, applied_at) values ('9999-newer', 0)");
      },
    ],
    [
      url,
      `The schema of ${place} is older than this Latchkey. Run "LATCHKEY_DATABASE_URL=… latchkey migrate" first.`,
      () => tell(url, "delete from migrations where name > '0019'"),
    ],
  ];
  for (const [target, sentence, prepare] of targets) {
    await prepare?.();
    const begin = performance.now();
    const env = { ...here, LATCHKEY_MOVE_TO: target };
    const dry = await run(['move', '--dry-run'], env);
    const { exitCode, out, err } = await run(['move'], env);
    expect({ exitCode, out, err }).toEqual({ exitCode: 1, out: '', err: expect.stringContaining(sentence) });
    expect(dry.err).toBe(err);
    expect(err).not.toMatch(/database\.url|--data-dir|fault of its own/);
    expect(err).not.toContain(secret);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    // A connection that failed and stays open would hold the process up for a minute.
    expect(performance.now() - begin).toBeLessThan(40_000);
  }
  const file = join(folder, 'target');
  writeFileSync(file, urlWith({ port: '1' }));
  const remedies: [string[], string][] = [
    [['--to-file', file], `Check ${file} (--to-file) and that PostgreSQL is running.`],
    [['--to', `postgres://me@${hostname}:1/x`], 'Check --to and that PostgreSQL is running.'],
  ];
  for (const [args, remedy] of remedies) {
    expect((await run(['move', ...args], here)).err).toContain(remedy);
  }
  for (const raw of ['12/TheRest', '12?TheRest', '12#TheRest', '12%TheRest', 'a@b/TheRest']) {
    const { exitCode, err } = await run(['move'], { ...here, LATCHKEY_MOVE_TO: `postgres://u:${raw}@db/x` });
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^LATCHKEY_MOVE_TO must be a PostgreSQL URL: .+percent-encode/);
    expect(err).not.toContain('TheRest');
  }
});

test('a folder that fails as a target is named, and nothing is left in it', { timeout: 60_000 }, async () => {
  const here = { LATCHKEY_DATABASE_URL: url, LATCHKEY_SECRET_KEY: 'q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT' };
  await run(['migrate'], here);
  const target = (name: string) => join(folder, name);
  const make = async (name: string, change: string) => {
    await run(['migrate'], { LATCHKEY_DATA_DIR: target(name) });
    const database = new DatabaseSync(join(target(name), 'latchkey.sqlite'));
    database.exec(change);
    database.close();
  };
  writeFileSync(target('file'), '');
  mkdirSync(join(target('key'), 'secret.key'), { recursive: true });
  mkdirSync(target('other'));
  writeFileSync(join(target('other'), 'secret.key'), 'Zb4kW9xQm2RtYv7NcPd5HsJ8LgFa3UeX\n');
  mkdirSync(target('text'));
  writeFileSync(join(target('text'), 'latchkey.sqlite'), 'This is a text, and it is no database at all.\n');
  await make('older', "delete from migrations where name > '0019'");
  await make(
    'full',
    "insert into events (id, at, type, address, device, detail) values ('1', 1, 'x', '', '', '')",
  );
  const targets: [string, string][] = [
    ['file', `The data folder ${target('file')} cannot be written`],
    ['text', `${target('text')}/latchkey.sqlite is no SQLite database`],
    ['older', `Run "latchkey migrate --data-dir ${target('older')}" first.`],
    [
      'full',
      `${target('full')}/latchkey.sqlite can't be the target. It already holds data (1 row in events).`,
    ],
    ['other', `There is another secret key in ${target('other')}/secret.key.`],
    ['key', `The secret key can't be kept in ${target('key')}/secret.key (EISDIR`],
  ];
  for (const [name, sentence] of targets) {
    const { exitCode, err } = await run(['move', '--to', `sqlite:${target(name)}`], here);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining(sentence) });
    expect(err).not.toMatch(/--data-dir\.|fault of its own/);
  }
  for (const name of ['text', 'older', 'full'])
    expect(existsSync(join(target(name), 'secret.key'))).toBe(false);
});
