import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, test } from 'vitest';
import { CookieJar } from '../support/cookie-jar.ts';
import { eachMovePlaces } from '../support/move-places.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';
import { totpCode } from '../support/totp-codes.ts';
import { auditedIn, run } from './command-line.ts';
import { play } from './transcript.ts';

const password = 'four unrelated words here';
const program = fileURLToPath(new URL('../../bin/latchkey.js', import.meta.url));
const places = eachMovePlaces();

test('used wrongly', { timeout: 60_000 }, () => {
  play(
    `
    $ latchkey move
    ! The target of the move is missing.
    ! Set --to, --to-file or LATCHKEY_MOVE_TO.
    exit 2
    $ latchkey move --to postgres://me:secret@db.example.com/latchkey
    ! --to contains a password, which other users of this machine can read.
    ! Set LATCHKEY_MOVE_TO instead, or write the URL to a file and use --to-file.
    exit 2
    $ latchkey move --to postgres://me:s/e@c@db.example.com/latchkey
    ! --to contains a password, which other users of this machine can read.
    ! Set LATCHKEY_MOVE_TO instead, or write the URL to a file and use --to-file.
    exit 2
    $ latchkey move --to postgres://me@db.example.com/latchkey?password=secret
    ! --to contains a password, which other users of this machine can read.
    ! Set LATCHKEY_MOVE_TO instead, or write the URL to a file and use --to-file.
    exit 2
    $ LATCHKEY_MOVE_TO=postgres://db/x latchkey move --to-file url.txt
    ! The target was given more than once.
    ! Use only one of --to, --to-file or LATCHKEY_MOVE_TO.
    exit 2
    $ latchkey move --to mysql://db/x
    ! The target in --to isn't a database URL.
    ! Use postgres://user@host:5432/database or sqlite:FOLDER.
    exit 2
    $ latchkey move --to sqlite:elsewhere
    ! The data is already in SQLite.
    ! Stop the server and copy its data folder instead.
    exit 2
    $ latchkey move --to-file url.txt
    ! No Latchkey database found: …latchkey-data/latchkey.sqlite.
    ! …
    exit 1
    $ latchkey move --to-file empty.txt
    ! empty.txt is empty.
    ! Write the URL of the target to it.
    exit 2
    $ latchkey move --reopen --to postgres://db/x
    ! --reopen can't be used with a target.
    ! Leave out --to and --to-file.
    exit 2
  `,
    { files: { 'url.txt': 'postgres://me:secret@127.0.0.1:1/x\n', 'empty.txt': '\n' } },
  );
});

async function tablesIn(database: string): Promise<number> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  const { rows } = await client.query("select 1 from pg_class where relnamespace = 'public'::regnamespace");
  await client.end();
  return rows.length;
}

/** Sends JSON with the cookies of a browser, and keeps what comes back. */
async function send(server: RunningServer, jar: CookieJar, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(jar.header && { cookie: jar.header }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  jar.take(answer);
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, never> };
}

test('who was signed in still is, and a login half-way goes on, there and back again', {
  timeout: 180_000,
}, async () => {
  const { folder, url } = places;
  const dataDir = join(folder, 'data');
  const newDir = join(folder, 'new');
  const here = { LATCHKEY_DATA_DIR: dataDir };
  const atStart = { dataDir, cwd: folder };
  let server = await startLatchkey(atStart);
  const self = new CookieJar();
  const other = new CookieJar();
  const third = new CookieJar();
  const secret: string = await (async () => {
    await send(server, self, 'POST', '/api/register', { username: 'anna', password });
    return (await send(server, self, 'POST', '/api/me/totp')).body.secret ?? '';
  })();
  const confirmed = await send(server, self, 'POST', '/api/me/totp/confirm', {
    code: totpCode(secret, Date.now()),
  });
  const [recoveryCode] = (confirmed.body.recoveryCodes ?? []) as string[];
  expect(recoveryCode).toBeDefined();
  const begin = async (jar: CookieJar) => {
    const { body } = await send(server, jar, 'POST', '/api/login', { username: 'anna', password });
    expect(body.status).toBe('more');
    return String(body.attempt);
  };
  const [first, second] = [await begin(other), await begin(third)];
  const refused = await run(['move'], { ...here, LATCHKEY_MOVE_TO: url });
  expect(refused).toMatchObject({ exitCode: 1, out: '' });
  expect(refused.err).toMatch(/is in use\. .*\nStop every server/);
  await server.stop();

  const secretFile = join(folder, 'url');
  writeFileSync(secretFile, `${url}\n`, { mode: 0o600 });
  const tried = await run(['move', '--to-file', secretFile, '--dry-run'], here);
  expect(tried.out).toMatch(/^Everything can be moved: \d+ rows of \d+ tables from .+ to PostgreSQL at /);
  expect(await tablesIn(url), 'the dry run leaves nothing behind').toBe(0);
  const moved = await run(['move', '--to-file', secretFile], here);
  expect(moved.out).toMatch(/^Moved \d+ rows .+Both sides are identical\./);
  expect(moved.out).toContain('secretKey: decrypts 1 authenticator app key\n');
  expect(tried.out + moved.out + moved.err).not.toContain(new URL(url).password);

  const inTheWay = /This data was moved to PostgreSQL at \S+ on \d{4}-\d\d-\d\d\.\s+Use the new database/;
  await expect(startLatchkey(atStart)).rejects.toThrow(inTheWay);
  expect((await run(['accounts', 'list'], here)).err).toMatch(inTheWay);
  expect((await run(['accounts', 'import', '-'], here, '{}')).err).toMatch(inTheWay);

  const there = {
    LATCHKEY_DATABASE_URL: url,
    LATCHKEY_SECRET_KEY: readFileSync(join(dataDir, 'secret.key'), 'utf8').trim(),
  };
  server = await startLatchkey({ command: 'dev', env: there });
  expect((await send(server, self, 'GET', '/api/session')).status).toBe(200);
  const code = totpCode(secret, Date.now(), 1);
  expect((await send(server, other, 'POST', `/api/login/${first}/totp`, { code })).status).toBe(200);
  await server.stop();

  const wrongKey = { ...there, LATCHKEY_SECRET_KEY: 'Zb4kW9xQm2RtYv7NcPd5HsJ8LgFa3UeX' };
  expect((await run(['move', '--to', `sqlite:${newDir}`], wrongKey)).err).toMatch(
    /The secret key can't decrypt 1 of 1 authenticator app keys/,
  );
  expect(existsSync(join(newDir, 'secret.key'))).toBe(false);
  const back = await run(['move', '--to', `sqlite:${newDir}`], there);
  expect(back).toMatchObject({ exitCode: 0, out: expect.stringContaining('are identical') });
  expect(statSync(join(newDir, 'secret.key')).mode & 0o777).toBe(0o600);
  await expect(startLatchkey({ command: 'dev', env: there })).rejects.toThrow(
    `This data was moved to ${join(newDir, 'latchkey.sqlite')} on`,
  );
  server = await startLatchkey({ dataDir: newDir });
  for (const jar of [self, other]) expect((await send(server, jar, 'GET', '/api/session')).status).toBe(200);
  const last = await send(server, third, 'POST', `/api/login/${second}/recovery-code`, {
    code: recoveryCode,
  });
  expect(last.status).toBe(200);
  await server.stop();

  expect(auditedIn(newDir).at(-1), 'each move is in the audit log of where the data went').toEqual([
    ...['data-moved', 'latchkey move', null],
  ]);

  const reopened = await run(['move', '--reopen'], here);
  expect(reopened.out).toMatch(/^Reopened .+ as it was .+\nIt contains 1 account, 1 valid session and/);
  server = await startLatchkey(atStart);
  await server.stop();
});

/** Starts a move and ends it with SIGKILL some milliseconds after a line of its progress. */
async function killedAfter(line: string, milliseconds: number, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [program, 'move'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (!said.includes(line) && (said + text).includes(line)) {
      setTimeout(() => child.kill('SIGKILL'), milliseconds);
    }
    said += text;
  });
  await ended;
  return child.signalCode === 'SIGKILL';
}

test('killed ten times on the way, it ends with nothing lost and nothing doubled', {
  timeout: 240_000,
}, async () => {
  const { folder, url } = places;
  const env = { LATCHKEY_DATA_DIR: folder, LATCHKEY_MOVE_TO: url };
  await run(['migrate'], env);
  const file = new DatabaseSync(join(folder, 'latchkey.sqlite'));
  file.exec(`insert into events (id, at, type, address, device, detail)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 60000)
    select printf('%08d', i), i, 'login-failed', '203.0.113.7', 'curl', hex(randomblob(100)) from n`);
  file.close();
  let kills = 0;
  for (let time = 0; time < 10; time += 1) {
    const line = ['Reading the source', 'Copying', 'Copying', 'Copying', 'Comparing with'][time % 5] ?? '';
    kills += (await killedAfter(line, [0, 60, 150][time % 3] ?? 0, env)) ? 1 : 0;
  }
  expect(kills).toBeGreaterThanOrEqual(8);
  const { exitCode, out } = await run(['move'], env);
  expect({ exitCode, out }).toEqual({
    exitCode: 0,
    out: expect.stringMatching(/(are identical|already moved to)/),
  });

  const back = join(folder, 'back');
  const there = { LATCHKEY_DATABASE_URL: url, LATCHKEY_SECRET_KEY: 'q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT' };
  expect((await run(['move', '--to', `sqlite:${back}`], there)).exitCode).toBe(0);
  const [before, after] = [folder, back].map((one) => {
    const database = new DatabaseSync(join(one, 'latchkey.sqlite'));
    const rows = database.prepare('select * from events order by id').all();
    database.close();
    return rows;
  });
  expect(after).toEqual(before);
  expect(after).toHaveLength(60_000);
});
