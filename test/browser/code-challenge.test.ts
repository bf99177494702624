import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { totpCode } from '../support/totp-codes.ts';

const password = 'seven slow snails sing';

/** Work that takes some time still: a tenth of a second, not a whole one. */
const env = { LATCHKEY_LOGIN_EMAIL_CODE: 'true', LATCHKEY_LIMITS_CHALLENGE_GUESSES: '200' };

const here = latchkeyInChromium({ env });

let count = 0;

const send = (path: string, body: object, cookie = '') =>
  fetch(`${here.latchkey.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  });

/** Somebody with an app, whose first code is spent: `code` is the next one. */
async function withApp() {
  const username = `typist-${++count}`;
  const registered = await send('/api/register', { username, password });
  const cookie = registered.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const { secret } = (await (await send('/api/me/totp', {}, cookie)).json()) as { secret: string };
  await send('/api/me/totp/confirm', { code: totpCode(secret, Date.now(), -1) }, cookie);
  return { username, code: () => totpCode(secret, Date.now()) };
}

/** Wrong codes of a stranger who knows the password. */
async function strangerFails(username: string): Promise<void> {
  const { attempt, token } = (await (
    await send('/api/login', { username, password, transport: 'bearer' })
  ).json()) as { attempt: string; token: string };
  for (let n = 0; n < 3; n++) {
    const answer = await fetch(`${here.latchkey.url}/api/login/${attempt}/totp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{"code":"000000"}',
    });
    expect(answer.status).toBe(401);
  }
}

// Both wait for the page's scripts: what's sent before they have run brings no proof of work along.

async function enterPassword(page: Page, username: string, typed: string = password): Promise<void> {
  await page.waitForLoadState('domcontentloaded');
  await page.getByLabel('Username or email address').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(typed);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const codeField = (page: Page) => page.getByLabel('Code from your authenticator app');

async function enterCode(page: Page, code: string): Promise<void> {
  await codeField(page).waitFor();
  await page.waitForLoadState('domcontentloaded');
  await codeField(page).fill(code);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

describe('a right code is never thrown away on the page', () => {
  test('after three wrong passwords', async () => {
    await here.inContext(async (context) => {
      const { username, code } = await withApp();
      const page = await context.newPage();
      await page.goto(`${here.latchkey.url}/login`);
      for (let n = 0; n < 3; n++) {
        await enterPassword(page, username, 'a wrong one');
        await page.getByRole('alert').waitFor();
      }
      await enterPassword(page, username);
      await enterCode(page, code());
      await page.waitForURL(`${here.latchkey.url}/account`);
    });
  });

  test('after three wrong codes: the next page brings the proof of work along', async () => {
    await here.inContext(async (context) => {
      const { username, code } = await withApp();
      const page = await context.newPage();
      await page.goto(`${here.latchkey.url}/login`);
      await enterPassword(page, username);
      for (let n = 0; n < 3; n++) {
        await enterCode(page, '000000');
        await page.getByRole('alert').waitFor();
      }
      await enterCode(page, code());
      await page.waitForURL(`${here.latchkey.url}/account`);
    });
  });

  test('when somebody else failed three times before the page was opened', async () => {
    await here.inContext(async (context) => {
      const { username, code } = await withApp();
      await strangerFails(username);
      const page = await context.newPage();
      await page.goto(`${here.latchkey.url}/login`);
      await enterPassword(page, username);
      await enterCode(page, code());
      await page.waitForURL(`${here.latchkey.url}/account`);
    });
  });

  test('when it is sent before the script has come: the code is still in its field', async () => {
    await here.inContext(async (context) => {
      const { username, code } = await withApp();
      await strangerFails(username);
      const page = await context.newPage();
      const { promise: isSent, resolve: letScriptCome } = Promise.withResolvers<void>();
      await context.route('**/challenge.*.js', (route) => isSent.then(() => route.continue()));
      await page.goto(`${here.latchkey.url}/login`);
      await enterPassword(page, username);
      const typed = code();
      await codeField(page).fill(typed);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click({ noWaitAfter: true });
      await page.getByText('Send the code again').waitFor();
      letScriptCome();
      await page.waitForLoadState('domcontentloaded');
      expect(await codeField(page).inputValue()).toBe(typed);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL(`${here.latchkey.url}/account`);
    });
  });

  test('when somebody else failed three times after it was opened: the code is still in its field', async () => {
    await here.inContext(async (context) => {
      const { username, code } = await withApp();
      const page = await context.newPage();
      await page.goto(`${here.latchkey.url}/login`);
      await enterPassword(page, username);
      await codeField(page).waitFor();
      await strangerFails(username);
      const typed = code();
      await enterCode(page, typed);
      await page.getByText('Send the code again').waitFor();
      expect(await codeField(page).inputValue()).toBe(typed);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL(`${here.latchkey.url}/account`);
    });
  });
});

test('whoever asks for another code, or another email to recover, brings a proof of work along', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    const askAgain = async (field: string, button: string, link: string) => {
      await page.getByLabel(field).fill('nobody-here');
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('link', { name: link }).click();
      await page.getByLabel(field).fill('nobody-here');
      await page.waitForLoadState('domcontentloaded');
      const sent = page.waitForRequest((request) => request.method() === 'POST');
      await page.getByRole('button', { name: button }).click();
      const { proofOfWork } = (await sent).postDataJSON() as { proofOfWork?: string };
      expect(proofOfWork).toMatch(/^[\w+/=]{100,}$/);
    };
    await page.goto(`${here.latchkey.url}/login/send-code`);
    await askAgain('Username or email address', 'Send me a code', 'Send another code');
    await page.waitForURL('**/login/email-code?**');
    await page.goto(`${here.latchkey.url}/recover`);
    await askAgain('Username or email address', 'Email me a link', 'Send another email');
    await page.waitForURL('**/recover/sent');
  });
});

/** Asks for an email to recover twice; the page of the second has a proof of work. `before` is run in it as it loads. */
async function recoverAgain(page: Page, before: string): Promise<string | undefined> {
  await page.goto(`${here.latchkey.url}/recover`);
  await page.getByLabel('Username or email address').fill('nobody-here');
  await page.getByRole('button', { name: 'Email me a link' }).click();
  await page.getByRole('link', { name: 'Send another email' }).waitFor();
  await page.addInitScript(before);
  const sent = page.waitForRequest((request) => request.method() === 'POST', { timeout: 10_000 });
  await page.getByRole('link', { name: 'Send another email' }).click();
  return ((await sent).postDataJSON() as { proofOfWork?: string }).proofOfWork;
}

const sendAfter = (milliseconds: number) => `addEventListener('DOMContentLoaded', () => {
  document.querySelector('#identifier').value = 'nobody-here';
  setTimeout(() => document.querySelector('form button[type=submit]').click(), ${milliseconds});
})`;

test.each([0, 1, 2, 5, 20])(
  'a form that is sent %i ms after its page stands is sent once the work is done, without a second click',
  async (milliseconds) => {
    await here.inContext(async (context) => {
      expect(await recoverAgain(await context.newPage(), sendAfter(milliseconds))).toMatch(/^[\w+/=]{100,}$/);
    });
  },
);

test('a challenge that breaks off once is asked for again; only after that is the person told', async () => {
  await here.inContext(async (context) => {
    let asked = 0;
    await context.route('**/api/challenge', (route) => (++asked === 1 ? route.abort() : route.continue()));
    expect(await recoverAgain(await context.newPage(), sendAfter(0))).toMatch(/^[\w+/=]{100,}$/);
    await context.unroute('**/api/challenge');
    await context.route('**/api/challenge', (route) => route.abort());
    const page = await context.newPage();
    const [sent] = await Promise.allSettled([
      recoverAgain(page, sendAfter(0)),
      page.getByText('The browser check failed. Try again.').waitFor(),
    ]);
    expect(sent.status, 'without the work nothing is sent').toBe('rejected');
  });
});
