import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/kit/db/index.ts';
import { addApp } from '../../src/operate/apps/index.ts';
import { keyIn } from '../cli/command-line.ts';
import { blocksClaimedBy } from '../support/guide/blocks.ts';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { freshName, goodPassword } from '../support/names.ts';

const lab = latchkeyInChromium();

const sites: Server[] = [];
/** The site of the guide, and the same one at an address that isn't registered. */
let [site, stranger] = ['', ''];
let id = '';

/** Latchkey is at `localhost`, so this is another site to a browser, and none of its cookies go along. */
async function serve(): Promise<string> {
  const files = new Map<string, string>(
    blocksClaimedBy('site').map(({ info, text }) => [`/${info.split(' ')[1]}`, text]),
  );
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const text = files.get(pathname === '/' ? '/index.html' : pathname) ?? '';
    const type = pathname.endsWith('.js') ? 'text/javascript' : 'text/html';
    response
      .writeHead(text === '' ? 404 : 200, { 'content-type': `${type}; charset=utf-8` })
      .end(text.replaceAll('https://login.example.com', lab.latchkey.url).replaceAll('app_…', id));
  }).listen(0, '127.0.0.1');
  sites.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

beforeAll(async () => {
  [site, stranger] = [await serve(), await serve()];
  const database = openDatabase({ file: join(lab.latchkey.dataDir, 'latchkey.sqlite') });
  const secretKey = keyIn({ LATCHKEY_DATA_DIR: lab.latchkey.dataDir });
  const wanted = { name: 'Shop', kind: 'spa', redirects: [site], logoutRedirects: [site] } as const;
  const { app } = await addApp(
    { db: database.db, clock: Date.now, secretKey },
    { ...wanted, firstParty: true },
  );
  id = app.id;
  await database.close();
});
afterAll(() => {
  for (const server of sites) {
    server.closeAllConnections();
    server.close();
  }
});

const choose = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Everything that the page has kept. */
const kept = (page: Page): Promise<string> =>
  page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])');

/** Whether a page may read what an endpoint answers about the app. */
const asks = (page: Page): Promise<string> =>
  page.evaluate(
    `fetch('${lab.latchkey.url}/oauth/token', { method: 'POST', body: new URLSearchParams({
      client_id: '${id}', grant_type: 'authorization_code', code: 'x', code_verifier: '${'v'.repeat(43)}',
      redirect_uri: '${site}',
    }) }).then(() => 'answered', () => 'blocked')`,
  );

test('the static site of the guide signs in, keeps no token, comes back at once and signs out', {
  timeout: 120_000,
}, async () => {
  const username = freshName('person');
  const made = await fetch(`${lab.latchkey.url}/api/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: goodPassword }),
  });
  expect(made.status).toBe(201);
  await lab.inContext(async (context) => {
    const page = await context.newPage();
    await page.goto(site);
    await choose(page, 'Sign in');
    await page.locator('[name=username]').fill(username);
    await page.locator('[name=password]').fill(goodPassword);
    await page.locator('[name=password]').press('Enter');
    await page.getByText(`Hello, ${username}.`).waitFor();
    expect(page.url(), 'without the code').toBe(site);
    expect(await kept(page)).toBe('[{},{},""]');

    await page.reload();
    await page.getByText("You're not signed in.").waitFor();
    await choose(page, 'Sign in');
    await page.getByText(`Hello, ${username}.`).waitFor();

    await page.goto(`${site}?state=of-another&code=stolen&iss=${lab.latchkey.url}`);
    await page.getByText('This sign-in began elsewhere. Start over.').waitFor();

    await choose(page, 'Sign out');
    await page.locator('main').getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(site);
    await choose(page, 'Sign in');
    await page.locator('[name=username]').waitFor();

    await page.goto(stranger);
    await choose(page, 'Sign in');
    await page.waitForURL(`${lab.latchkey.url}/oauth/authorize**`);
    for (const [origin, expected] of [
      [site, 'answered'],
      [stranger, 'blocked'],
    ] as const) {
      await page.goto(origin);
      expect(await asks(page), origin).toBe(expected);
    }
  });
});
