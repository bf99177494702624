import { afterEach, describe, expect, test } from 'vitest';
import { freshName, goodPassword } from '../support/app.ts';
import { freshPostgres } from '../support/databases.ts';
import { type Pgbouncer, startPgbouncer } from '../support/pgbouncer.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

const environment = {
  LATCHKEY_SECRET_KEY: 'eD2bY0k7u1J4w8Qz5cTnXv9LrHs3MfAgPiOj6KlUqWy',
  LATCHKEY_HASH_MEMORY: '8',
  LATCHKEY_HASH_ITERATIONS: '1',
};

const said = 'A connection pooler mixes up prepared statements';

describe.each(['transaction', 'session'] as const)('behind PgBouncer in %s mode', (mode) => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  async function openPlace(): Promise<Pgbouncer> {
    const { location, remove } = await freshPostgres();
    cleanUps.push(remove);
    const pgbouncer = await startPgbouncer(location.url, mode);
    cleanUps.push(pgbouncer.stop);
    return pgbouncer;
  }

  async function start(pgbouncer: Pgbouncer, env: Record<string, string> = {}): Promise<RunningServer> {
    const server = await startLatchkey({
      env: { ...environment, LATCHKEY_DATABASE_URL: pgbouncer.url, ...env },
    });
    cleanUps.push(() => server.kill9());
    return server;
  }

  /** Registers somebody, comes back with the session, logs in again and saves data: every answer's status. */
  async function wholeLife({ url }: RunningServer): Promise<number[]> {
    const username = freshName(`${mode}-${process.pid}`);
    const send = (method: string, path: string, body?: unknown, token = '') =>
      fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const registered = await send('POST', '/api/register', {
      username,
      password: goodPassword,
      transport: 'bearer',
    });
    const { token } = (await registered.json()) as { token: string };
    const others = [
      await send('GET', '/api/session', undefined, token),
      await send('POST', '/api/login', { username, password: goodPassword, transport: 'bearer' }),
      await send('PUT', '/api/me/data', { at: Date.now() }, token),
      await send('GET', '/readyz'),
    ];
    return [registered, ...others].map(({ status }) => status);
  }

  test('everything works: with many at once, after a restart, and with two servers', async () => {
    const pgbouncer = await openPlace();
    for (const count of [1, 2]) {
      const servers = await Promise.all(Array.from({ length: count }, () => start(pgbouncer)));
      const lives = await Promise.all(
        Array.from({ length: 16 }, (_, at) => wholeLife(servers[at % count] as RunningServer)),
      );
      expect([...new Set(lives.map(String))]).toEqual(['201,200,200,200,200']);
      for (const server of servers) {
        expect(server.output().split(said).length - 1).toBeLessThan(2);
        expect(server.output()).not.toMatch(/prepared statement "/);
        await server.kill9();
      }
      // Without this the test would hold where the driver no longer prepares by name.
      const isSaid = servers.some((server) => server.output().includes(said));
      expect(isSaid).toBe(mode === 'transaction');
    }
  });

  test('with database.prepared off nothing is mixed up, so nothing is said', async () => {
    const server = await start(await openPlace(), { LATCHKEY_DATABASE_PREPARED: 'off' });
    for (let round = 0; round < 3; round++)
      expect(await wholeLife(server)).toEqual([201, 200, 200, 200, 200]);
    expect(server.output()).not.toContain(said);
  });
});
