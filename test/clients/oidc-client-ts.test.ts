import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goodPassword } from '../support/app.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Latchkey, startForClients } from '../support/real-clients.ts';

let latchkey: Latchkey;
let browser: Browser;
let site: Server;
let origin: string;
let settings: object;

/** A single-page app of another origin: each of its pages has the library and the settings. */
beforeAll(async () => {
  [latchkey, browser] = await Promise.all([startForClients(), launchChromium()]);
  const library = readFileSync(
    fileURLToPath(new URL('node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js', import.meta.url)),
  );
  site = createServer((request, answer) => {
    if (request.url === '/library.js') return answer.end(library);
    const begin = `const client = new oidc.UserManager(${JSON.stringify(settings)});`;
    const silent = request.url?.startsWith('/silent') ? 'client.signinSilentCallback();' : '';
    return answer
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<script src="/library.js"></script><script>${begin}${silent}</script>`);
  }).listen(0, 'localhost');
  await once(site, 'listening');
  origin = `http://localhost:${(site.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  site?.close();
  await latchkey?.stop();
});

/** What a page of the app runs; there `client` is the library's. */
const run = <Result>(page: Page, script: string): Promise<Result> => page.evaluate(script);

/** The same for what leads the browser elsewhere. */
async function leave(page: Page, script: string, to: string): Promise<void> {
  await Promise.all([page.waitForURL(to), run(page, `void ${script}`)]);
}

test('oidc-client-ts: a single-page app signs in, renews with a token and in a frame, and signs out', async () => {
  const { app } = await latchkey.addApp({
    kind: 'spa',
    redirects: [`${origin}/callback`, `${origin}/silent`],
    logoutRedirects: [`${origin}/`],
  });
  settings = {
    authority: latchkey.url,
    client_id: app.id,
    redirect_uri: `${origin}/callback`,
    silent_redirect_uri: `${origin}/silent`,
    post_logout_redirect_uri: `${origin}/`,
    scope: 'openid profile email',
  };
  const person = await latchkey.person();
  const page = await (await browser.newContext()).newPage();
  const failed: string[] = [];
  page.on('console', (message) => message.type() === 'error' && failed.push(message.text()));

  await page.goto(origin);
  const silently = 'client.signinSilent().then((user) => user.profile, ({ error }) => error)';
  expect(await run(page, silently)).toBe('login_required');
  await leave(page, 'client.signinRedirect()', `${latchkey.url}/login?**`);
  await page.getByLabel('Username').fill(person.username);
  await page.getByLabel('Password', { exact: true }).fill(goodPassword);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForURL(`${origin}/callback?**`);
  const told = { sub: person.id, name: person.username, email: person.email, email_verified: true };
  expect(await run(page, 'client.signinCallback().then((user) => user.profile)')).toMatchObject(told);

  const before = await run<string>(page, 'client.getUser().then((user) => user.refresh_token)');
  expect(await run(page, silently)).toMatchObject(told);
  expect(await run(page, 'client.getUser().then((user) => user.refresh_token)')).not.toBe(before);
  await run(
    page,
    'client.getUser().then((user) => { delete user.refresh_token; return client.storeUser(user); })',
  );
  expect(await run(page, silently), 'in a frame').toMatchObject(told);
  await run(page, 'client.revokeTokens(["access_token", "refresh_token"])');
  expect(failed).toEqual([]);

  await leave(page, 'client.signoutRedirect()', `${origin}/`);
  expect(await run(page, silently)).toBe('login_required');
});
