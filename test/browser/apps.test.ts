import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/kit/db/index.ts';
import { type AppKind, addApp } from '../../src/operate/apps/index.ts';
import { keyIn } from '../cli/command-line.ts';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { freshName, goodPassword } from '../support/names.ts';

const lab = latchkeyInChromium();
const verifier = randomBytes(32).toString('base64url');

let program: Server;
let port = 0;

/** A program on the person's machine, which listens where it likes. */
beforeAll(async () => {
  program = createServer(async (request, answer) => {
    if (request.method === 'POST') {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      // What it was told it leads on with, to another origin, as programs of several hosts do.
      answer.writeHead(303, { location: `http://localhost:${port}/in?${Buffer.concat(parts)}` }).end();
      return;
    }
    answer.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>Back</h1><p>${request.url}</p>`);
  }).listen(0, '127.0.0.1');
  await once(program, 'listening');
  ({ port } = program.address() as AddressInfo);
});
afterAll(() => {
  program.closeAllConnections();
  program.close();
});

async function add(kind: AppKind, redirect: string): Promise<{ id: string; secret: string }> {
  const database = openDatabase({ file: join(lab.latchkey.dataDir, 'latchkey.sqlite') });
  const secretKey = keyIn({ LATCHKEY_DATA_DIR: lab.latchkey.dataDir });
  try {
    const wanted = { name: freshName('App'), kind, redirects: [redirect] };
    const { app, secret = '' } = await addApp({ db: database.db, clock: Date.now, secretKey }, wanted);
    return { id: app.id, secret };
  } finally {
    await database.close();
  }
}

function requestOf(id: string, redirect: string, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    client_id: id,
    redirect_uri: redirect,
    response_type: 'code',
    scope: 'openid profile',
    state: 'of-the-app',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return `${lab.latchkey.url}/oauth/authorize?${query}`;
}

/** What the app sends from its own server, with the code that came back. */
async function exchange(back: string, redirect: string, app: { id: string; secret: string }) {
  const { searchParams: given } = new URL(back);
  expect(given.get('state')).toBe('of-the-app');
  expect(given.get('iss')).toBe(lab.latchkey.url);
  const answer = await fetch(`${lab.latchkey.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: given.get('code') ?? '',
      redirect_uri: redirect,
      code_verifier: verifier,
      client_id: app.id,
      ...(app.secret !== '' && { client_secret: app.secret }),
    }),
  });
  const tokens = (await answer.json()) as { access_token?: string; error?: string };
  expect(tokens.error).toBeUndefined();
  const told = await fetch(`${lab.latchkey.url}/oauth/userinfo`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  return (await told.json()) as { preferred_username?: string };
}

async function register(): Promise<string> {
  const username = freshName('person');
  const made = await fetch(`${lab.latchkey.url}/api/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: goodPassword }),
  });
  expect(made.status).toBe(201);
  return username;
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.locator('[name=username]').fill(username);
  await page.locator('[name=password]').fill(goodPassword);
  await page.locator('[name=password]').press('Enter');
}

test.each<[string, AppKind, () => [registered: string, asked: string]]>([
  ['an app on https', 'web', () => ['https://app.example.com/callback', 'https://app.example.com/callback']],
  [
    'a program on a port of its own',
    'native',
    () => ['http://127.0.0.1/callback', `http://127.0.0.1:${port}/callback`],
  ],
  [
    'a program by a scheme of its own',
    'native',
    () => ['com.example.app:/callback', 'com.example.app:/callback'],
  ],
])(
  'without JavaScript: sign-in, consent, and back to %s',
  { timeout: 120_000 },
  async (_name, kind, addresses) => {
    const [registered, asked] = addresses();
    const app = await add(kind, registered);
    const username = await register();
    const context = await lab.browser.newContext({ javaScriptEnabled: false });
    try {
      await context.route('https://app.example.com/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<h1>Back</h1>' }),
      );
      const page = await context.newPage();
      await page.goto(requestOf(app.id, asked));
      await signIn(page, username);
      await page.getByRole('heading', { name: 'wants to use your account' }).waitFor();
      if (asked.startsWith('http')) {
        await page.getByRole('button', { name: 'Allow' }).click();
        await page.getByRole('heading', { name: 'Back' }).waitFor();
        expect(await exchange(page.url(), asked, app)).toMatchObject({ preferred_username: username });
        // Once more: nobody is asked who has allowed it, but a program could be any.
        const again = await context.request.get(requestOf(app.id, asked), { maxRedirects: 0 });
        const { location = '' } = again.headers();
        expect(location.startsWith(kind === 'web' ? asked : '/oauth/ask/'), location).toBe(true);
        return;
      }
      // Nothing here opens the scheme, so the page that leads there stays, with its link.
      await page.getByRole('button', { name: 'Allow' }).click();
      const link = page.locator('a[href^="com.example.app:"]');
      await link.waitFor();
      const back = (await link.getAttribute('href')) ?? '';
      expect(await exchange(back, asked, app)).toMatchObject({ preferred_username: username });
    } finally {
      await context.close();
    }
  },
);

test.each([false, true])(
  'an answer that is posted arrives, and the app leads on (JavaScript: %s)',
  { timeout: 120_000 },
  async (javaScriptEnabled) => {
    const redirect = `http://127.0.0.1:${port}/callback`;
    const app = await add('web', redirect);
    const username = await register();
    const context = await lab.browser.newContext({ javaScriptEnabled });
    try {
      const page = await context.newPage();
      await page.goto(requestOf(app.id, redirect, { response_mode: 'form_post' }));
      await signIn(page, username);
      await page.getByRole('button', { name: 'Allow' }).click();
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'Back' }).waitFor();
      expect(new URL(page.url()).origin).toBe(`http://localhost:${port}`);
      expect(await exchange(page.url(), redirect, app)).toMatchObject({ preferred_username: username });
    } finally {
      await context.close();
    }
  },
);
