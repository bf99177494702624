import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { formType } from '../../src/kit/http/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { addApp } from '../../src/operate/apps/index.ts';
import { buildApp, eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import { redirectUri } from '../support/app-client.ts';
import type { Browser } from '../support/browser-of.ts';
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
    ['DELETE', `/api/me/apps/${encodeURIComponent(text)}`],
    ['GET', `/device?user_code=${encodeURIComponent(text)}`],
    ['GET', `/oauth/ask/${encodeURIComponent(text)}`],
    ['GET', `/oauth/authorize/${encodeURIComponent(text)}`],
    ['POST', '/oauth/register', { redirect_uris: ['https://app.example.com/cb'], client_name: text }],
  ];
  const statuses: [string, number][] = [];
  for (const [method, path, body] of asked) {
    const { status } = await browser.send(method, path, body);
    statuses.push([`${method} ${path}`, status]);
  }
  return [...statuses, ...(await statusesOfApps(app, browser, text))];
}

const fromApp = { 'content-type': formType };

/** The same of what an app says, and what a browser says for one. */
async function statusesOfApps(app: TestApp, browser: Browser, text: string): Promise<[string, number][]> {
  const { app: known, secret = '' } = await addApp(app.services, {
    ...{ name: freshName('App'), kind: 'web', redirects: [redirectUri], firstParty: true, withoutPkce: true },
  });
  const { app: device } = await addApp(app.services, {
    name: freshName('App'),
    kind: 'device',
    redirects: [],
  });
  const [right, client] = [{ redirect_uri: redirectUri, scope: 'openid' }, { client_id: known.id }];
  const proof = { ...client, client_secret: secret };
  const request = { ...client, ...right, response_type: 'code' };
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.AA`;
  const asked: [string, Readonly<Record<string, string>>][] = [
    ...[
      'client_id',
      'redirect_uri',
      'scope',
      'resource',
      'state',
      'nonce',
      'login_hint',
      'id_token_hint',
    ].map((name): [string, Record<string, string>] => ['/oauth/authorize', { ...request, [name]: text }]),
    ['/oauth/authorize', { ...client, request_uri: `urn:ietf:params:oauth:request_uri:${text}` }],
    ['/oauth/authorize', { ...request, resource: `https://api.example.com/${text}` }],
    ['/oauth/logout', { client_id: text, id_token_hint: jwt({ aud: text }) }],
    ['/oauth/logout', { id_token_hint: jwt({ aud: text }), state: text }],
    ...['/oauth/token', '/oauth/par', '/oauth/device', '/oauth/introspect', '/oauth/revoke'].flatMap(
      (path): [string, Record<string, string>][] => [
        [path, { client_id: text, grant_type: 'refresh_token', token: text }],
        [path, { client_assertion: jwt({ sub: text }), client_assertion_type: type, grant_type: text }],
        [
          path,
          { ...proof, grant_type: 'authorization_code', ...right, code: text, token: text, nonce: text },
        ],
        [path, { ...proof, ...right, response_type: 'code', state: text, nonce: text, login_hint: text }],
        [path, { client_id: device.id, scope: text, login_hint: text }],
        [path, { ...proof, grant_type: 'refresh_token', refresh_token: text, resource: text }],
      ],
    ),
  ];
  const statuses: [string, number][] = [];
  for (const [path, fields] of asked) {
    const form = new URLSearchParams(fields).toString();
    const send = (raw: string) => app.browser().post(path, undefined, { raw, headers: fromApp });
    const answers = [await send(form)];
    if (/authorize|logout/.test(path)) {
      answers.push(await browser.get(`${path}?${form}`));
      // As no browser sends it.
      answers.push(
        await send(
          Object.entries(fields)
            .map((field) => field.join('='))
            .join('&'),
        ),
      );
    }
    // An app may get back whatever it sent along.
    if (fields.nonce === text && path === '/oauth/authorize')
      expect(answers[1]?.headers.location).toContain('code=');
    for (const { status, headers } of answers) {
      const isFault = headers.location?.includes('error=server_error');
      statuses.push([`${path} ${JSON.stringify(fields)}`, isFault ? 500 : status]);
    }
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
