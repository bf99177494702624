import { expect, test } from 'vitest';
import type { Route } from '../../src/kit/http/index.ts';
import { allRoutes } from '../../src/server.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import type { Answer, Browser, Extras } from '../support/browser-of.ts';

/** A new route is held to this by being there: nobody has to remember it. */
const routesOf = ({ services }: TestApp): Route[] => allRoutes(services, '0.0.0-test');

/** Asks as a browser or a program would, with a word in each field that must be there. */
function ask(browser: Browser, { method, path, kind, body }: Route, headers: Extras['headers'] = {}) {
  const url = path.replaceAll(/:\w+/g, 'nothing');
  const more = { ...headers, ...(kind === 'page' && { accept: 'text/html' }) };
  if (method === 'GET') return browser.get(url, { headers: more });
  if (kind !== 'api') return browser.send(method, url, undefined, { form: {}, headers: more });
  const { required = [] } = (body ?? {}) as { required?: string[] };
  const fields = Object.fromEntries(required.map((name) => [name, goodPassword]));
  return browser.send(method, url, fields, { headers: more });
}

/** The body is checked before the session, and what it must be is public. */
const isBodyWrong = ({ status, body }: Answer) => status === 400 && body.code === 'invalid-request';

let addresses = 0;

/** Somebody logged in, from an address of their own: the registrations of one are limited. */
async function somebody(app: TestApp): Promise<Browser> {
  const browser = app.browser({ address: `10.1.1.${++addresses}` });
  expect((await browser.register(freshName(), goodPassword)).status).toBe(201);
  return browser;
}

eachApp('every route', (open) => {
  test('V8.2.1 V8.3.1 that needs a session refuses whoever has none, and no other does', async () => {
    const app = await open();
    const own = routesOf(app).filter(({ access }) => access === 'signed-in');
    expect(own.length).toBeGreaterThan(10);
    for (const route of own) {
      const name = `${route.method} ${route.path}`;
      const stranger = await ask(app.browser(), route);
      if (route.kind === 'page')
        expect([stranger.status, stranger.headers.location], name).toEqual([
          303,
          expect.stringMatching(/^\/login\?next=%2F/),
        ]);
      else if (!isBodyWrong(stranger))
        expect([stranger.status, stranger.body.code], name).toEqual([401, 'not-signed-in']);
      expect(stranger.cookies, name).toEqual([]);
      const known = await ask(await somebody(app), route);
      expect(known.body.code, name).not.toBe('not-signed-in');
      expect(known.headers.location ?? '', name).not.toContain('/login');
    }
  });

  test('V3.5.1 that may change something does nothing for another website, whoever is logged in', async () => {
    const app = await open({ mode: 'production', publicUrl: 'https://login.example.com' });
    const changing = routesOf(app).filter(({ method }) => method !== 'GET');
    expect(changing.length).toBeGreaterThan(15);
    const person = await somebody(app);
    const strange = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://login.example.com.evil.example', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const route of changing) {
      const name = `${route.method} ${route.path}`;
      for (const headers of strange) {
        const answer = await ask(person, route, headers);
        expect([answer.status, answer.cookies], `${name} ${JSON.stringify(headers)}`).toEqual([403, []]);
      }
      const own = { origin: 'https://login.example.com', 'sec-fetch-site': 'same-origin' };
      const honest = await ask(await somebody(app), route, own);
      expect(honest.body.code, name).not.toBe('forbidden-origin');
      expect(honest.status, name).not.toBe(403);
    }
    expect((await person.get('/api/session')).status, 'nobody logged them out').toBe(200);
  });
});
