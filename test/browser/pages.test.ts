import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/kit/db/index.ts';
import { run } from '../cli/command-line.ts';
import { findBarriers } from '../support/barriers.ts';
import { launchChromium } from '../support/chromium.ts';
import { losePassword } from '../support/no-password.ts';
import { openRow } from '../support/open-row.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';
import { totpCode, wrongTotpCode } from '../support/totp-codes.ts';
import { addAuthenticator } from '../support/virtual-authenticator.ts';

const password = 'seven slow snails sing';
const json = { 'content-type': 'application/json' };

let browser: Browser;
let latchkey: RunningServer;

beforeAll(async () => {
  browser = await launchChromium();
  latchkey = await startLatchkey({ env: { LATCHKEY_LOGIN_EMAIL_CODE: 'true' } });
});
afterAll(async () => {
  await browser?.close();
  await latchkey?.stop();
});

let count = 0;

/** As wide as a name can be, and without a place to break it. */
const widestName = () => `${++count}`.padEnd(32, 'W');

/** Registers somebody in this browser, over the API. */
async function signIn(context: BrowserContext): Promise<string> {
  const username = widestName();
  const answer = await context.request.post(`${latchkey.url}/api/register`, {
    headers: json,
    data: { username, password, data: { tea: 'green' } },
  });
  expect(answer.status()).toBe(201);
  return username;
}

/** Leaves an account with a verified address and no password, behind the back of the server. */
async function signInWithAddressAlone(context: BrowserContext): Promise<void> {
  const username = await signIn(context);
  const database = openDatabase({ file: `${latchkey.dataDir}/latchkey.sqlite` });
  const account = database.db.selectFrom('accounts').select('id').where('username', '=', username);
  const { id } = await account.executeTakeFirstOrThrow();
  await losePassword(database.db, id);
  const email = { address: `${username}@example.com`, address_key: `${username}@example.com` };
  const row = { id: `email-of-${id}`, account_id: id, ...email, verified_at: 1, created_at: 1 };
  await database.db.insertInto('emails').values(row).execute();
  await database.close();
}

async function submit(page: Page, path: string, fields: Record<string, string>, name: string) {
  await page.goto(latchkey.url + path);
  const form = page
    .getByRole('main')
    .locator('form')
    .filter({ has: page.getByRole('button', { name, exact: true }) });
  await form.evaluate((element) => {
    (element as { noValidate?: boolean }).noValidate = true;
  });
  for (const [label, value] of Object.entries(fields))
    await form.getByLabel(label, { exact: true }).fill(value);
  await form.getByRole('button', { name, exact: true }).click();
  await page.getByRole('alert').waitFor();
}

async function failToLogIn(page: Page, username: string) {
  const fields = { 'Username or email address': username, Password: 'not the password' };
  await submit(page, '/login', fields, 'Sign in');
}

/** Registers somebody with an address; the page then waits until it is confirmed. */
async function waitForProof(page: Page, email: string) {
  const data = { username: `visitor-${++count}`, password, email: `${count}.${email}` };
  const answer = await page.context().request.post(`${latchkey.url}/api/register`, { headers: json, data });
  expect(((await answer.json()) as { status: string }).status).toBe('more');
  await page.goto(`${latchkey.url}/login/verify-email`);
}

/** Registers somebody in this browser, who begins to set up an authenticator app; gives the app's key. */
async function beginApp(page: Page): Promise<string> {
  await signIn(page.context());
  await page.goto(`${latchkey.url}/account`);
  await page.getByRole('button', { name: 'Set up an app' }).click();
  await page.getByRole('heading', { name: 'Set up an authenticator app' }).waitFor();
  return (await page.locator('.key code').allInnerTexts()).join('');
}

async function enterCode(page: Page, code: string) {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Turn on' }).click();
}

/** Leaves the page of the recovery codes of somebody new, who has an app now; gives its key. */
async function finishApp(page: Page): Promise<string> {
  const secret = await beginApp(page);
  await enterCode(page, totpCode(secret, Date.now()));
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  return secret;
}

/** Somebody with an app, after the password. */
async function reachSecondFactor(page: Page): Promise<string> {
  const secret = await finishApp(page);
  const username = await page.locator('.nav-user bdi').innerText();
  await page.context().clearCookies();
  await page.goto(`${latchkey.url}/login`);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/login/second-factor**');
  return secret;
}

/** Every page and every state of it that a person can meet, and how to get there. */
const views: Record<string, (page: Page) => Promise<unknown>> = {
  'home, to a stranger': (page) => page.goto(`${latchkey.url}/`),
  'home, to somebody it knows': async (page) => {
    await signIn(page.context());
    await page.goto(`${latchkey.url}/`);
  },
  register: (page) => page.goto(`${latchkey.url}/register`),
  'register, refused': (page) =>
    submit(page, '/register', { Username: 'a b', Password: 'short' }, 'Create account'),
  'register, while the strength is shown': async (page) => {
    await page.goto(`${latchkey.url}/register`);
    await page.getByLabel('Password', { exact: true }).pressSequentially('seven slow');
    await page.getByText('10 of 15 characters').first().waitFor();
    await page.getByLabel('Password', { exact: true }).pressSequentially(' snails sing');
    await page.getByText('Strong', { exact: true }).waitFor();
  },
  'an invitation': (page) => page.goto(`${latchkey.url}/invitation`),
  'an invitation, opened by its link': (page) =>
    page.goto(`${latchkey.url}/invitation#lnk_${'a'.repeat(43 + 12)}`),
  'an invitation, refused': (page) =>
    submit(
      page,
      '/invitation',
      { 'Code from the email': 'lnk_old', Username: 'ada', Password: password },
      'Create account',
    ),
  'an invitation, to somebody it knows': async (page) => {
    await signIn(page.context());
    await page.goto(`${latchkey.url}/invitation`);
  },
  'an invitation, refused to somebody it knows': async (page) => {
    await signIn(page.context());
    await submit(page, '/invitation', { 'Code from the email': 'lnk_old' }, 'Accept invitation');
  },
  'an invitation, accepted': async (page) => {
    await signIn(page.context());
    await page.goto(`${latchkey.url}/account/invitation/accepted`);
  },
  login: (page) => page.goto(`${latchkey.url}/login`),
  'login, refused': (page) => failToLogIn(page, `nobody-${++count}`),
  'login, with a proof of work': async (page) => {
    const username = `nobody-${++count}`;
    for (let tries = 0; tries < 3; tries++) await failToLogIn(page, username);
  },
  'a code instead of the password': (page) => page.goto(`${latchkey.url}/login/send-code`),
  'a code from a mail, refused': async (page) => {
    await page.goto(`${latchkey.url}/login/send-code`);
    await page.getByLabel('Username or email address').fill(`nobody-${++count}`);
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByLabel('Code from the email').fill('1234 5678');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
  },
  'login, where a second factor must be added': async (page) => {
    const username = await signIn(page.context());
    await page.context().clearCookies();
    await run(['accounts', 'require-second-factor', username], { LATCHKEY_DATA_DIR: latchkey.dataDir });
    await page.goto(`${latchkey.url}/login`);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Set up two-step verification' }).waitFor();
  },
  'the question before logging out': async (page) => {
    await signIn(page.context());
    await page.goto(`${latchkey.url}/logout`);
  },
  'logged out': (page) => page.goto(`${latchkey.url}/logout`),
  'the confirmation of an identity, by the password': async (page) => {
    await signIn(page.context());
    await page.goto(`${latchkey.url}/account/prove`);
  },
  'the confirmation of an identity, before a code by email': async (page) => {
    await signInWithAddressAlone(page.context());
    await page.goto(`${latchkey.url}/account/prove`);
    await page.getByRole('button', { name: 'Email me a code' }).waitFor();
  },
  'the confirmation of an identity by a code by email, refused': async (page) => {
    await signInWithAddressAlone(page.context());
    await page.goto(`${latchkey.url}/account/prove`);
    await page.getByRole('button', { name: 'Email me a code' }).click();
    await page.getByText('We sent you a code.').waitFor();
    await page.getByLabel('Code from your email').fill('1234 5678');
    await page.getByRole('button', { name: 'Continue with the code' }).click();
    await page.getByRole('alert').waitFor();
  },
  'the account, with a second session': async (page) => {
    const username = await signIn(page.context());
    await fetch(`${latchkey.url}/api/login`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ username, password, transport: 'bearer' }),
    });
    await page.goto(`${latchkey.url}/account`);
  },
  'the account, data refused': async (page) => {
    await signIn(page.context());
    await submit(page, '/account#data', { 'Your JSON document': '{"tea": }' }, 'Save');
  },
  'the account, password refused': async (page) => {
    await signIn(page.context());
    const fields = { 'Current password': 'not the password', 'New password': 'short' };
    await submit(page, '/account#password', fields, 'Change password');
  },
  'the account, after a change': async (page) => {
    await signIn(page.context());
    await page.goto(`${latchkey.url}/account?done=password#password`);
  },
  'the account, with a second factor': async (page) => {
    await finishApp(page);
    await page.goto(`${latchkey.url}/account`);
    await page.getByText('Two-step verification on').waitFor();
  },
  'the account, with a passkey and a form that is open': async (page) => {
    await signIn(page.context());
    await page.goto(`${latchkey.url}/account`);
    await addAuthenticator(page);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    await page.goto(`${latchkey.url}/account`);
    await page.getByText('Rename or remove').click();
  },
  'the account, with an address that is not confirmed': async (page) => {
    await signIn(page.context());
    const data = { email: `${++count}.${'w'.repeat(40)}@example.com` };
    await page.context().request.put(`${latchkey.url}/api/me/email`, { headers: json, data });
    await page.goto(`${latchkey.url}/account`);
    await openRow(page, 'email');
  },
  'the set-up of an app': beginApp,
  'the set-up of an app, refused': async (page) => {
    await enterCode(page, wrongTotpCode(await beginApp(page), Date.now()));
    await page.getByRole('alert').waitFor();
  },
  'recovery codes': finishApp,
  'login, the second factor': reachSecondFactor,
  'login, the second factor refused': async (page) => {
    const secret = await reachSecondFactor(page);
    await page.getByLabel('Code from your authenticator app').fill(wrongTotpCode(secret, Date.now()));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').waitFor();
  },
  'the confirmation of an identity, by a second factor': async (page) => {
    await finishApp(page);
    await page.goto(`${latchkey.url}/account/prove`);
  },
  'the trails': async (page) => {
    await reachSecondFactor(page);
    await page.goto(`${latchkey.url}/dev/trails`);
  },
  'one trail': async (page) => {
    await reachSecondFactor(page);
    await page.goto(`${latchkey.url}/dev/trails`);
    await page.locator('main a[href^="/dev/trails/"]').first().click();
    await page.waitForURL('**/dev/trails/*');
  },
  'the demo app': (page) => page.goto(`${latchkey.url}/dev/apps/try`),
  'the demo app, after a sign-in': async (page) => {
    await signIn(page.context());
    await page.goto(`${latchkey.url}/dev/apps/try`);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.waitForURL('**/dev/apps/try/result');
  },
  'the demo app, refused': async (page) => {
    await page.goto(`${latchkey.url}/dev/apps/try`);
    await page.getByLabel('Break it on purpose').selectOption('redirect');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL('**/dev/apps/try/result');
  },
  'the demo app, nothing begun': (page) => page.goto(`${latchkey.url}/dev/apps/try/back`),
  'the mailbox': async (page) => {
    await waitForProof(page, 'tea@example.com');
    await page.goto(`${latchkey.url}/dev/mailbox`);
    await page
      .getByRole('link', { name: /Verify/ })
      .first()
      .waitFor();
  },
  'an email in the mailbox': async (page) => {
    await waitForProof(page, 'tea@example.com');
    await page.goto(`${latchkey.url}/dev/mailbox`);
    await page
      .getByRole('link', { name: /Verify/ })
      .first()
      .click();
    await page.locator('iframe').waitFor();
  },
  'login, in a browser that kept no cookie': (page) =>
    page.goto(`${latchkey.url}/login/complete?next=/account&attempt=7K3M-Q2XV-9D4T`),
  'login, after the session ended elsewhere': async (page) => {
    await signIn(page.context());
    const { name, value } = (await page.context().cookies()).find(({ name }) => name === 'latchkey') ?? {
      name: '',
      value: '',
    };
    await page.context().request.post(`${latchkey.url}/api/logout`);
    await page.context().addCookies([{ name, value, url: latchkey.url }]);
    await page.goto(`${latchkey.url}/login`);
    await page.getByText('You signed out.').waitFor();
  },
  'a login that waits for a confirmed address': (page) => waitForProof(page, 'tea@example.com'),
  'a login that waits for a confirmed address, another refused': async (page) => {
    await waitForProof(page, 'tea@example.com');
    await page.getByText('No email, or wrong address?').click();
    await page.getByLabel('Email address').fill('so@localhost');
    await page.getByRole('button', { name: 'Send link' }).click();
    await page.getByRole('alert').waitFor();
  },
  'login, while another is half-way through': async (page) => {
    await waitForProof(page, 'tea@example.com');
    await page.goto(`${latchkey.url}/login`);
    await page.getByRole('link', { name: 'Continue signing in' }).waitFor();
  },
  'an address to confirm': (page) => page.goto(`${latchkey.url}/email/verify#lnk_${'A'.repeat(43)}`),
  'an address to confirm, without its code': (page) => page.goto(`${latchkey.url}/email/verify`),
  'an address to confirm, its link over': (page) =>
    submit(page, '/email/verify', { 'Code from the email': 'lnk_old' }, 'Verify email'),
  'an address that is confirmed': (page) => page.goto(`${latchkey.url}/email/verified`),
  'a forgotten password': (page) => page.goto(`${latchkey.url}/recover`),
  'a forgotten password, the mail on its way': (page) => page.goto(`${latchkey.url}/recover/sent`),
  'a new password by a link': (page) => page.goto(`${latchkey.url}/recover/complete#lnk_${'A'.repeat(43)}`),
  'a new password by a link, without its code': (page) => page.goto(`${latchkey.url}/recover/complete`),
  'a new password by a link, the link over': (page) =>
    submit(
      page,
      '/recover/complete',
      { 'Code from the email': 'lnk_old', 'New password': password },
      'Reset password',
    ),
  'a new password, saved': (page) => page.goto(`${latchkey.url}/recover/done`),
  'the list of error codes': (page) => page.goto(`${latchkey.url}/problems`),
  'an error code': (page) => page.goto(`${latchkey.url}/problems/challenge-required`),
  'a page that is not there': (page) => page.goto(`${latchkey.url}/nowhere`),
};

/** Collects what a browser complains of: the policy of the page, scripts that fail, requests that go elsewhere. */
function listen(page: Page): { complaints: string[]; elsewhere: string[] } {
  const heard = { complaints: [] as string[], elsewhere: [] as string[] };
  page.on('console', (message) => {
    // A refused form and a page that is not there are answered 4xx, which Chromium logs as an error.
    const isAnswer = message
      .text()
      .startsWith('Failed to load resource: the server responded with a status of 4');
    if (['error', 'warning'].includes(message.type()) && !isAnswer) heard.complaints.push(message.text());
  });
  page.on('pageerror', (error) => heard.complaints.push(error.message));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== latchkey.url && !['data:', 'blob:'].includes(protocol))
      heard.elsewhere.push(request.url());
  });
  return heard;
}

/**
 * Most that a page may weigh, with all that it loads, as it is sent: kB of 1,000 bytes. What rates a new password is
 * loaded once somebody types one.
 */
const heaviest = 60;

/**
 * In the page: what has jumped so far that nobody touched, and how far (https://web.dev/articles/cls). The browser keeps it
 * for whoever asks later, so the page needs no script of ours before, which the frame around an email would refuse.
 */
const tellShifts = `window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries())
    if (!hadRecentInput) window.shifts.push({ value, moved: sources.map(({ node }) => node?.nodeName + ': ' + node?.textContent.slice(0, 80)) });
}).observe({ type: 'layout-shift', buffered: true });
new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));`;

/** What is shown as a layout shift of 0.000 is none: parts of a page that come in while it is laid out. */
const shifts = 'window.shifts.reduce((sum, { value }) => sum + value, 0) < 0.0005 ? [] : window.shifts';

const weight = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(({ name }) => !name.includes('/strength.'))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000`;

const blocking = `performance.getEntriesByType('resource')
  .filter(({ name, renderBlockingStatus }) => renderBlockingStatus === 'blocking' && !name.includes('.css'))
  .map(({ name }) => name)`;

/** The frame around an email allows no script; what is in it is looked at in `mailbox.test.ts`. */
const iframes = false;

/** A colour that is still on its way from one theme to the other would be measured as if it stayed. */
const bringColorsHome = `new Promise(requestAnimationFrame).then(() => {
  for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
})`;

const overflow = `document.documentElement.scrollWidth === innerWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth)
    .map((one) => one.nodeName + ': ' + one.textContent.slice(0, 80))`;

describe.each(Object.entries(views))('%s', (_name, open) => {
  test('V3.6.1 V14.2.3 is open to everybody, in both themes, on a phone and on a desk, and asks no other host', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const heard = listen(page);
    await open(page);
    await page.waitForLoadState('networkidle');
    const description = await page.getAttribute('meta[name=description]', 'content');
    expect(description?.length, 'what a search engine says').toBeGreaterThan(20);
    await page.evaluate(tellShifts);
    expect(await page.evaluate(shifts), 'what jumped').toEqual([]);
    expect(await page.evaluate(weight), 'kB').toBeLessThanOrEqual(heaviest);
    expect(await page.evaluate(blocking), 'scripts that the page waits for').toEqual([]);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(bringColorsHome);
        // The other theme has other colors and nothing else, as `styles.test.ts` has it.
        const options = { iframes, ...(colorScheme === 'dark' && { runOnly: ['cat.color'] }) };
        expect(await findBarriers(page, { options }), `${colorScheme}, ${width} pixels`).toEqual([]);
      }
    }
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(overflow), 'what sticks out at 320 pixels').toEqual([]);
    expect(heard).toEqual({ complaints: [], elsewhere: [] });
    await context.close();
  });
});

test.each(['/email/verify', '/recover/complete'].flatMap((path) => [path, `${path}#lnk_${'A'.repeat(43)}`]))(
  'nothing jumps on a phone either where the code of a link is asked for: %s',
  async (path) => {
    const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
    const page = await context.newPage();
    await page.goto(latchkey.url + path);
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: /Verify email|Reset password/ }).waitFor();
    await page.evaluate(tellShifts);
    expect(await page.evaluate(shifts)).toEqual([]);
    await context.close();
  },
);

test.each([320, 360, 1280])('a long name leaves the header on one line, at a width of %i', async (width) => {
  const context = await browser.newContext({ viewport: { width, height: 640 } });
  const page = await context.newPage();
  const username = 'w'.repeat(32);
  const data = { username: username.slice(0, 29) + width.toString().slice(0, 3), password };
  await context.request.post(`${latchkey.url}/api/register`, { headers: json, data });
  await page.goto(`${latchkey.url}/`);
  const own = page.getByRole('link', { name: `Your account: ${data.username}` });
  expect(await own.getAttribute('title')).toBe(data.username);
  const header = await page.getByRole('banner').boundingBox();
  expect(header?.height).toBeLessThan(80);
  expect(await page.evaluate(overflow)).toEqual([]);
  await context.close();
});

test.each([true, false])(
  'the news of an act is where its page opens, scripts: %s',
  async (javaScriptEnabled) => {
    const viewport = { width: 360, height: 640 };
    const context = await browser.newContext({ javaScriptEnabled, viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await signIn(context);
    await page.goto(`${latchkey.url}/account`);
    await openRow(page, 'password');
    await page.getByLabel('Current password').fill(password);
    await page.getByLabel('New password').fill('walrus teapot gravel ninth');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.waitForURL('**/account?done=password#password');
    const news = page.getByRole('status').filter({ hasText: 'Your password was changed' });
    await expect.poll(async () => (await news.boundingBox())?.y ?? -1).toBeGreaterThan(0);
    const { y = 0, height = 0 } = (await news.boundingBox()) ?? {};
    expect(y + height).toBeLessThan(viewport.height);
    await context.close();
  },
);

test('the console of the API shows every request and sends one, within the policy and without another host', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const heard = listen(page);
  await page.goto(`${latchkey.url}/reference`);
  const answer = await context.request.get(`${latchkey.url}/openapi.json`);
  const { paths } = (await answer.json()) as {
    paths: Record<string, Record<string, { summary: string; tags: string[] }>>;
  };
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const summaries = operations.map(({ summary }) => summary);
  expect(summaries.length).toBeGreaterThan(10);
  for (const group of new Set(operations.flatMap(({ tags }) => tags))) {
    const closed = page.getByRole('button', { name: `Open Group - ${group}` });
    const open = page.getByRole('button', { name: `Close Group - ${group}` });
    // The console opens a group itself as it comes into view, and a click that comes then closes it.
    const isOpen = async () => {
      await closed.or(open).waitFor();
      if (await closed.isVisible()) await closed.click();
      await open.waitFor({ timeout: 2000 }).catch(() => {});
      return open.isVisible();
    };
    await expect.poll(isOpen).toBe(true);
  }
  for (const summary of summaries) await page.getByText(summary, { exact: true }).first().waitFor();

  await page.getByRole('link', { name: 'Get a proof-of-work challenge' }).click();
  await page.getByRole('button', { name: /get \/api\/challenge/ }).click();
  const sent = page.waitForResponse(`${latchkey.url}/api/challenge`);
  await page.getByRole('button', { name: /^Send Request/ }).click();
  expect((await sent).status()).toBe(200);
  expect(heard).toEqual({ complaints: [], elsewhere: [] });
  await context.close();
});
