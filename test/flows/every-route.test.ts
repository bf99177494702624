import { expect, test } from 'vitest';
import type { Route } from '../../src/kit/http/index.ts';
import { allRoutes, problems } from '../../src/server.ts';
import { english } from '../../src/words.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import type { Answer, Browser, Extras } from '../support/browser-of.ts';
import { everyRowButCounts } from '../support/every-row.ts';
import { unfinished } from '../support/second-factors.ts';

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

const forbidden = problems.find(({ code }) => code === 'forbidden-origin');

let addresses = 0;

/** Somebody logged in, from an address of their own: the registrations of one are limited. */
async function somebody(app: TestApp): Promise<Browser> {
  const browser = app.browser({ address: `10.1.1.${++addresses}` });
  expect((await browser.register(freshName(), goodPassword)).status).toBe(201);
  return browser;
}

/** Every page as a stranger and somebody who is logged in are shown it, with who and where. */
async function everyPage(app: TestApp): Promise<[string, string][]> {
  const shown: [string, string][] = [];
  for (const [who, browser] of [
    ['a stranger', app.browser()],
    ['somebody', await somebody(app)],
  ] as const) {
    for (const route of routesOf(app).filter(({ method, kind }) => method === 'GET' && kind === 'page')) {
      const { status, text } = await ask(browser, route);
      if (status === 200) shown.push([`${route.path} to ${who}`, text]);
    }
  }
  return shown;
}

/** Somebody whose password was right and who has no session yet, as each program would try to pass for signed in. */
async function everyUnfinished(
  app: TestApp,
  mustAdd: TestApp,
): Promise<[string, Browser, Extras['headers']?][]> {
  const waiting = await unfinished(app);
  const other = await unfinished(app);
  const { body } = await app.browser().login(other.username, goodPassword, { transport: 'bearer' });
  const bearer = { authorization: `Bearer ${body.attempt}` };
  const disguised = app.browser();
  const [secret = ''] = waiting.browser.jar.values();
  disguised.jar.set('latchkey', secret);
  const named = app.browser();
  named.jar.set('latchkey', waiting.attempt ?? '');
  const adding = mustAdd.browser();
  expect((await adding.register(freshName(), goodPassword)).body.status).toBe('more');
  return [
    ['with the cookie of the attempt', waiting.browser],
    ['with the attempt as a bearer token', app.browser(), bearer],
    ['with both', waiting.browser, bearer],
    ['with the secret of the attempt as the cookie of a session', disguised],
    ['with the name of the attempt as the cookie of a session', named],
    ['who must add a second factor first', adding],
  ];
}

/** What every answer says of itself, whatever it answers. */
function expectOwnHeaders({ headers }: Answer, name: string): void {
  expect(headers, name).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
    'referrer-policy': expect.stringMatching(/^(no-referrer|same-origin)$/),
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-request-id': expect.stringMatching(/^[\w-]+$/),
  });
  const isConsole = name.endsWith(' /reference') && headers['content-type']?.includes('html');
  if (!isConsole) expect(headers['content-security-policy'], name).not.toContain('unsafe');
  for (const absent of ['server', 'x-powered-by', 'strict-transport-security'])
    expect(headers[absent], `${name} ${absent}`).toBeUndefined();
  if (headers['content-type']?.includes('html')) {
    expect(headers['content-security-policy'], name).toContain("base-uri 'none'");
    expect(headers['cross-origin-opener-policy'], name).toBe('same-origin');
  }
  if (headers['content-type'] !== undefined && headers['content-length'] !== '0')
    expect(headers['content-type'], name).toMatch(/; charset=utf-8$|problem\+json$|openapi/);
}

eachApp('every route', (open) => {
  test('V3.2.1 V3.4.3 V3.4.4 V3.4.5 V3.4.6 V3.4.8 V3.5.8 V4.1.1 V13.4.6 V14.2.2 V14.3.2 says to everybody that its answer is not to be sniffed, framed, run or kept', async () => {
    const app = await open();
    const routes = routesOf(app);
    expect(routes.length).toBeGreaterThan(80);
    const strange = { method: 'GET', path: '/nothing', kind: 'page', access: 'anyone' } as Route;
    const visitors = [
      async () => app.browser(),
      async () => (await unfinished(app)).browser,
      () => somebody(app),
    ];
    for (const appear of visitors) {
      let browser = await appear();
      for (const route of [...routes, strange, { ...strange, path: '/api/nothing', kind: 'api' } as Route]) {
        const name = `${route.method} ${route.path}`;
        const answer = await ask(browser, route);
        expectOwnHeaders(answer, name);
        if (route.path.startsWith('/api/') && answer.text !== '')
          expect(answer.headers['content-type'], name).toMatch(/^application\/.*json/);
        // It may have ended a session.
        if (answer.cookies.length > 0) browser = await appear();
      }
    }
    for (const path of new Set(routes.map((route) => route.path))) {
      const url = path.replaceAll(/:\w+/g, 'nothing');
      for (const method of ['HEAD', 'OPTIONS', 'TRACE'] as const)
        expectOwnHeaders(await app.browser().send(method, url), `${method} ${path}`);
      const headers = { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' };
      expectOwnHeaders(await app.browser().send('OPTIONS', url, undefined, { headers }), `preflight ${path}`);
    }
  });

  test('V3.5.3 by GET, HEAD or OPTIONS changes nothing, whoever asks', async () => {
    const app = await open();
    const person = await somebody(app);
    // The keys are made by whoever asks for them first.
    await person.get('/.well-known/jwks.json');
    const id = (await person.get('/api/session')).body.session?.id ?? '';
    const urls = [...new Set(routesOf(app).map(({ path }) => path.replaceAll(/:\w+/g, id)))];
    expect(urls.length).toBeGreaterThan(40);
    await app.services.trails.flush();
    // What an app asks for is told to the operator, by whatever method it comes.
    const rows = async () =>
      (await everyRowButCounts(app.database)).filter(
        ({ table, text }) => table !== 'trail_parts' || !text.includes('"kind":"app"'),
      );
    const before = await rows();
    for (const browser of [person, app.browser()]) {
      for (const url of urls) {
        for (const method of ['GET', 'HEAD', 'OPTIONS'] as const)
          expect((await browser.send(method, url)).status, `${method} ${url}`).toBeLessThan(500);
      }
    }
    await app.services.trails.flush();
    expect(await rows()).toEqual(before);
  });

  test('V1.2.3 that shows a page holds no inline script, style or handler', async () => {
    const pages = await everyPage(await open());
    expect(pages.length).toBeGreaterThan(15);
    for (const [page, text] of pages) {
      expect(text, page).not.toMatch(/<script(?! type="module" src="\/assets\/[\w.-]+"><\/script>)/);
      expect(text, page).not.toMatch(/<style|<[^>]*\s(?:style|on\w+)=/);
    }
  });

  test('V6.2.6 V6.2.7 that asks for a password hides it, and lets it be pasted and filled in', async () => {
    const pages = await everyPage(await open());
    const inputs = pages.flatMap(([page, text]) =>
      [...text.matchAll(/<input[^>]*\sname="\w*[pP]assword"[^>]*>/g)].map(
        ([input]) => [page, input] as const,
      ),
    );
    expect(inputs.length).toBeGreaterThan(6);
    for (const [page, input] of inputs) {
      expect(input, page).toContain(' type="password"');
      expect(input, page).toMatch(/ autocomplete="(?:current|new)-password"/);
      expect(input, page).not.toMatch(/ (?:maxlength|value)=/);
    }
  });

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
      expect(known.body?.code, name).not.toBe('not-signed-in');
      expect(known.headers.location ?? '', name).not.toContain('/login');
    }
  });

  test('V8.2.1 V8.3.1 V6.8.4 that needs a session refuses whoever is half-way through a login', async () => {
    const app = await open();
    const own = routesOf(app).filter(({ access }) => access === 'signed-in');
    const visitors = await everyUnfinished(app, await open({ login: { secondFactor: 'required' } }));
    for (const [who, browser, headers] of visitors) {
      for (const route of own) {
        const name = `${route.method} ${route.path} ${who}`;
        const answer = await ask(browser, route, headers);
        if (route.kind === 'page')
          expect([answer.status, answer.headers.location], name).toEqual([
            303,
            expect.stringMatching(/^\/login\?next=%2F/),
          ]);
        else if (!isBodyWrong(answer))
          expect([answer.status, answer.body.code], name).toEqual([401, 'not-signed-in']);
      }
    }
  });

  test('V3.5.1 that may change something does nothing for another website, whoever is logged in', async () => {
    const app = await open({ mode: 'production', publicUrl: 'https://login.example.com' });
    const changing = routesOf(app).filter(({ method, access }) => method !== 'GET' && access !== 'app');
    expect(changing.length).toBeGreaterThan(15);
    expect((await app.browser().submit('/logout', {}, { headers: { origin: 'null' } })).text).toContain(
      forbidden?.words(english).title,
    );
    const person = await somebody(app);
    const strange = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
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
      expect(honest.text, name).not.toContain(forbidden?.words(english).title);
    }
    expect((await person.get('/api/session')).status, 'nobody logged them out').toBe(200);
  });

  test('V3.5.1 that is for apps knows nobody by a cookie, whichever website sends it', async () => {
    const app = await open({ mode: 'production', publicUrl: 'https://login.example.com' });
    const forApps = routesOf(app).filter(({ access }) => access === 'app');
    expect(forApps.length).toBeGreaterThan(8);
    const person = await somebody(app);
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const send = (browser: Browser, { method, path }: Route) =>
      browser.send(method, path, undefined, { ...(method === 'POST' && { form: {} }), headers });
    const said = ({ status, text, headers: { location, ...all }, cookies }: Answer) => ({
      // The number of the request is another each time.
      ...{ status, text: text.replace(/<code>[\w-]+<\/code>/, ''), location, cookies },
      credentials: all['access-control-allow-credentials'],
    });
    for (const route of forApps) {
      const name = `${route.method} ${route.path}`;
      const answer = said(await send(person, route));
      expect(answer, name).toEqual(said(await send(app.browser(), route)));
      expect(answer, name).toMatchObject({ cookies: [], credentials: undefined });
    }
    expect((await person.get('/api/session')).status, 'nobody logged them out').toBe(200);
  });
});
