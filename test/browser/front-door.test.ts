import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { openRow } from '../support/open-row.ts';
import { startLatchkey } from '../support/server-process.ts';

const password = 'seven slow snails sing';
const newPassword = 'eight quick quails quarrel';

const here = latchkeyInChromium();

let count = 0;
const freshName = () => `person-${++count}`;

async function withPage(work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
  const context = await here.browser.newContext(options);
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
  }
}

const main = (page: Page) => page.getByRole('main');
const button = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true });

async function fill(page: Page, username: string, secret: string) {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(secret);
}

async function registerAt(page: Page, url: string, username: string) {
  await page.goto(`${url}/register`);
  await fill(page, username, password);
  await button(page, 'Create account').click();
  await page.waitForURL(`${url}/account`);
}

async function logInAt(page: Page, url: string, username: string, secret: string) {
  await page.goto(`${url}/login`);
  await fill(page, username, secret);
  await button(page, 'Sign in').click();
}

const dataOf = (page: Page) => page.getByLabel('Your JSON document').inputValue();

async function registerByRequest(username: string) {
  const answer = await fetch(`${here.latchkey.url}/api/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  expect(answer.status).toBe(201);
}

test('a person registers, changes their data, and finds it after the server was killed', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-front-door-'));
  let server = await startLatchkey({ dataDir });
  // The address is part of the cookie's site, and the restarted server must be found where the first one was.
  const port = new URL(server.url).port;
  const restart = () => startLatchkey({ dataDir, args: ['--port', port] });
  try {
    await withPage(async (page) => {
      const { url } = server;
      await page.goto(url);
      await page.getByRole('navigation').getByRole('link', { name: 'Sign up' }).click();
      await fill(page, 'Grace', password);
      await button(page, 'Create account').click();
      await page.getByRole('heading', { name: 'Grace' }).waitFor();

      await openRow(page, 'data');
      await page.getByLabel('Your JSON document').fill('{"tea": "green", "cups": 2}');
      await button(page, 'Save').click();
      await page.getByText('Your data was saved.').waitFor();

      await server.kill9();
      server = await restart();
      expect(server.url).toBe(url);
      await page.goto(`${url}/account`);
      expect(JSON.parse(await dataOf(page))).toEqual({ tea: 'green', cups: 2 });

      await withPage(async (other) => {
        await logInAt(other, url, 'grace', password);
        await other.waitForURL(`${url}/account`);
        await page.reload();
        const rows = page.getByRole('region', { name: 'Devices' }).getByRole('listitem');
        expect(await rows.count()).toBe(2);
        await rows.filter({ hasNotText: 'This device' }).getByRole('button', { name: 'Sign out' }).click();
        await page.getByText('The device was signed out.').waitFor();
        expect(await rows.count()).toBe(1);
        await other.goto(`${url}/account`);
        await other.waitForURL(`${url}/login?next=%2Faccount`);
        await logInAt(other, url, 'grace', password);
        await other.waitForURL(`${url}/account`);

        await openRow(page, 'password');
        await page.getByLabel('Current password').fill(password);
        await page.getByLabel('New password').fill(newPassword);
        await button(page, 'Change password').click();
        await page.getByText('Your password was changed').waitFor();
        await other.goto(`${url}/account`);
        await other.waitForURL(`${url}/login?next=%2Faccount`);
      });

      await page.getByRole('navigation').getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: "You're signed out" }).waitFor();
      await page.goto(`${url}/account`);
      await page.waitForURL(`${url}/login?next=%2Faccount`);
      await fill(page, 'GRACE', newPassword);
      await button(page, 'Sign in').click();
      await page.waitForURL(`${url}/account`);

      await openRow(page, 'delete');
      await page.getByLabel("Your password, to confirm it's you").fill(newPassword);
      await button(page, 'Delete my account permanently').click();
      await page.waitForURL(`${url}/`);
      await page.getByRole('navigation').getByRole('link', { name: 'Sign in' }).waitFor();
      await logInAt(page, url, 'grace', newPassword);
      await page.getByRole('alert').waitFor();
    });
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('V14.3.3 nothing of a person is left in what a browser stores for scripts', async () => {
  const { url } = here.latchkey;
  const stored = `(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...(await caches.keys()),
    document.cookie,
  ].filter(Boolean))()`;
  await withPage(async (page) => {
    await registerAt(page, url, freshName());
    await openRow(page, 'data');
    await page.getByLabel('Your JSON document').fill('{"tea": "green"}');
    await button(page, 'Save').click();
    await page.getByText('Your data was saved.').waitFor();
    expect(await page.evaluate(stored)).toEqual([]);
    await page.getByRole('navigation').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: "You're signed out" }).waitFor();
    expect(await page.evaluate(stored)).toEqual([]);
    await page.evaluate('localStorage.setItem("left", "behind")');
    expect(await page.evaluate(stored), 'what is left is found').toEqual(['left']);
  });
});

test('V3.7.5 without JavaScript everything works the same', async () => {
  const { url } = here.latchkey;
  const username = freshName();
  await withPage(
    async (page) => {
      await page.goto(`${url}/register`);
      await fill(page, username, password);
      await button(page, 'Create account').click();
      await page.getByRole('heading', { name: username }).waitFor();
      await openRow(page, 'data');
      await page.getByLabel('Your JSON document').fill('{"tea": green}');
      await button(page, 'Save').click();
      await page.getByRole('alert').getByText("isn't valid JSON").first().waitFor();
      expect(await dataOf(page)).toBe('{"tea": green}');
      await openRow(page, 'data');
      await page.getByLabel('Your JSON document').fill('{"tea": "green"}');
      await button(page, 'Save').click();
      await page.getByText('Your data was saved.').waitFor();
      await openRow(page, 'password');
      await page.getByLabel('Current password').fill(password);
      await page.getByLabel('New password').fill(newPassword);
      await button(page, 'Change password').click();
      await page.getByText('Your password was changed').waitFor();
      await page.getByRole('navigation').getByRole('button', { name: 'Sign out' }).click();
      await logInAt(page, url, username, newPassword);
      expect(JSON.parse(await dataOf(page))).toEqual({ tea: 'green' });
      await openRow(page, 'delete');
      await page.getByLabel("Your password, to confirm it's you").fill(newPassword);
      await button(page, 'Delete my account permanently').click();
      await page.waitForURL(`${url}/`);
    },
    { javaScriptEnabled: false },
  );
});

test('all of the sign-in and sign-up pages is in sight at 1280 by 720', async () => {
  await withPage(async (page) => {
    await page.setViewportSize({ width: 1280, height: 720 });
    for (const path of ['/login', '/register']) {
      await page.goto(`${here.latchkey.url}${path}`);
      for (const one of await page
        .locator('main')
        .getByRole('link')
        .or(page.locator('main').getByRole('button'))
        .all()) {
        const box = await one.boundingBox();
        expect((box?.y ?? 0) + (box?.height ?? 0), `${path} ${await one.textContent()}`).toBeLessThanOrEqual(
          720,
        );
      }
    }
  });
});

test('two tabs with the same data: the second save is refused and keeps what was typed', async () => {
  const { url } = here.latchkey;
  await withPage(async (page) => {
    await registerAt(page, url, freshName());
    const second = await page.context().newPage();
    await second.goto(`${url}/account`);
    await openRow(page, 'data');
    await page.getByLabel('Your JSON document').fill('{"from": "first"}');
    await button(page, 'Save').click();
    await page.getByText('Your data was saved.').waitFor();
    await openRow(second, 'data');
    await second.getByLabel('Your JSON document').fill('{"from": "second"}');
    await button(second, 'Save').click();
    await second.getByRole('alert').waitFor();
    expect(await dataOf(second)).toContain('second');
  });
});

describe('after three wrong passwords', () => {
  async function failThreeTimes(page: Page, username: string) {
    for (let tries = 0; tries < 3; tries++) {
      await logInAt(page, here.latchkey.url, username, `wrong password ${tries}`);
      await page.getByRole('alert').waitFor();
    }
  }

  test('the page solves the proof of work by itself: no click but the one on the button', async () => {
    const username = freshName();
    await registerByRequest(username);
    await withPage(async (page) => {
      await failThreeTimes(page, username);
      // The last refusal came with the challenge, so the next try needs nothing but the password. What's sent before the
      // page's scripts have run brings no proof of work along.
      await page.waitForLoadState('domcontentloaded');
      await page.getByLabel('Password', { exact: true }).fill(password);
      await button(page, 'Sign in').click();
      await page.waitForURL(`${here.latchkey.url}/account`);
    });
  });

  test('and without JavaScript a sentence says how long to wait', async () => {
    const username = freshName();
    await registerByRequest(username);
    await withPage(
      async (page) => {
        await failThreeTimes(page, username);
        // Playwright's search for texts passes over noscript, whose content is a page's like any other here.
        const sentence = page.locator('form noscript p');
        await sentence.waitFor();
        expect(await sentence.innerText()).toMatch(/^JavaScript is turned off. Wait 30 seconds/);
        await fill(page, username, password);
        await button(page, 'Sign in').click();
        await page.getByText('There were several failed attempts').waitFor();
        await sentence.waitFor();
        expect(new URL(page.url()).pathname).toBe('/login');
      },
      { javaScriptEnabled: false },
    );
  });

  test('the browser that the owner has logged in from is not asked for what a stranger did', async () => {
    const username = freshName();
    await withPage(async (owner) => {
      await registerAt(owner, here.latchkey.url, username);
      await owner.getByRole('navigation').getByRole('button', { name: 'Sign out' }).click();
      await withPage((stranger) => failThreeTimes(stranger, username));
      await logInAt(owner, here.latchkey.url, username, password);
      await owner.waitForURL(`${here.latchkey.url}/account`);
    });
  });
});

test.each([
  ['//evil.example/'],
  ['/\\evil.example/'],
  ['https://evil.example/'],
  ['https:evil.example'],
  ['javascript:alert(1)'],
  ['/\t/evil.example'],
  ['http://user@127.0.0.1/'],
  ['/.//evil.example'],
])('after the login "next" does not lead to %j', async (target) => {
  const username = freshName();
  await registerByRequest(username);
  await withPage(async (page) => {
    const visited: string[] = [];
    page.on('request', (request) => visited.push(new URL(request.url()).origin));
    await page.goto(`${here.latchkey.url}/login?next=${encodeURIComponent(target)}`);
    await fill(page, username, password);
    await button(page, 'Sign in').click();
    await page.waitForURL((url) => url.pathname !== '/login');
    expect([...new Set(visited)]).toEqual([here.latchkey.url]);
  });
});

test('after the login "next" leads to a path here, with its query', async () => {
  const username = freshName();
  await registerByRequest(username);
  await withPage(async (page) => {
    await page.goto(`${here.latchkey.url}/login?next=${encodeURIComponent('/problems/busy?a=b#c')}`);
    await fill(page, username, password);
    await button(page, 'Sign in').click();
    await page.waitForURL(`${here.latchkey.url}/problems/busy?a=b#c`);
  });
});

test('a person who uses only the keyboard signs up, signs in again and stays signed in', async () => {
  await withPage(async (page) => {
    await page.goto(`${here.latchkey.url}/register`);
    const username = freshName();
    // The page opens with the cursor in the name.
    await page.locator('#username:focus').waitFor();
    await page.keyboard.type(username);
    // Past the e-mail address, which may be left out.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await pressDown(page, 'Create account');
    await page.waitForURL(`${here.latchkey.url}/account`);
    await page.context().clearCookies();
    await page.goto(`${here.latchkey.url}/login`);
    await page.locator('#username:focus').waitFor();
    await page.keyboard.type(username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await pressDown(page, 'Sign in');
    await page.waitForURL(`${here.latchkey.url}/account`);
    const cookies = await page.context().cookies();
    const session = cookies.find(({ name }) => name === 'latchkey');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    // "Keep me signed in" was chosen with the space bar.
    expect(session?.expires).toBeGreaterThan(Date.now() / 1000 + 86_400);
  });
});

/** Goes on by Tab to the button, chooses what is to be ticked on the way, and presses it. */
async function pressDown(page: Page, submit: string): Promise<void> {
  for (let steps = 0; steps < 10; steps++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(
      'document.activeElement.type + ": " + document.activeElement.textContent',
    );
    if (focused === `submit: ${submit}`) break;
    if (String(focused).startsWith('checkbox')) await page.keyboard.press('Space');
  }
  await page.keyboard.press('Enter');
}

test('what is refused stands beside its field, and nothing that was typed is lost but the password', async () => {
  await withPage(async (page) => {
    const username = freshName();
    await page.goto(`${here.latchkey.url}/register`);
    // The browser's own check of the length would stop the form before the server sees it.
    await page.evaluate('document.querySelector("form[action=\'/register\']").noValidate = true');
    await fill(page, username, 'insecure');
    await button(page, 'Create account').click();
    await page.getByRole('alert').getByText('Check the field marked below.').waitFor();
    await page.locator('#password-error').getByText('Use at least 15 characters').waitFor();
    expect(await page.getByLabel('Username').inputValue()).toBe(username);
    const field = page.getByLabel('Password', { exact: true });
    expect(await field.inputValue()).toBe('');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.title()).toMatch(/^Problem: /);
  });
});
