import { beforeAll, expect, test } from 'vitest';
import { days } from '../../src/kit/duration.ts';
import type { Route } from '../../src/kit/http/index.ts';
import { saveResource } from '../../src/operate/apps/index.ts';
import { keyScopes, newKey } from '../../src/people/keys/index.ts';
import { allRoutes } from '../../src/server.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { everyRowButCounts } from '../support/every-row.ts';

const api = 'https://api.example.com';

/** One with the scope that a route names and nothing else, one with everything but that, and those that are worth nothing. */
const kinds = ['right', 'wrong', 'expired', 'revoked', 'damaged', 'made up'] as const;
type Kind = (typeof kinds)[number];

/** A route that is for nobody in particular reads no key, as it reads no cookie. */
const isForNobody = ({ access }: Route) => access === 'anyone' || access === 'app';

async function make(
  self: Browser,
  scopes: readonly string[],
  more: object = {},
): Promise<{ key: string; id: string }> {
  const made = await self.post('/api/me/keys', { name: 'Program', scopes, ...more });
  expect(made.status, made.text).toBe(201);
  return made.body as unknown as { key: string; id: string };
}

function damage(key: string): string {
  const at = 4 + Math.floor(Math.random() * (key.length - 4));
  return key.slice(0, at) + (key[at] === 'a' ? 'b' : 'a') + key.slice(at + 1);
}

/** A request that is refused for nothing but who sends it. */
function send(app: TestApp, route: Route, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const url = route.path.replaceAll(/:\w+/g, 'nothing');
  const { method, kind, body, example } = route;
  const extras = { headers };
  if (kind !== 'api' && method !== 'GET')
    return app.browser().send(method, url, undefined, { ...extras, form: {} });
  return app.browser().send(method, url, body && (example ?? {}), extras);
}

eachApp('every route', (open) => {
  let app: TestApp;
  let routes: readonly Route[];
  const every = [...keyScopes, `${api} read`];
  const keys = new Map<string, string>();
  beforeAll(async () => {
    app = await open();
    await saveResource(app.services, { url: api, scopes: { read: 'Read' } });
    routes = allRoutes(app.services, '');
    const self = app.browser();
    await self.register(freshName(), goodPassword);
    keys.set('expired', (await make(self, every, { days: 1 })).key);
    app.clock.advance(days(1));
    const again = app.browser();
    await again.register(freshName(), goodPassword);
    for (const scope of keyScopes) {
      keys.set(`right ${scope}`, (await make(again, [scope])).key);
      keys.set(
        `wrong ${scope}`,
        (
          await make(
            again,
            every.filter((one) => one !== scope),
          )
        ).key,
      );
    }
    const all = (await make(again, every)).key;
    keys.set('right none', all);
    keys.set('wrong none', all);
    keys.set('damaged', damage(all));
    keys.set('made up', newKey().key);
    const { key, id } = await make(again, every);
    expect((await again.send('DELETE', `/api/me/keys/${id}`)).status).toBe(204);
    keys.set('revoked', key);
  });

  const keyFor = ({ keys: scope }: Route, kind: Kind): string =>
    keys.get(kind) ?? keys.get(`${kind} ${scope ?? 'none'}`) ?? '';

  const expected = ({ keys: scope }: Route, kind: Kind): number => {
    if (kind === 'right' && scope !== undefined) return 200;
    return kind === 'right' || kind === 'wrong' ? 403 : 401;
  };

  test('V8.2.1 V8.2.2 takes a key that has the scope it names, and no other', async () => {
    const declared = routes.filter((route) => route.keys !== undefined);
    expect(declared.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/me',
      'GET /api/me/data',
      'PUT /api/me/data',
      'PATCH /api/me/data',
    ]);
    for (const route of routes) {
      if (isForNobody(route)) continue;
      for (const kind of kinds) {
        const answer = await send(app, route, { authorization: `Bearer ${keyFor(route, kind)}` });
        const place = `${route.method} ${route.path}, ${kind}: ${answer.text.slice(0, 300)}`;
        expect(answer.status, place).toBe(expected(route, kind));
        const code = { 200: undefined, 401: 'key-invalid', 403: 'key-not-enough' }[answer.status as 200];
        if (route.kind === 'api' && code !== undefined) expect(answer.body.code, place).toBe(code);
        expect(answer.cookies, place).toEqual([]);
      }
      const without = await send(app, route, {});
      if (route.keys !== undefined) expect(without.body.code).toBe('not-signed-in');
    }
  });

  test('that is for nobody reads none', async () => {
    for (const route of routes.filter((one) => isForNobody(one) && one.method === 'GET')) {
      const answers = [
        await send(app, route, {}),
        await send(app, route, { authorization: `Bearer ${keys.get('right none')}` }),
        await send(app, route, { authorization: `Bearer ${keys.get('revoked')}` }),
      ];
      const [first, ...others] = answers.map(({ status, body }) => `${status} ${body.code ?? ''}`);
      // What an app is told of a token that it sends is another sentence than of none.
      if (route.access === 'app')
        expect(answers.every(({ body }) => !String(body.code).startsWith('key-'))).toBe(true);
      else expect(others, `${route.method} ${route.path}`).toEqual([first, first]);
    }
  });

  test('reads it where it belongs: in no other header, no address, no cookie, and before a session', async () => {
    const key = keys.get('right data:read') ?? '';
    const self = app.browser();
    await self.register(freshName(), goodPassword, { data: { of: 'the session' } });
    const read = (headers: Readonly<Record<string, string>>, query = '') =>
      app.browser().get(`/api/me/data${query}`, { headers });
    for (const headers of [
      { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
      { authorization: key },
      { authorization: `Token ${key}` },
      { 'x-api-key': key },
      { 'latchkey-token': key },
      { cookie: `latchkey=${key}` },
      { cookie: `__Host-latchkey=${key}` },
    ])
      expect((await read(headers)).status, JSON.stringify(headers)).toBe(401);
    for (const name of ['access_token', 'key', 'authorization', 'token']) {
      expect((await read({}, `?${name}=${key}`)).status, name).not.toBe(200);
    }
    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer '])
      expect((await read({ authorization: `${scheme} ${key}` })).status, scheme).toBe(200);
    const withBoth = { headers: { authorization: `Bearer ${key}` } };
    expect((await self.get('/api/me/data', withBoth)).body, 'the key counts').not.toEqual({
      of: 'the session',
    });
    expect((await self.get('/api/me', withBoth)).body).toMatchObject({ code: 'key-not-enough' });
    await app.services.trails.flush();
    const before = await everyRowButCounts(app.database);
    const wanted = { name: 'Another', scopes: ['data:read'] };
    expect((await self.post('/api/me/keys', wanted, withBoth)).body).toMatchObject({
      code: 'key-not-enough',
    });
    expect(await everyRowButCounts(app.database)).toEqual(before);
    const writer = {
      authorization: `Bearer ${keys.get('right data:write')}`,
      'latchkey-owner': 'somebody else',
    };
    const written = await app.browser().send('PUT', '/api/me/data', {}, { headers: writer });
    expect(written.body).toMatchObject({ code: 'other-account' });
    const origin = { origin: 'https://elsewhere.example.com', 'sec-fetch-site': 'cross-site' };
    const foreign = await read({ authorization: `Bearer ${key}`, ...origin });
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
  });
});
