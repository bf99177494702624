import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveExample } from '../../examples/serve.ts';
import { findBarriers } from '../support/barriers.ts';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { totpCode } from '../support/totp-codes.ts';
import { addAuthenticator } from '../support/virtual-authenticator.ts';

const password = 'nine blue herons wade';
const chromium = latchkeyInChromium();

/** A page on another port than the server, under the strictest policy that lets it work. */
let site: Server;
let home: string;
const scripts = ['/client.js', '/element.js'];
const shown = (attributes: string) => `<!doctype html><html lang="en"><title>A page</title>
<link rel="stylesheet" href="/own.css"><script type="module" src="/element.js"></script>
<main><h1>A page</h1><latchkey-login server="${chromium.latchkey.url}" next="/inside" ${attributes}>
<p slot="logo">Our own logo</p><a slot="links" href="/help">Help</a></latchkey-login></main></html>`;

beforeAll(async () => {
  site = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const policy = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src ${chromium.latchkey.url}`;
    response.setHeader('content-security-policy', `${policy}; require-trusted-types-for 'script'`);
    if (scripts.includes(pathname)) {
      response.setHeader('content-type', 'text/javascript');
      return response.end(readFileSync(`dist/client${pathname}`));
    }
    response.setHeader('content-type', pathname === '/own.css' ? 'text/css' : 'text/html');
    if (pathname === '/own.css') {
      return response.end('.latchkey-button, ::part(button) { text-transform: uppercase }');
    }
    return response.end(pathname === '/inside' ? '<h1>Inside</h1>' : shown(searchParams.get('with') ?? ''));
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  home = `http://localhost:${(site.address() as AddressInfo).port}/`;
});
afterAll(() => site?.close());

async function send(path: string, body: object, token?: string) {
  const answer = await fetch(`${chromium.latchkey.url}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<'token' | 'secret', string> & { recoveryCodes: string[] };
}

let count = 0;

/** Somebody with an authenticator app, whose code now was not used yet. */
async function withApp() {
  const username = `person-${++count}`;
  const { token } = await send('/register', { username, password, transport: 'bearer' });
  const { secret } = await send('/me/totp', {}, token);
  const { recoveryCodes } = await send('/me/totp/confirm', { code: totpCode(secret, Date.now(), -1) }, token);
  return { username, secret, recoveryCodes };
}

/** Opens a page that may complain of nothing: no error, and nothing that its policy forbids. */
async function open(context: BrowserContext, address: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (/Content Security Policy|TrustedHTML/.test(line.text())) complaints.push(line.text());
  });
  await page.goto(address);
  return { page, complaints };
}

async function fillIn(page: Page, username: string, secret = password) {
  await page.getByLabel('Username or email address').fill(username);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const code = (page: Page) => page.getByLabel('Code from your authenticator app');

describe('<latchkey-login> under a strict policy, on another port than its server', () => {
  test('says what is wrong, asks for the second step, and leads on', () =>
    chromium.inContext(async (context) => {
      const { username, secret } = await withApp();
      const { page, complaints } = await open(context, home);
      await fillIn(page, username, 'not my password at all');
      const alert = page.getByRole('alert');
      await expect
        .poll(() => alert.textContent())
        .toMatch(/^Incorrect username or password\. \((?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\)$/);
      expect(await alert.evaluate((one) => one === document.activeElement)).toBe(true);
      expect(await page.getByLabel('Username or email address').inputValue()).toBe(username);
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.getByText('Our own logo').isVisible()).toBe(true);
      const button = page.getByRole('button', { name: 'Sign in', exact: true });
      expect(await button.evaluate((one) => getComputedStyle(one).textTransform)).toBe('uppercase');

      await fillIn(page, username);
      await code(page).waitFor();
      expect(await code(page).evaluate((one) => one === document.activeElement)).toBe(true);
      expect(await findBarriers(page)).toEqual([]);
      expect(
        await page.getByRole('link', { name: 'Other ways to sign in' }).count(),
        'it knows all steps',
      ).toBe(0);
      await code(page).fill('nothing');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect.poll(() => alert.textContent()).toContain('Enter the 6 digits');
      await code(page).fill(totpCode(secret, Date.now()));
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL(`${home}inside`);
      expect(complaints).toEqual([]);
    }));

  test('works in a shadow root, with parts and slots, and takes a recovery code', () =>
    chromium.inContext(async (context) => {
      const { username, recoveryCodes } = await withApp();
      const { page, complaints } = await open(context, `${home}?with=shadow`);
      await page.evaluate(() => {
        const { body } = document;
        body.addEventListener('latchkey-signed-in', (event) => {
          event.preventDefault();
          body.dataset.who = (event as CustomEvent).detail.account.username;
        });
        body.addEventListener('latchkey-refused', (event) => {
          body.dataset.refused = (event as CustomEvent).detail.code;
        });
      });
      await fillIn(page, username, 'not my password at all');
      const told = (name: string) => page.evaluate((one) => document.body.dataset[one], name);
      await expect.poll(() => told('refused')).toBe('invalid-credentials');
      expect(await page.getByText('Our own logo').isVisible()).toBe(true);
      const button = page.getByRole('button', { name: 'Sign in', exact: true });
      expect(
        await button.evaluate((one) => [
          one.getRootNode() instanceof ShadowRoot,
          getComputedStyle(one).textTransform,
        ]),
      ).toEqual([true, 'uppercase']);
      expect(await findBarriers(page)).toEqual([]);
      await fillIn(page, username);
      await page.getByText("I don't have my phone").click();
      await page.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '');
      await page.getByRole('button', { name: 'Use code and sign in' }).click();
      await expect.poll(() => told('who')).toBe(username);
      expect([page.url(), complaints], 'the page has stopped it').toEqual([`${home}?with=shadow`, []]);
    }));

  test('waits until an email address is verified, and offers passkeys only where they work', () =>
    chromium.inContext(async (context) => {
      const username = `person-${++count}`;
      await send('/register', { username, password, email: `${username}@example.com` });
      const { page, complaints } = await open(context, home);
      expect(await page.getByRole('button', { name: 'passkey' }).count()).toBe(0);
      const link = page.getByRole('link', { name: 'Other ways to sign in' });
      const inside = encodeURIComponent(`${home}inside`);
      expect(await link.getAttribute('href')).toBe(`${chromium.latchkey.url}/login?next=${inside}`);
      await fillIn(page, username);
      await page.getByText('Open the link in the email, then continue.').waitFor();
      await page.getByRole('button', { name: 'Continue' }).click();
      await expect
        .poll(() => page.getByRole('alert').textContent())
        .toContain("Your email isn't verified yet.");
      expect(await findBarriers(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }));

  test('leads to the page of the server where a proof of work is asked for', () =>
    chromium.inContext(async (context) => {
      const username = `person-${++count}`;
      await send('/register', { username, password });
      const { page } = await open(context, home);
      const statuses: number[] = [];
      while (statuses.at(-1) !== 403) {
        const answer = page.waitForResponse(`${chromium.latchkey.url}/api/login`);
        await fillIn(page, username, 'not my password at all');
        statuses.push((await answer).status());
      }
      expect(statuses).toEqual([401, 401, 401, 403]);
      await page.waitForURL(`${chromium.latchkey.url}/login?next=${encodeURIComponent(`${home}inside`)}`);
    }));

  test("signs in with a passkey on a page of the server's own origin", () =>
    chromium.inContext(async (context) => {
      const { url } = chromium.latchkey;
      await context.route(`${url}/own`, (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: shown('').replace('next="/inside"', 'next="/account"'),
        }),
      );
      const { page } = await open(context, `${url}/own`);
      await addAuthenticator(page);
      const username = `person-${++count}`;
      await page.evaluate(
        async ([name, secret]) => {
          const post = async (path: string, body: object) =>
            (
              await fetch(`/api${path}`, {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify(body),
              })
            ).json();
          await post('/register', { username: name, password: secret });
          const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
            await post('/me/passkeys/options', {}),
          );
          const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
          await post('/me/passkeys', { response: made.toJSON() });
          await fetch('/api/logout', { method: 'POST' });
        },
        [username, password],
      );
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await page.waitForURL(`${url}/account`);
    }));
});

describe.each(['vue', 'svelte', 'react'] as const)('the %s example', (example) => {
  test('signs in somebody with an authenticator app, in every tab, until the session ends', async () => {
    const { url, server } = await serveExample(example);
    await chromium.inContext(async (context) => {
      const { username, secret } = await withApp();
      const address = `${url}?api=${chromium.latchkey.url}`;
      const { page, complaints } = await open(context, address);
      const other = await open(context, address);
      const isIn = (one: Page) => one.getByRole('heading', { name: `Hello, ${username}` });
      const isOut = (one: Page) => one.getByRole('button', { name: 'Sign in', exact: true });
      await isOut(other.page).waitFor();
      await page.getByLabel('Username').fill(username);
      await page.getByLabel('Password').fill(password);
      await isOut(page).click();
      await code(page).fill(totpCode(secret, Date.now()));
      await page.getByRole('button', { name: /^(Sign in|Continue)$/ }).click();
      await isIn(page).waitFor();
      await isIn(other.page).waitFor();

      // Ended where no tab hears of it, a second ago: whoever comes back to the page is asked to sign in.
      const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
      await fetch(`${chromium.latchkey.url}/api/logout`, { method: 'POST', headers: { cookie } });
      await page.evaluate(() => {
        const now = Date.now();
        Date.now = () => now + 11_000;
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await isOut(page).waitFor();
      await other.page.reload();
      await isOut(other.page).waitFor();
      expect([...complaints, ...other.complaints]).toEqual([]);
    });
    server.close();
  });
});
