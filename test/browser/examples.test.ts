import { spawnSync } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Example, serveExample } from '../../examples/serve.ts';
import { launchChromium } from '../support/chromium.ts';
import { blocksClaimedBy } from '../support/guide/blocks.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';
import { totpCode } from '../support/totp-codes.ts';

const password = 'nine blue herons wade';

let browser: Browser;
let latchkey: RunningServer;
const hosts: Server[] = [];
const addresses = new Map<Example, string>();

beforeAll(async () => {
  browser = await launchChromium();
  latchkey = await startLatchkey();
  for (const example of ['plain', 'react'] as const) {
    const { url, server } = await serveExample(example);
    hosts.push(server);
    addresses.set(example, `${url}?api=${latchkey.url}`);
  }
});

afterAll(async () => {
  for (const host of hosts) host.close();
  await browser?.close();
  await latchkey?.stop();
});

let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
});

afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

let count = 0;
const freshName = () => `visitor-${++count}`;

const message = () => page.getByRole('status');
const says = async (pattern: string) =>
  expect.poll(() => message().textContent(), { timeout: 15_000 }).toMatch(pattern);

async function come(
  example: Example,
  act: 'Sign in' | 'Create account',
  username: string,
  secret = password,
) {
  if (!page.url().includes('?api=')) await page.goto(addresses.get(example) ?? '');
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: act, exact: true }).click();
}

/** Another program of the same person, which changes the document behind the page's back. */
async function changeElsewhere(username: string, data: unknown) {
  const json = { 'content-type': 'application/json' };
  const credentials = { username, password, transport: 'bearer' };
  const login = await fetch(`${latchkey.url}/api/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(credentials),
  });
  const { token } = (await login.json()) as { token: string };
  const headers = { ...json, authorization: `Bearer ${token}` };
  const put = await fetch(`${latchkey.url}/api/me/data`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(data),
  });
  expect(put.status).toBe(200);
  return headers;
}

/** What another program of this person sends, and what it is answered. */
async function send(path: string, body?: object, token?: string) {
  const answer = await fetch(`${latchkey.url}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body ?? {}),
  });
  return (await answer.json()) as Record<'status' | 'token' | 'secret', string> & { recoveryCodes: string[] };
}

/** Somebody with an authenticator app, whose code now was not used yet. */
async function withApp() {
  const username = freshName();
  const { token } = await send('/register', { username, password, transport: 'bearer' });
  const { secret } = await send('/me/totp', undefined, token);
  const code = totpCode(secret, Date.now(), -1);
  const { recoveryCodes: codes } = await send('/me/totp/confirm', { code }, token);
  return { username, secret, codes };
}

describe.each(['plain', 'react'] as const)('the %s example, served from another port', (example) => {
  test('signs up, stays signed in over a reload, signs out and in again', async () => {
    const username = freshName();
    await come(example, 'Create account', username);
    await says('Account created.');
    await page.reload();
    await page.getByRole('heading', { name: `Hello, ${username}` }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await says("You're signed out.");
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await come(example, 'Sign in', username);
    await says('Welcome back.');
  });

  test('says kindly that a password is wrong, too short, or a name taken', async () => {
    const username = freshName();
    await come(example, 'Create account', username, 'short');
    await says('Use at least 15 characters; this password has 5.');
    await come(example, 'Create account', username);
    await says('Account created.');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await come(example, 'Sign in', username, 'not my password at all');
    await says('Incorrect username or password.');
    await come(example, 'Create account', username);
    await says(`The username "${username}" is already taken.`);
  });

  test('after three wrong passwords leads to the page of the server, and back when it is done', async () => {
    const username = freshName();
    await fetch(`${latchkey.url}/register?username=${username}&password=${encodeURIComponent(password)}`, {
      method: 'POST',
    });
    for (let tries = 0; tries < 3; tries++) {
      // The sentence is the same each time, so the answer itself is waited for.
      const answer = page.waitForResponse(`${latchkey.url}/api/login`);
      await come(example, 'Sign in', username, `wrong password ${tries}`);
      expect((await answer).status()).toBe(401);
      await says('Incorrect username or password.');
    }
    await come(example, 'Sign in', username);
    await says('Too many failed attempts');
    await page.getByRole('link', { name: "Sign in on the server's page" }).click();
    await page.waitForURL(`${latchkey.url}/login?next=**`);
    const logIn = async () => {
      await page.getByLabel('Username').fill(username);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click();
    };
    await logIn();
    await page.getByText('Enter your password again').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(addresses.get(example) ?? '');
    await page.getByRole('heading', { name: `Hello, ${username}` }).waitFor();
  });

  test('asks somebody with an authenticator app for a code, and takes a recovery code', async () => {
    const { username, secret, codes } = await withApp();
    const field = page.getByLabel('Code from your authenticator app, or a recovery code');
    const send = async (code: string) => {
      await field.fill(code);
      await page.getByRole('button', { name: 'Continue' }).click();
    };
    await come(example, 'Sign in', username);
    await says('One more step.');
    expect(await page.getByRole('heading', { name: /Hello/ }).isVisible(), 'not inside yet').toBe(false);
    await send('not a code at all');
    await says(
      'Incorrect recovery code. Check it for typos, and enter one whole code: 24 letters and digits.',
    );
    await send(totpCode(secret, Date.now()));
    await says('Welcome back.');
    await page.getByRole('heading', { name: `Hello, ${username}` }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await says("You're signed out.");
    await come(example, 'Sign in', username);
    await says('One more step.');
    await send(codes[0] ?? '');
    await says('Welcome back.');
  });

  test('waits until an email address is verified', async () => {
    const username = freshName();
    const email = `${username}@example.com`;
    expect((await send('/register', { username, password, email })).status).toBe('more');
    await come(example, 'Sign in', username);
    await says('Open the link in the email we sent you, then continue.');
    const verified = page.getByRole('button', { name: "I've verified my email" });
    await verified.click();
    await says("Your email address isn't verified yet.");
    const mails = await fetch(`${latchkey.url}/dev/mailbox`, { headers: { accept: 'application/json' } });
    const token = /#(lnk_[\w-]+)/.exec(JSON.stringify(await mails.json()))?.[1];
    expect((await send('/email/verify', { token })).status).toBe('verified');
    await verified.click();
    await says('Welcome back.');
    await page.getByRole('heading', { name: `Hello, ${username}` }).waitFor();
  });

  test('says that the server does not answer', async () => {
    await page.goto(`${(addresses.get(example) ?? '').split('?')[0]}?api=http://127.0.0.1:9`);
    await says('No answer from http://127.0.0.1:9. Is Latchkey running there?');
  });
});

describe('the data', () => {
  test('of the plain page are saved, and a change made elsewhere is not written over', async () => {
    const username = freshName();
    await come('plain', 'Create account', username);
    const editor = page.getByLabel('Your data');
    const save = page.getByRole('button', { name: 'Save' });
    await editor.fill('{ "tea": "green"');
    await save.click();
    await says("This isn't valid JSON");
    await editor.fill('{ "tea": "green" }');
    await save.click();
    await says('Saved.');
    await page.reload();
    await expect.poll(() => editor.inputValue()).toContain('"tea": "green"');

    await changeElsewhere(username, { tea: 'black' });
    await editor.fill('{ "tea": "white" }');
    await save.click();
    await says('changed elsewhere');
    expect(await editor.inputValue()).toContain('white');
    await page.getByRole('button', { name: 'Load the new version' }).click();
    await expect.poll(() => editor.inputValue()).toContain('"tea": "black"');
    await editor.fill('{ "tea": "white" }');
    await save.click();
    await says('Saved.');
  });

  test('of the React app are merged with a change made elsewhere, and the text of a workshop account is kept', async () => {
    const username = freshName();
    await fetch(
      `${latchkey.url}/register?username=${username}&password=${encodeURIComponent(password)}&data=testing`,
      { method: 'POST' },
    );
    await come('react', 'Sign in', username);
    const notes = () => page.getByRole('listitem').allInnerTexts();
    const add = async (note: string) => {
      await page.getByLabel('A new note').fill(note);
      await page.getByRole('button', { name: 'Add' }).click();
    };
    await add('buy milk');
    await expect.poll(notes).toHaveLength(1);
    const headers = await changeElsewhere(username, { notes: ['buy milk', 'call home'], color: 'green' });
    await add('read a book');
    await says('Saved, together with a change made elsewhere.');
    await expect.poll(async () => (await notes()).join()).toMatch(/buy milk.*call home.*read a book/s);
    await page.getByRole('button', { name: 'Remove buy milk' }).click();
    await expect.poll(notes).toHaveLength(2);
    const data = await fetch(`${latchkey.url}/api/me/data`, { headers });
    expect(await data.json()).toEqual({ notes: ['call home', 'read a book'], color: 'green' });
  });

  test('survive a session that was ended elsewhere: the page asks to sign in again', async () => {
    const username = freshName();
    await come('plain', 'Create account', username);
    await says('Account created.');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Save' }).click();
    await says('Your session has expired. Sign in again.');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

describe('the frontend in five lines', () => {
  /** What it prints in a page of another port. */
  async function printedBy(code: string, where = addresses.get('plain') ?? '') {
    const registered = await fetch(`${latchkey.url}/register?username=soham&password=insecure&data=testing`, {
      method: 'POST',
    });
    expect([200, 409]).toContain(registered.status);
    await page.goto(where);
    const printed = page.waitForEvent('console', (message) => message.type() === 'log');
    await page.evaluate(`(async () => { ${code} })()`);
    return (await printed).args()[0]?.jsonValue();
  }

  // test/browser/guide.test.ts runs the README's.
  test('of the README has five lines, and runs in the console', async () => {
    const [block] = blocksClaimedBy('page', ['README.md']);
    expect(block?.text.trim().split('\n')).toHaveLength(5);
    const here = (block?.text ?? '').replaceAll(':5000', `:${new URL(latchkey.url).port}`);
    expect(await printedBy(here, latchkey.url), 'in the console of the home page').toEqual({ score: 1 });
  });

  test('of the README leads somebody with a second step to the page that asks for it, and back', async () => {
    const { username, secret } = await withApp();
    const [block] = blocksClaimedBy('page', ['README.md']);
    const code = (block?.text ?? '')
      .replaceAll(':5000', `:${new URL(latchkey.url).port}`)
      .replace('soham', username)
      .replace('insecure', password);
    const here = addresses.get('plain') ?? '';
    await page.goto(here);
    await page.evaluate(`void (async () => { ${code} })()`);
    await page.waitForURL(`${latchkey.url}/login?next=**`);
    await page.getByRole('link', { name: 'Continue signing in' }).click();
    await page.getByLabel('Code from your authenticator app').fill(totpCode(secret, Date.now()));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(here);
    await page.getByRole('heading', { name: `Hello, ${username}` }).waitFor();
  });

  test('of the home page does what it says', async () => {
    await page.goto(latchkey.url);
    const section = page.getByRole('region', { name: 'A frontend in five lines' });
    const code = await section.locator('code').innerText();
    expect(code.trim().split('\n')).toHaveLength(5);
    expect(await printedBy(code)).toEqual({ score: 1 });
    expect(await printedBy(code, latchkey.url), 'in the console of that page').toEqual({ score: 1 });
  });
});

test.each([
  [
    'a port in use',
    () => [portOf(hosts[0] as Server), 1, /^Port \d+ is in use\. Choose another: .*\n$/] as const,
  ],
  [
    'what is no port',
    () => ['many', 2, /^The port must be a whole number from 0 to 65535, not "many"\.\n$/] as const,
  ],
])('an example is not served on %s, and says so in one line', (_what, given) => {
  const [port, code, line] = given();
  const ended = spawnSync(process.execPath, ['examples/serve.ts', 'plain', port], { encoding: 'utf8' });
  expect([ended.status, ended.stderr]).toEqual([code, expect.stringMatching(line)]);
});

const portOf = (host: Server): string => String((host.address() as AddressInfo).port);
