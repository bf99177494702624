import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { hours } from '../../src/kit/duration.ts';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { freshName, goodPassword } from '../support/names.ts';
import { totpCode } from '../support/totp-codes.ts';

/** What somebody reads who has signed in and isn't in, and what `/dev/trails` makes of it. */
const here = latchkeyInChromium();

async function registered(): Promise<string> {
  const username = freshName('cora');
  const { status } = await fetch(`${here.latchkey.url}/api/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: goodPassword }),
  });
  expect(status).toBe(201);
  return username;
}

async function signIn(page: Page, username: string, server = here.latchkey.url): Promise<void> {
  await page.goto(`${server}/login`);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(goodPassword);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/(account|login\/complete)/);
}

/** What `/dev/trails` says of an attempt. */
async function explained(page: Page, code: string): Promise<string> {
  await page.goto(`${here.latchkey.url}/dev/trails/${code}`);
  return page.locator('main').innerText();
}

/** The server behind a proxy through which no cookie comes to the browser. */
async function withoutCookies(work: (url: string) => Promise<void>): Promise<void> {
  const proxy = createServer((asked, answer) => {
    const { hostname, port } = new URL(here.latchkey.url);
    const { method, url: path, headers } = asked;
    const passed = request({ hostname, port, method, path, headers }, (got) => {
      const { 'set-cookie': _dropped, ...kept } = got.headers;
      answer.writeHead(got.statusCode ?? 502, kept);
      got.pipe(answer);
    });
    asked.pipe(passed);
  });
  try {
    await work(await listening(proxy));
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
}

/** Where a server of this test listens. */
async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

test('a browser that keeps no cookie is told so, with a code that leads to the cause', async () => {
  const username = await registered();
  await withoutCookies((blocked) =>
    here.inContext(async (context) => {
      const page = await context.newPage();
      await signIn(page, username, blocked);
      expect(await page.locator('h1').innerText()).toBe("Your browser didn't keep you signed in");
      const text = await page.locator('main').innerText();
      expect(text).toContain('Allow cookies for this site');
      const [code = ''] = /[A-Z\d]{4}-[A-Z\d]{4}-[A-Z\d]{4}/.exec(text) ?? [];
      expect(await explained(page, code)).toContain("The session hasn't been used yet");
      await signIn(page, username);
      expect(await page.locator('h1').innerText(), 'the remedy').toBe(username);
    }),
  );
});

test('a page at 127.0.0.1 that calls the server at localhost is told that they are two sites', async () => {
  const username = await registered();
  const frontend = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>A frontend</title>');
  });
  const local = await listening(frontend);
  try {
    await here.inContext(async (context) => {
      const page = await context.newPage();
      const call = () =>
        page.evaluate(
          async ([server, body]) => {
            const send = (path: string, more: object) =>
              fetch(`${server}${path}`, { credentials: 'include', ...more });
            const headers = { 'content-type': 'application/json' };
            const login = await send('/api/login', { method: 'POST', headers, body });
            const session = await send('/api/session', {});
            return {
              attempt: login.headers.get('latchkey-attempt') ?? '',
              status: session.status,
              text: await session.text(),
            };
          },
          [here.latchkey.url, JSON.stringify({ username, password: goodPassword })] as const,
        );
      await page.goto(local.replace('localhost', '127.0.0.1'));
      const refused = await call();
      expect(refused.status).toBe(401);
      expect(JSON.parse(refused.text)).toMatchObject({ code: 'not-signed-in', reason: 'no-cookie' });
      expect(refused.text).toContain('`localhost` and `127.0.0.1` are two sites');
      const other = await context.newPage();
      expect(await explained(other, refused.attempt)).toContain('a page of another site');
      await page.goto(local);
      expect(await call(), 'the remedy').toMatchObject({ status: 200 });
    });
  } finally {
    frontend.close();
  }
});

test('a tab whose session was ended elsewhere says so, and keeps what was typed', async () => {
  await here.inContext(async (context) => {
    const username = await registered();
    const page = await context.newPage();
    await signIn(page, username);
    const ended = await fetch(`${here.latchkey.url}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: goodPassword, transport: 'bearer' }),
    });
    const { token } = (await ended.json()) as { token: string };
    await fetch(`${here.latchkey.url}/api/me/sessions`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    await page.reload();
    expect(page.url()).toContain('/login?next=');
    const notice = page.locator('.notice-warn').first();
    expect(await notice.innerText()).toMatch(/^This session was ended\. That was on .+ UTC\./);
  });
});

test('a tab whose person signed out in another tab leads to the sign-in, and back after it', async () => {
  await here.inContext(async (context) => {
    const username = await registered();
    const [page, other] = [await context.newPage(), await context.newPage()];
    await signIn(page, username);
    await other.goto(`${here.latchkey.url}/logout`);
    await other.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await other.getByText("You're signed out").waitFor();
    await page.reload();
    expect(await page.locator('.notice-warn').first().innerText()).toBe(
      "You're signed out in this browser. Sign in to continue.",
    );
    await page.locator('#username').fill(username);
    await page.locator('#password').fill(goodPassword);
    await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(`${here.latchkey.url}/account`);
    expect(await page.locator('h1').innerText(), 'the remedy').toBe(username);
  });
});

test("a browser and an app that agree on another time than the server's leave the phone alone", async () => {
  const username = await registered();
  await here.inContext(async (context) => {
    const post = async (path: string, data?: object) =>
      (await context.request.post(`${here.latchkey.url}${path}`, { data })).json();
    await post('/api/login', { username, password: goodPassword });
    const { secret } = (await post('/api/me/totp')) as { secret: string };
    await post('/api/me/totp/confirm', { code: totpCode(secret, Date.now()) });
    await context.clearCookies();
    const page = await context.newPage();
    const later = Date.now() + hours(2);
    await page.clock.setFixedTime(later);
    await page.goto(`${here.latchkey.url}/login`);
    await page.locator('#username').fill(username);
    await page.locator('#password').fill(goodPassword);
    await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator('#app-code').fill(totpCode(secret, later));
    await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
    const problem = page.getByText(/^Support code:/).first();
    const [code = ''] = /[A-Z\d]{4}-[A-Z\d]{4}-[A-Z\d]{4}/.exec(await problem.innerText()) ?? [];
    const told = await explained(page, code);
    expect(told).toContain("it's 2 h behind the clock of the person's browser");
    expect(told).toContain("Nobody's phone is wrong");
  });
});
