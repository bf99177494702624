import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { expect, test } from 'vitest';
import { freshPostgres, pretendOlder } from '../support/databases.ts';
import { eachMovePlaces } from '../support/move-places.ts';
import { environmentOf, run } from './command-line.ts';

const places = eachMovePlaces();

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
  Object.assign(new URL(places.url), change).href;

test('a PostgreSQL target that fails is named with where its URL is set, and never with its password', {
  timeout: 120_000,
}, async () => {
  const { folder, url, cleanUps } = places;
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
    [urlWith({ password: 'wrong' }), `${place} refused the connection (password authentication failed`],
    [urlWith({ password: '' }), `${place} refused the connection (SASL`],
    [urlWith({ pathname: '/nowhere' }), `/nowhere refused the connection (database "nowhere" does not`],
    [urlWith({ search: '?sslmode=require' }), `${place} can't be reached over TLS (`],
    [urlWith({ search: '?sslmode=maybe' }), `${place} can't be used. sslmode in LATCHKEY_MOVE_TO must be`],
    [
      latin.location.url,
      "uses the encoding LATIN1, which can't store every character.\nCreate one with UTF8 (",
    ],
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
      `${place} can't be used. This database was migrated by a newer version of Latchkey`,
      async () => {
        await admin(off);
        await tell(url, "insert into migrations (name, applied_at) values ('9999-newer', 0)");
      },
    ],
    [
      url,
      `The schema of ${place} is older than this version of Latchkey.\nRun "LATCHKEY_DATABASE_URL=… latchkey migrate" first.`,
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
    expect(err).not.toMatch(/database\.url|--data-dir|internal error/);
    expect(err).not.toContain(secret);
    expect(err.trimEnd().split('\n')).toHaveLength(2);
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
    expect(err).toMatch(/^LATCHKEY_MOVE_TO must be a PostgreSQL URL such as .+Percent-encode/);
    expect(err).not.toContain('TheRest');
  }
});

test('a PostgreSQL that is too old is refused with its version and the least one, by every command', {
  timeout: 120_000,
}, async () => {
  const { folder, url } = places;
  const here = { LATCHKEY_DATA_DIR: folder };
  await run(['migrate'], here);
  await run(['migrate'], { LATCHKEY_DATABASE_URL: url });
  await pretendOlder(url, '13.4 (Debian 13.4-1)', 130004);
  const old = 'PostgreSQL 13.4 (Debian 13.4-1) is too old. Latchkey requires PostgreSQL 14 or later.';
  const onOld = environmentOf({ url, poolSize: 1 });
  for (const args of [
    ['dev', '--port', '0'],
    ['migrate'],
    ['accounts', 'list'],
    ['move', '--to', 'sqlite:back'],
  ]) {
    const { exitCode, out, err } = await run(args, onOld);
    expect({ exitCode, out }, args[0]).toEqual({ exitCode: 1, out: '' });
    expect(err, args[0]).toBe(`${old}\nUpdate PostgreSQL, or use another server in database.url.\n`);
  }
  const checked = await run(['config', 'check', '--mode', 'development'], onOld);
  expect(checked).toMatchObject({ exitCode: 1, err: expect.stringContaining(`- ${old}`) });
  for (const args of [['move'], ['move', '--dry-run']]) {
    const { exitCode, out, err } = await run(args, { ...here, LATCHKEY_MOVE_TO: url });
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(/^PostgreSQL at \S+ can't be used\. /);
    expect(err).toContain(`${old}\nUpdate PostgreSQL, or use another server in LATCHKEY_MOVE_TO.`);
  }
});

test('a PostgreSQL of the least version is taken', { timeout: 60_000 }, async () => {
  const { url } = places;
  await pretendOlder(url, '14.0', 140000);
  const env = environmentOf({ url, poolSize: 1 });
  expect(await run(['migrate'], env)).toMatchObject({ exitCode: 0, err: '' });
  expect(await run(['config', 'check', '--mode', 'development'], env)).toMatchObject({
    exitCode: 0,
    err: '',
  });
});

test('a folder that fails as a target is named, and nothing is left in it', { timeout: 60_000 }, async () => {
  const { folder, url } = places;
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
    ['file', `Can't write to the data folder ${target('file')} (`],
    ['text', `${target('text')}/latchkey.sqlite isn't a SQLite database`],
    ['older', `Run "latchkey migrate --data-dir ${target('older')}" first.`],
    [
      'full',
      `${target('full')}/latchkey.sqlite can't be the target. It already contains data (1 row in events).`,
    ],
    ['other', `${target('other')}/secret.key contains another secret key.`],
    ['key', `Couldn't write the secret key to ${target('key')}/secret.key (EISDIR`],
  ];
  for (const [name, sentence] of targets) {
    const { exitCode, err } = await run(['move', '--to', `sqlite:${target(name)}`], here);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining(sentence) });
    expect(err).not.toMatch(/--data-dir\.|internal error/);
  }
  for (const name of ['text', 'older', 'full'])
    expect(existsSync(join(target(name), 'secret.key'))).toBe(false);
});
