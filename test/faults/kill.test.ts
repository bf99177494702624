import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/kit/db/index.ts';
import { freshPostgres } from '../support/databases.ts';
import { everyRow } from '../support/every-row.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

/** As many as fit into every run of the tests; `npm run prove -- kill` asks for more. */
const rounds = Number(process.env.KILLS ?? 6);
const clients = 16;

const environment = {
  LATCHKEY_HASH_MEMORY: '8',
  LATCHKEY_HASH_ITERATIONS: '1',
  LATCHKEY_LOG_LEVEL: 'error',
  LATCHKEY_SECRET_KEY: 'a-key-of-the-tests-that-every-process-shares',
};

/** What one person has been told that is kept, and what may or may not be, since the answer never came. */
interface Person {
  readonly name: string;
  registered: boolean;
  token: string;
  /** Every document that may be the present one: the acknowledged one, and one whose answer is missing. */
  data: Set<string>;
  passwords: Set<string>;
  ended: string[];
}

type Send = (method: string, path: string, body?: unknown, token?: string) => Promise<Response>;

const sender =
  (url: string): Send =>
  (method, path, body, token) =>
    fetch(url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

/** Registers people and changes what is theirs, one request after the other, until the server is gone. */
async function work(send: Send, prefix: string, people: Person[]): Promise<void> {
  for (let count = 0; ; count++) {
    const name = `${prefix}-${count}`;
    const password = `walrus teapot gravel ${name}`;
    const person: Person = {
      name,
      registered: false,
      token: '',
      data: new Set(),
      passwords: new Set([password]),
      ended: [],
    };
    people.push(person);
    try {
      await live(send, person, password);
    } catch (error) {
      // Of `fetch`: the connection is gone. Anything else is an answer that nobody expected.
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

async function live(send: Send, person: Person, password: string): Promise<void> {
  const { name } = person;
  const told = async (method: string, path: string, body?: unknown, status = 200) => {
    const answer = await send(method, path, body, person.token);
    const text = await answer.text();
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { text, token: answer.headers.get('latchkey-token') };
  };
  const login = async (by: string) =>
    JSON.parse((await told('POST', '/api/login', { username: name, password: by, transport: 'bearer' })).text)
      .token as string;

  const born = { username: name, password, data: { step: 0 }, transport: 'bearer' };
  person.data.add('{"step":0}');
  person.token = JSON.parse((await told('POST', '/api/register', born, 201)).text).token;
  person.registered = true;
  for (let step = 1; step <= 3; step++) {
    person.data.add(JSON.stringify({ step }));
    await told('PUT', '/api/me/data', { step });
    person.data = new Set([JSON.stringify({ step })]);
  }
  const second = await login(password);
  await told('DELETE', '/api/me/sessions', undefined, 204);
  person.ended.push(second);
  const newPassword = `cobalt ferry sandal ${name}`;
  person.passwords.add(newPassword);
  const { token } = await told('POST', '/api/me/password', { currentPassword: password, newPassword }, 204);
  person.ended.push(person.token);
  person.token = token ?? '';
  person.passwords = new Set([newPassword]);
  const third = await login(newPassword);
  await send('POST', '/api/logout', undefined, third);
  person.ended.push(third);
}

/** However slow the machine is, a kill comes when there is something to lose. */
async function enoughRegistered(people: readonly Person[]): Promise<void> {
  const giveUp = Date.now() + 20_000;
  while (people.filter(({ registered }) => registered).length < clients && Date.now() < giveUp)
    await pause(5);
}

/** Every acknowledged write is there; nothing that was ended lives again. */
async function check(send: Send, person: Person): Promise<void> {
  for (const token of person.ended) {
    expect(
      (await send('GET', '/api/session', undefined, token)).status,
      `an ended session of ${person.name}`,
    ).toBe(401);
  }
  const logins = await Promise.all(
    [...person.passwords].map((password) =>
      send('POST', '/api/login', { username: person.name, password, transport: 'bearer' }),
    ),
  );
  const right = logins.filter(({ status }) => status === 200);
  if (!person.registered && right.length === 0) return;
  expect(right, `one of the passwords that ${person.name} may have`).toHaveLength(1);
  const { token } = JSON.parse((await right[0]?.text()) ?? '{}') as { token: string };
  const data = await (await send('GET', '/api/me/data', undefined, token)).text();
  expect([...person.data], person.name).toContain(data);
}

/** Whatever was under way is there as a whole, or not at all. */
async function checkWhole(rows: readonly { table: string; text: string }[]): Promise<void> {
  const of = (table: string) =>
    rows.filter((row) => row.table === table).map(({ text }) => JSON.parse(text) as Record<string, string>);
  const ids = new Set(of('accounts').map(({ id }) => id));
  expect(new Set(of('passwords').map(({ account_id }) => account_id)), 'an account and its password').toEqual(
    ids,
  );
  const registered = of('events').filter(({ type }) => type === 'account-registered');
  expect(new Set(registered.map(({ account_id }) => account_id)), 'an account and its event').toEqual(ids);
  expect(registered).toHaveLength(ids.size);
  const opened = new Set(
    of('events')
      .filter(({ type }) => type === 'login-succeeded')
      .map(({ session_id }) => session_id),
  );
  for (const session of of('sessions'))
    expect(opened.has(session.id ?? ''), 'a session and its event').toBe(true);
}

describe.each(['sqlite', 'postgres'] as const)(
  'kill -9 while 16 clients register and change data (%s)',
  (dialect) => {
    test(`V2.3.3 V7.4.1 ${rounds} times: every acknowledged write is there, nothing is half-written, nothing ended lives again`, {
      timeout: 60_000 + rounds * 15_000,
    }, async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-kill-'));
      const postgres = dialect === 'postgres' ? await freshPostgres() : undefined;
      const location = postgres?.location ?? { file: join(dataDir, 'latchkey.sqlite') };
      const env = { ...environment, ...(postgres && { LATCHKEY_DATABASE_URL: postgres.location.url }) };
      let server: RunningServer | undefined;
      let acknowledged = 0;
      try {
        for (let round = 0; round < rounds; round++) {
          server = await startLatchkey({ dataDir, env });
          const people: Person[] = [];
          const send = sender(server.url);
          const working = Array.from({ length: clients }, (_, at) => work(send, `r${round}c${at}`, people));
          await enoughRegistered(people);
          await pause(Math.random() * 700);
          await server.kill9();
          await Promise.all(working);

          server = await startLatchkey({ dataDir, env });
          const ask = sender(server.url);
          for (let at = 0; at < people.length; at += clients) {
            await Promise.all(people.slice(at, at + clients).map((person) => check(ask, person)));
          }
          acknowledged += people.filter(({ registered }) => registered).length;
          await server.stop();
        }
        expect(acknowledged, 'enough happened to prove something').toBeGreaterThanOrEqual(rounds * clients);
        const database = openDatabase(location);
        await checkWhole(await everyRow(database));
        await database.close();
      } finally {
        await server?.kill9();
        await rm(dataDir, { recursive: true, force: true });
        await postgres?.remove();
      }
    });
  },
);
