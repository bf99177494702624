import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/kit/db/index.ts';
import { freshPostgres } from '../support/databases.ts';
import { everyRow } from '../support/every-row.ts';
import { goodPassword, otherPassword } from '../support/names.ts';
import { productionEnvironment } from '../support/production-environment.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

const clientAddress = { 'x-forwarded-for': '203.0.113.50' };

const environment = { ...productionEnvironment, LATCHKEY_LOG_LEVEL: 'error' };

describe('two processes on one PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  const servers: RunningServer[] = [];

  beforeAll(async () => {
    postgres = await freshPostgres();
    const env = { ...environment, LATCHKEY_DATABASE_URL: postgres.location.url };
    servers.push(
      ...(await Promise.all([
        startLatchkey({ command: 'serve', env }),
        startLatchkey({ command: 'serve', env }),
      ])),
    );
  });

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await postgres.remove();
  });

  async function send(
    at: number,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const answer = await fetch(`${servers[at % 2]?.url}${path}`, {
      method,
      headers: {
        ...clientAddress,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const parsed = text.startsWith('{') ? (JSON.parse(text) as { token?: string; code?: string }) : {};
    return { status: answer.status, headers: answer.headers, body: parsed };
  }
  const register = (at: number, username: string) =>
    send(at, 'POST', '/api/register', { username, password: goodPassword, transport: 'bearer' });
  const login = (at: number, username: string, password: string) =>
    send(at, 'POST', '/api/login', { username, password, transport: 'bearer' });
  const bearer = (token: string | undefined) => ({ authorization: `Bearer ${token}` });
  const race = <Result>(count: number, run: (at: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: count }, (_, at) => run(at)));

  test('migrated the same empty database at the same time', () => {
    for (const server of servers) expect(server.output()).toContain('Latchkey is ready');
  });

  test('V7.4.1 a session of one counts in the other, and is over in both at once', async () => {
    const { body } = await register(0, 'both');
    expect((await send(1, 'GET', '/api/session', undefined, bearer(body.token))).status).toBe(200);
    expect((await send(1, 'POST', '/api/logout', undefined, bearer(body.token))).status).toBe(204);
    expect((await send(0, 'GET', '/api/session', undefined, bearer(body.token))).status).toBe(401);
  });

  test('V6.3.1 50 parallel wrong guesses across both: five are judged', async () => {
    await register(0, 'guessed');
    const answers = await race(50, (at) => login(at, 'guessed', otherPassword));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(45);
    expect((await login(0, 'guessed', goodPassword)).headers.get('retry-after')).toMatch(/^(2\d|30)$/);
    expect((await login(1, 'guessed', goodPassword)).status).toBe(429);
  });

  test('V15.4.3 40 parallel right logins of one person from one address across both all succeed', async () => {
    await register(0, 'busy-person');
    const answers = await race(40, (at) => login(at, 'busy-person', goodPassword));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
  });

  test('V15.4.2 50 writers with one ETag across both: one is answered 200, the others 412', async () => {
    const { body } = await register(0, 'writer');
    const read = await send(0, 'GET', '/api/me/data', undefined, bearer(body.token));
    const etag = read.headers.get('etag') ?? '';
    const answers = await race(50, (at) =>
      send(at, 'PUT', '/api/me/data', { at }, { ...bearer(body.token), 'if-match': etag }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(49);
  });

  test('V15.4.3 everything of one person at once across both: no deadlock shows, and no half of an account is left', async () => {
    for (let round = 0; round < 4; round++) {
      const name = `whirl-${round}`;
      const { body } = await register(round, name);
      const tokens = [
        body.token,
        ...(await race(4, async (at) => (await login(at, name, goodPassword)).body.token)),
      ];
      const acts = await race(30, (at) => {
        const token = bearer(tokens[at % 5]);
        if (at === 29) return send(at, 'DELETE', '/api/me', { password: goodPassword }, token);
        if (at % 5 === 0) return login(at, name, goodPassword);
        if (at % 5 === 1) return send(at, 'DELETE', '/api/me/sessions', undefined, token);
        if (at % 5 === 2) return send(at, 'PATCH', '/api/me/data', { [at]: at }, token);
        if (at % 5 === 3) {
          const change = { currentPassword: goodPassword, newPassword: otherPassword };
          return send(at, 'POST', '/api/me/password', change, token);
        }
        return send(at, 'GET', '/api/session', undefined, token);
      });
      expect(acts.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    }
    const database = openDatabase(postgres.location);
    const rows = await everyRow(database);
    await database.close();
    const ids = (table: string, key: string) =>
      new Set(rows.filter((row) => row.table === table).map(({ text }) => JSON.parse(text)[key] as string));
    expect(ids('passwords', 'account_id')).toEqual(ids('accounts', 'id'));
  });
});
