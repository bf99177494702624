import { beforeAll, expect, test } from 'vitest';
import { eachApp, freshName, type TestApp } from '../../../../test/support/app.ts';
import { follow, personOf, registerApp } from '../../../../test/support/app-client.ts';
import type { Answer, Browser } from '../../../../test/support/browser-of.ts';
import { everyRow } from '../../../../test/support/every-row.ts';
import { days, hours } from '../../../kit/duration.ts';
import {
  addApp,
  deleteUnusedApps,
  demoApp,
  findApp,
  listOverviews,
  saveDemoApp,
  saveResource,
} from '../../../operate/apps/index.ts';
import { allRoutes } from '../../../server.ts';
import { readJwt } from './jwt.ts';

const usual = { profile: 'on', email: 'on' };
const pathOf = ({ headers: { location = '' } }: Pick<Answer, 'headers'>) => {
  const { pathname, search } = new URL(location, 'http://localhost:5000');
  return `${pathname}${search}`;
};

/** Begins a sign-in and answers the address at which the browser comes back, having allowed what is asked. */
async function begin(browser: Browser, form: Readonly<Record<string, string>> = usual, decision = 'allow') {
  let path = pathOf(await browser.submit('/dev/apps/try', form));
  for (let hops = 0; hops < 12; hops++) {
    if (path.startsWith('/dev/apps/try')) return path;
    const isQuestion = path.startsWith('/oauth/ask/');
    path = pathOf(await (isQuestion ? browser.submit(path, { decision }) : browser.get(path)));
  }
  throw new Error(`It goes round and round, last at ${path}.`);
}

/** The same to its end: the page that shows it. */
async function run(browser: Browser, form?: Readonly<Record<string, string>>, decision?: string) {
  const { page, path } = await follow(browser, await begin(browser, form, decision));
  expect(path).toBe('/dev/apps/try/result');
  return page;
}

/** A page without its tags, as it is read. */
const read = (text: string) =>
  text
    .replaceAll(/<\/?(?:bdi|strong)>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');

const titles = (text: string) => [...text.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title);
const allIn = (text: string, pattern: RegExp) =>
  [...read(text).matchAll(pattern)].map(([, found = '']) => found);

eachApp('the demo app of development', (open) => {
  let app: TestApp;
  let browser: Browser;
  let username: string;
  let id: string;
  beforeAll(async () => {
    app = await open();
    ({ browser, username, id } = await personOf(app));
  });

  const ask = (token: string) =>
    app.browser().get('/oauth/userinfo', { headers: { authorization: `Bearer ${token}` } });

  test('shows a whole sign-in in order: each request, its answer, the token taken apart, and its trail', async () => {
    const { text, headers } = await run(browser);
    expect(headers['cache-control']).toBe('no-store');
    expect(titles(text)).toEqual([
      'The app sends your browser here',
      'This server takes over',
      'Your browser comes back to the app',
      'The app exchanges the code for tokens',
      'The app fetches the public keys',
      'The app reads the ID token',
      'The app asks who signed in',
      'The app asks whether the token still works',
      'The app gets new tokens',
      'The app revokes its tokens',
      'The app asks once more who signed in',
    ]);
    const page = read(text);
    expect(page).toContain(`Signed in as ${username}.`);
    expect(page).toContain(`sub ${id} Subject: the ID of your account.`);
    expect(page).toContain(`"preferred_username": "${username}"`);
    expect(page).not.toContain('Failed: ');
    for (const said of ['The person allowed it.', 'The app got a code.', 'The app got its tokens.'])
      expect(page).toContain(said);
    for (const code of text.matchAll(/href="(\/dev\/trails\/[0-9A-Z-]{14})"/g))
      expect((await browser.get(code[1] ?? '')).status).toBe(200);
    expect((await browser.get('/dev/apps/try/result')).text, 'after a look at a trail').toBe(text);
  });

  test('what it shows opens nothing anymore, and nobody else is shown it', async () => {
    const { text } = await run(browser, { ...usual, offline_access: 'on' });
    const tokens = allIn(text, /"access_token": "([^"]+)"/g);
    expect(tokens).toHaveLength(2);
    for (const token of tokens) expect((await ask(token)).status).toBe(401);
    const authorization = /authorization: (Basic \S+)/.exec(read(text))?.[1] ?? '';
    for (const refresh_token of allIn(text, /"refresh_token": "([^"]+)"/g)) {
      const form = { grant_type: 'refresh_token', refresh_token };
      const { status } = await app
        .browser()
        .send('POST', '/oauth/token', undefined, { form, headers: { authorization } });
      expect(status, 'neither the secret').toBe(401);
    }
    const { db } = app.services;
    const grants = await db.selectFrom('app_grants').selectAll().where('account_id', '=', id).execute();
    expect(grants.length).toBeGreaterThan(0);
    expect(grants.filter((grant) => grant.revoked_at === null)).toEqual([]);
    const stored = await everyRow(app.database);
    for (const secret of [...tokens, authorization])
      expect(stored.filter((row) => row.text.includes(secret))).toEqual([]);
    expect((await app.browser().get('/dev/apps/try/result')).headers.location).toBe('/dev/apps/try');
  });

  test('begins anew with what was chosen last', async () => {
    await begin(browser, { profile: 'on', prompt: 'consent', fault: 'code' });
    const { text } = await browser.get('/dev/apps/try');
    expect(text).toMatch(/id="profile"[^>]* checked/);
    expect(text).not.toMatch(/id="email"[^>]* checked/);
    for (const chosen of ['consent', 'code']) expect(text).toMatch(`<option value="${chosen}" selected`);
  });

  test.each([
    ['redirect', 'after the host: "/dev/apps/try/back/" is not "/dev/apps/try/back"', 'One slash too many'],
    ['challenge', 'The app sent no code challenge (PKCE).', 'whoever catches the code can use it'],
    ['secret', 'The secret is incorrect or has expired.', 'The code alone is worth nothing'],
    ['verifier', "The code verifier doesn't belong to the code challenge", 'This is what PKCE is for.'],
    ['code', 'The code was used before.', 'must have stolen it'],
    ['refresh', 'The refresh token was used before.', 'somebody has a copy'],
  ])('what is done wrong on purpose is refused, and the trail says why: %s', async (fault, cause, lesson) => {
    const { text } = await run(browser, { ...usual, fault });
    const page = read(text);
    expect(page).toContain('Refused, as it should be');
    expect(page).toContain(cause);
    expect(page).toContain(lesson);
    const tokens = allIn(text, /"access_token": "([^"]+)"/g);
    expect(tokens).toHaveLength({ code: 1, refresh: 2 }[fault] ?? 0);
    for (const token of tokens) expect((await ask(token)).status).toBe(401);
  });

  test('another refusal than the one on purpose is not taken for it', async () => {
    const { text } = await run(browser, { fault: 'verifier', prompt: 'consent' }, 'decline');
    expect(read(text)).toContain('error access_denied');
    expect(read(text)).toContain('The person declined.');
    expect(text).not.toContain('as it should be');
  });

  test('without a page, somebody who is not signed in is sent back with an error', async () => {
    const { text } = await run(app.browser(), { prompt: 'none' });
    expect(read(text)).toContain('error login_required');
    expect(read(text)).toContain('nobody is signed in in this browser');
  });

  test('a token for an API is taken apart, and opens nothing here', async () => {
    const url = `https://${freshName('api')}.example.com/`;
    await saveResource(app.services, { url, name: 'Tea', scopes: { 'tea:pour': 'Pour tea' } });
    const { text } = await run(browser, { resource: url });
    expect(titles(text)).toContain('The API reads the access token');
    const [token = ''] = allIn(text, /"access_token": "([^"]+)"/g);
    expect(readJwt(token)?.claims).toMatchObject({
      aud: url,
      sub: id,
      client_id: demoApp.id,
      scope: 'tea:pour',
    });
    expect((await ask(token)).status).toBe(401);
    expect(titles(text)).not.toContain('The app asks who signed in');
  });

  test('RFC 9700 4.7.1 an answer that this browser did not begin is not taken, and spoils nothing', async () => {
    const back = await begin(browser);
    const stranger = await begin((await personOf(app)).browser);
    const mixed = await browser.get(stranger);
    expect([mixed.status, read(mixed.text).includes("This answer isn't for you")]).toEqual([400, true]);
    for (const path of [back, '/dev/apps/try/back', '/dev/apps/try/back?code=x&state=']) {
      const { status, text } = await app.browser().get(path);
      expect([status, read(text).includes('Nothing was begun in this browser')], path).toEqual([400, true]);
    }
    const { page } = await follow(browser, back);
    expect(read(page.text)).toContain(`Signed in as ${username}.`);
  });

  test('comes back once, however often the address is opened', async () => {
    const back = await begin(browser);
    await Promise.all(Array.from({ length: 10 }, () => browser.get(back)));
    const { text } = await browser.get('/dev/apps/try/result');
    expect(read(text)).toContain(`Signed in as ${username}.`);
  });

  test('whoever is at another address of this server is told where they would come back', async () => {
    const at = (host: string) => browser.get('/dev/apps/try', { headers: { host } });
    expect((await at('127.0.0.1:5000')).text).toContain('href="http://localhost:5000/dev/apps/try"');
    expect((await at('localhost:5000')).text).not.toContain('href="http://localhost:5000/dev/apps/try"');
  });

  test("is no app of an operator's: it is in no list, and its name is nobody else's", async () => {
    const { app: own } = await registerApp(app);
    const listed = (await listOverviews(app.services)).map((one) => one.app.id);
    expect(listed).toContain(own.id);
    expect(listed).not.toContain(demoApp.id);
    const wanted = {
      name: demoApp.name.toUpperCase(),
      kind: 'spa',
      redirects: ['https://app.example.com/'],
    } as const;
    await expect(addApp(app.services, wanted)).rejects.toThrow('is the app of /dev/apps/try');
  });

  test('is sent back to this server alone, whatever its row says', async () => {
    const elsewhere = 'https://elsewhere.example.com/';
    const path = await begin(browser).then(() => browser.submit('/dev/apps/try', usual).then(pathOf));
    const metadata = JSON.stringify({ redirect_uris: [elsewhere] });
    const { db } = app.services;
    await db.updateTable('apps').set({ metadata }).where('id', '=', demoApp.id).execute();
    const url = new URL(path, 'http://localhost:5000');
    url.searchParams.set('redirect_uri', elsewhere);
    const { status, headers } = await browser.get(`${url.pathname}${url.search}`);
    expect([status, headers.location]).toEqual([400, undefined]);
    expect(read((await run(browser)).text)).toContain(`Signed in as ${username}.`);
  });

  test('in production there is neither the page nor the app, even if its row and its tokens came along', async () => {
    const back = new URL(await begin(browser), 'http://localhost:5000');
    const secret = await saveDemoApp(app.services);
    const authorization = `Basic ${Buffer.from(`${demoApp.id}:${secret}`).toString('base64')}`;
    const production = await open({ mode: 'production', publicUrl: 'http://localhost:5000' });
    const paths = allRoutes(production.services, '').map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith('/dev/'))).toEqual([]);
    for (const path of ['/dev/apps/try', '/dev/apps/try/back', '/dev/apps/try/result'])
      expect((await production.browser().get(path)).status, path).toBe(404);
    expect((await production.browser().submit('/dev/apps/try', usual)).status).toBe(404);
    const asked = pathOf(await browser.submit('/dev/apps/try', usual));
    expect((await production.browser().get(asked)).status, 'it asks').toBe(400);
    const form = {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: 'http://localhost:5000/dev/apps/try/back',
    };
    const redeem = async (at: TestApp) => {
      const sent = at.browser().send('POST', '/oauth/token', undefined, { form, headers: { authorization } });
      const { status, text: said } = await sent;
      return [status, (JSON.parse(said) as { error: string }).error];
    };
    expect(await redeem(production)).toEqual([401, 'invalid_client']);
    expect(await redeem(app), 'it has no verifier, and is known').toEqual([400, 'invalid_grant']);
  });

  test('goes when nobody has tried it for long, and comes back when somebody does', async () => {
    const { db } = app.services;
    await run(browser);
    await deleteUnusedApps(db, app.clock() + days(90) - 1);
    expect(await findApp(db, demoApp.id), 'somebody signed in to it').toBeDefined();
    await deleteUnusedApps(db, app.clock() + days(90));
    expect(await findApp(db, demoApp.id)).toBeUndefined();
    expect(read((await run(browser)).text)).toContain(`Signed in as ${username}.`);
  });

  test('is forgotten after an hour', async () => {
    await run(browser);
    app.clock.advance(hours(1) - 1);
    expect((await browser.get('/dev/apps/try/result')).status).toBe(200);
    app.clock.advance(1);
    expect((await browser.get('/dev/apps/try/result')).headers.location).toBe('/dev/apps/try');
  });
});
