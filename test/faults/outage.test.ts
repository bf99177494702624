import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goodPassword } from '../support/names.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

const environment = {
  LATCHKEY_SECRET_KEY: 'a-key-of-the-tests-that-every-process-shares',
  LATCHKEY_HASH_MEMORY: '8',
  LATCHKEY_HASH_ITERATIONS: '1',
};

describe('when PostgreSQL goes away', () => {
  let postgres: PostgresServer;
  let server: RunningServer;
  let token = '';

  beforeAll(async () => {
    postgres = await startPostgres();
    server = await startLatchkey({ env: { ...environment, LATCHKEY_DATABASE_URL: postgres.url } });
    token = await register('before');
  });
  afterAll(async () => {
    await server?.stop();
    await postgres?.stop();
  });

  const send = (method: string, path: string, body?: unknown) =>
    fetch(server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  async function register(username: string): Promise<string> {
    const answer = await send('POST', '/api/register', {
      username,
      password: goodPassword,
      transport: 'bearer',
    });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { token: string }).token;
  }

  async function expectBusy() {
    const requests = [
      ['GET', '/api/session'],
      ['POST', '/api/login', { username: 'before', password: goodPassword }],
      ['POST', '/api/register', { username: 'during', password: goodPassword }],
      ['PUT', '/api/me/data', { lost: true }],
      ['DELETE', '/api/me', { password: goodPassword }],
    ] as const;
    const answers = await Promise.all(requests.map(([method, path, body]) => send(method, path, body)));
    for (const [at, answer] of answers.entries()) {
      expect(answer.status, requests[at]?.join(' ')).toBe(503);
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(((await answer.json()) as { code: string }).code).toBe('busy');
    }
    const page = await fetch(`${server.url}/account`, {
      headers: { accept: 'text/html', cookie: `latchkey=lks_${'x'.repeat(43)}` },
    });
    expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    const withPanel = await fetch(server.url, {
      headers: { accept: 'text/html', cookie: 'latchkey-trail=att_7k3mq2xv9d4t' },
    });
    expect([withPanel.status, withPanel.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    for (const [method, path] of [
      ['GET', '/login?username=before&password=b'],
      ['POST', '/register?username=during&password=b'],
    ] as const) {
      const text = await fetch(server.url + path, { method });
      expect([text.status, text.headers.get('retry-after'), await text.text()]).toEqual([
        503,
        '5',
        "The database isn't answering. Try again in a few seconds.",
      ]);
    }
    const ready = await send('GET', '/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'unavailable', reason: expect.stringContaining('database') },
    ]);
    expect((await send('GET', '/healthz')).status).toBe(200);
  }

  async function expectServing(name: string) {
    await expect.poll(async () => (await send('GET', '/readyz')).status, { timeout: 20_000 }).toBe(200);
    expect((await send('GET', '/api/session')).status).toBe(200);
    expect(await (await send('GET', '/api/me/data')).text()).toBe('{}');
    await register(name);
  }

  test('V16.5.2 requests are answered 503 busy, /readyz says why, and all is well when it is back, without a restart', async () => {
    await postgres.crash();
    await expectBusy();
    await postgres.start();
    await expectServing('after-a-crash');
    expect(server.output()).not.toMatch(/uncaught|unhandled/i);
  });

  test('a database that turns read-only, as after a failover, is 503 busy with its cause, and recovers by itself', async () => {
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    const change = async (...statements: string[]) => {
      for (const statement of [
        'set default_transaction_read_only = off',
        ...statements,
        'select pg_reload_conf()',
      ]) {
        await admin.query(statement);
      }
    };
    const connections = async () => {
      const { rows } = await admin.query<{ pid: number }>(
        "select pid from pg_stat_activity where application_name = 'latchkey'",
      );
      return rows.map(({ pid }) => pid);
    };
    const before = await connections();
    await change('alter system set default_transaction_read_only = on');
    try {
      await expect.poll(async () => (await send('GET', '/readyz')).status, { timeout: 10_000 }).toBe(503);
      expect(await (await send('GET', '/readyz')).json()).toEqual({
        status: 'unavailable',
        reason: 'The database is read-only.',
      });
      for (const [path, body] of [
        ['/api/register', { username: 'meanwhile', password: goodPassword }],
        ['/api/login', { username: 'before', password: goodPassword }],
      ] as const) {
        const answer = await send('POST', path, body);
        expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'busy']);
      }
      expect((await send('GET', '/healthz')).status).toBe(200);
      expect(await (await send('GET', '/metrics')).text()).toMatch(
        /latchkey_database_failures_total\{cause="read-only"\} [1-9]/,
      );
      expect(server.output()).toContain('Not ready: The database is read-only.');
    } finally {
      await change('alter system reset default_transaction_read_only');
    }
    await expectServing('after-read-only');
    expect(
      (await connections()).filter((pid) => before.includes(pid)),
      'connections from before',
    ).toEqual([]);
    await admin.end();
  });

  test('the same in the middle of a storm of requests, and nobody is answered 500', async () => {
    const statuses: number[] = [];
    let isOver = false;
    const storm = Array.from({ length: 8 }, async (_, at) => {
      for (let count = 0; !isOver; count++) {
        const username = `storm-${at}-${count}`;
        statuses.push((await send('POST', '/api/register', { username, password: goodPassword })).status);
        statuses.push((await send('GET', '/api/session')).status);
      }
    });
    try {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await postgres.crash();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await postgres.start();
      await expect.poll(() => statuses.slice(-4), { timeout: 20_000 }).toContain(201);
    } finally {
      isOver = true;
      await Promise.all(storm);
    }
    expect([...new Set(statuses)].sort()).toEqual([200, 201, 503]);
    await expectServing('after-the-storm');
  });

  test('a database that hangs holds a request for a bounded time, and SIGTERM ends the server within 10 s all the same', async () => {
    const own = await startLatchkey({ env: { ...environment, LATCHKEY_DATABASE_URL: postgres.url } });
    const blocker = new pg.Client({ connectionString: postgres.url });
    await blocker.connect();
    await blocker.query('begin; lock table accounts in access exclusive mode');
    try {
      const hanging = fetch(`${own.url}/api/session`, { headers: { authorization: `Bearer ${token}` } }).then(
        ({ status }) => status,
        () => 0,
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      const begin = performance.now();
      expect(await own.stop()).toBe(0);
      expect(performance.now() - begin).toBeLessThan(12_000);
      expect([0, 503]).toContain(await hanging);
    } finally {
      await blocker.query('rollback');
      await blocker.end();
    }
  });
});

describe('a server that is told to stop', () => {
  test('finishes the request under way, takes no new one, and exits with 0', async () => {
    const server = await startLatchkey({
      env: { LATCHKEY_HASH_MEMORY: '262144', LATCHKEY_HASH_ITERATIONS: '6', LATCHKEY_HASH_CONCURRENCY: '1' },
    });
    const body = JSON.stringify({ username: 'slow', password: goodPassword });
    const headers = { 'content-type': 'application/json' };
    const answer = fetch(`${server.url}/api/register`, { method: 'POST', headers, body });
    const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
    await expect.poll(metrics).toMatch(/^latchkey_password_hashes\{state="running"\} 1$/m);
    process.kill(server.pid, 'SIGTERM');
    process.kill(server.pid, 'SIGTERM');
    expect((await answer).status).toBe(201);
    const begin = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - begin, 'a connection kept open is not waited for').toBeLessThan(3000);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });

  test('SIGINT does the same', async () => {
    const server = await startLatchkey();
    process.kill(server.pid, 'SIGINT');
    expect(await server.stop()).toBe(0);
  });

  test('a client that holds its connection open, or sends half a request, does not hold it up', async () => {
    const server = await startLatchkey();
    const { hostname, port } = new URL(server.url);
    const sockets = [connect(Number(port), hostname), connect(Number(port), hostname)];
    for (const socket of sockets) socket.on('error', () => {});
    sockets[0]?.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    sockets[1]?.write(
      'POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    const begin = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - begin).toBeLessThan(12_000);
    for (const socket of sockets) socket.destroy();
  });
});

test('V13.3.2 the secret key is made once, with mode 0600, also when four servers start at once', async () => {
  const program = new URL('../../src/start/open-database.ts', import.meta.url).href;
  for (let round = 0; round < 3; round++) {
    const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-key-'));
    try {
      const script = `const { loadSecretKey } = await import(${JSON.stringify(program)});
        while (Date.now() < ${Date.now() + 700}) {}
        process.stdout.write(loadSecretKey({ database: { url: '' }, secretKey: '', dataDir: ${JSON.stringify(dataDir)} }));`;
      const starts = Array.from({ length: 4 }, () =>
        promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]),
      );
      const keys = (await Promise.all(starts)).map(({ stdout }) => stdout);
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toMatch(/^[\w-]{43}$/);
      const file = join(dataDir, 'secret.key');
      expect((await readFile(file, 'utf8')).trim()).toBe(keys[0]);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  }
});
