import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { buildApp, eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import { freshPostgres } from '../support/databases.ts';

/** Every kind of entrance that takes a text of the client to the database. */
async function statusesWith(app: TestApp, text: string): Promise<[string, number][]> {
  const browser = app.browser();
  const username = freshName();
  await browser.register(username, goodPassword);
  const asked: ['GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string, unknown?][] = [
    ['POST', '/api/login', { username: text, password: goodPassword }],
    ['POST', '/api/login', { username, password: text }],
    ['POST', '/api/register', { username: `${text}${freshName()}`, password: goodPassword }],
    ['POST', '/api/recover', { identifier: text }],
    ['POST', '/api/recover/complete', { token: text, newPassword: goodPassword }],
    ['POST', '/api/email/verify', { token: text }],
    ['POST', `/api/login/${encodeURIComponent(text)}/totp`, { code: '123456' }],
    ['GET', `/api/me/sessions`],
    ['DELETE', `/api/me/sessions/${encodeURIComponent(text)}`],
    ['DELETE', `/api/me/passkeys/${encodeURIComponent(text)}`],
    ['PUT', '/api/me/data', { [text]: text }],
    ['PATCH', '/api/me/data', { more: text }],
    ['GET', `/dev/trails/${encodeURIComponent(text)}`],
    ['GET', `/dev/trails?username=${encodeURIComponent(text)}`],
    ['GET', `/dev/trails?username=${encodeURIComponent(`${text}@tea.example`)}`],
    ['GET', `/dev/trails?code=${encodeURIComponent(text)}&before=${encodeURIComponent(text)}`],
    ['GET', `/dev/mailbox/${encodeURIComponent(text)}`],
    ['GET', `/dev/mailbox/${encodeURIComponent(text)}/html`],
    ['GET', `/problems/${encodeURIComponent(text)}`],
    ['PATCH', `/api/me/passkeys/${encodeURIComponent(text)}`, { name: 'blue key' }],
    ['GET', `/login?username=${encodeURIComponent(text)}&password=${encodeURIComponent(text)}`],
    ['POST', `/register?username=${encodeURIComponent(text)}&password=x&data=${encodeURIComponent(text)}`],
  ];
  const statuses: [string, number][] = [];
  for (const [method, path, body] of asked) {
    const { status } = await browser.send(method, path, body);
    statuses.push([`${method} ${path}`, status]);
  }
  return statuses;
}

const met = new Map<string, unknown>();

eachApp('a text with NUL', (open) => {
  test.each(['\0', 'a\0b', '\u0000\u0001'])('%j is never a fault of the server', async (text) => {
    const statuses = await statusesWith(await open(), text);
    expect(statuses.filter(([, status]) => status >= 500)).toEqual([]);
    const seen = statuses.map(([, status]) => status);
    expect(seen, 'on every database alike').toEqual(met.get(text) ?? seen);
    met.set(text, seen);
  });
});

describe('a PostgreSQL database in LATIN1 that has people already', () => {
  let place: Awaited<ReturnType<typeof freshPostgres>>;
  let database: Database;
  let app: TestApp;
  beforeAll(async () => {
    place = await freshPostgres('LATIN1');
    database = openDatabase(place.location);
    await migrate({ ...database, findNarrowEncoding: async () => undefined }, migrations, 0);
    app = await buildApp(database);
  });
  afterAll(async () => {
    await app?.app.close();
    await database?.close();
    await place?.remove();
  });

  test.each(['李小龙', 'Ada 🦊', 'žluťoučký', '\0'])('refuses %j as a fault of the request', async (text) => {
    const statuses = await statusesWith(app, text);
    expect(statuses.filter(([, status]) => status >= 500)).toEqual([]);
  });

  test('tells what is wrong, and serves everybody else', async () => {
    const browser = app.browser();
    await browser.register(freshName(), goodPassword);
    const refused = await browser.send('PUT', '/api/me/data', { fox: '🦊' });
    expect([refused.status, refused.body]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid-request', detail: expect.stringContaining("can't store") }),
    ]);
    expect((await browser.send('PUT', '/api/me/data', { name: 'Zoë' })).status).toBeLessThan(300);
  });
});
