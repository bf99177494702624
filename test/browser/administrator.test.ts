import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPeople } from '../../scripts/prove/fill-people.ts';
import { openDatabase } from '../../src/kit/db/index.ts';
import { accountActs } from '../../src/surfaces/admin/accounts/acts/account-acts.ts';
import { english } from '../../src/surfaces/admin/accounts/words.ts';
import { environmentOf, run } from '../cli/command-line.ts';
import { findBarriers } from '../support/barriers.ts';
import { launchChromium } from '../support/chromium.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';
import { storedIdentity } from '../support/stored-identity.ts';
import { totpCode } from '../support/totp-codes.ts';

const password = 'seven slow snails sing';
const held = 'wilhelmina.zylberstein';
const abuser = 'cheap.watches';

let folder: string;
let browser: Browser;
let latchkey: RunningServer;
let env: Readonly<Record<string, string>>;
/** Of the administrator's app; each code works once, so each sign-in takes a later one. */
let secret = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-administrator-'));
  const file = join(folder, 'latchkey.sqlite');
  const opening = launchChromium();
  const people = await openPeople({ file }, 2000);
  // Sealed by no key, which a server that starts would notice.
  await people.db.deleteFrom('totp').execute();
  await people.close();
  env = environmentOf({ file });
  latchkey = await startLatchkey({
    dataDir: folder,
    env: {
      LATCHKEY_LIMITS_CHALLENGE_AFTER: '100',
      LATCHKEY_LIMITS_WAIT_AFTER: '3',
      LATCHKEY_LIMITS_FIRST_WAIT: '1h',
      LATCHKEY_LIMITS_REGISTRATIONS_BEFORE_CHALLENGE: '100',
    },
  });
  browser = await opening;
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await latchkey?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Hands over a browser of its own, and answers what it complained of. */
async function asSomebody(work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ baseURL: latchkey.url, ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await work(page);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

/** Registers by the API, as somebody else's program would. */
async function register(username: string, body: object = {}): Promise<void> {
  const answer = await fetch(`${latchkey.url}/api/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, ...body }),
  });
  expect(answer.status, await answer.text()).toBe(201);
}

async function guess(username: string): Promise<void> {
  await fetch(`${latchkey.url}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'not the password' }),
  });
}

/** The link in the newest email to an address. */
async function linkTo(address: string): Promise<string> {
  const answer = await fetch(`${latchkey.url}/dev/mailbox`, { headers: { accept: 'application/json' } });
  const { mails } = (await answer.json()) as { mails: { to: string; text: string }[] };
  return /http:\S+#lnk_[\w-]+/.exec(mails.find(({ to }) => to === address)?.text ?? '')?.[0] ?? '';
}

async function latchkeyCommand(...args: readonly string[]): Promise<string> {
  // The links in emails lead to where the server listens.
  const { out, err, exitCode } = await run(args, { ...env, LATCHKEY_PUBLIC_URL: latchkey.url });
  expect(`${exitCode} ${err}`).toBe('0 ');
  return out;
}

async function typePassword(page: Page, username: string): Promise<void> {
  await page.getByLabel('Username or email address').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Sets up an authenticator app where the server asks for one, and answers its key. */
async function setUpApp(page: Page): Promise<string> {
  await page.getByRole('heading', { name: 'Set up two-step verification' }).waitFor();
  const key = (await page.locator('.key code').allInnerTexts()).join('');
  await page.getByLabel('Code', { exact: true }).fill(totpCode(key, Date.now(), -1));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByLabel("I've saved these codes").check();
  await page.getByRole('link', { name: 'Done' }).click();
  return key;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

async function expectNoBarriers(page: Page): Promise<void> {
  expect(await findBarriers(page, { exclude: ['.chart-picture g'] })).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
}

test('an administrator finds one of 2,000 people, helps them, stops another and shares the work', async () => {
  await Promise.all([held, abuser, 'grace'].map((name) => register(name)));
  for (let count = 0; count < 3; count += 1) await guess(held);
  expect(await latchkeyCommand('admins', 'add', 'grace')).toContain('grace is an administrator now.');

  await asSomebody(async (page) => {
    await page.goto('/login?next=/admin');
    await typePassword(page, 'grace');
    secret = await setUpApp(page);
    await heading(page, 'Overview');

    // Found by a part of the name, and told why they can't sign in.
    await page.waitForLoadState('networkidle');
    await page.keyboard.press('/');
    await page.keyboard.type('zylber');
    await page.keyboard.press('Enter');
    await heading(page, held);
    const verdict = page.getByRole('status').filter({ hasText: held });
    expect(await verdict.innerText()).toMatch(/can't sign in right now: .*3 incorrect passwords/);
    expect(await page.locator('#attempts .attempt-stop').first().innerText()).toContain("doesn't match");
    await page.getByRole('link', { name: 'Unlock' }).click();
    await page.getByLabel('Reason (optional)').fill('Called, and knows the name of the dog');
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByText('Failed attempts are cleared.').waitFor();
    expect(await verdict.innerText()).toContain(`${held} can sign in`);

    // An abuser among many is disabled.
    await page.getByRole('searchbox').fill('watches');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Disable' }).click();
    await heading(page, `Disable ${abuser}?`);
    await page.getByLabel('Reason').fill('Sells watches, ticket-4711');
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('The account is disabled.').waitFor();

    // Every kind of page is open to everybody, on a phone at night.
    await page.setViewportSize({ width: 360, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    const person = new URL(page.url()).pathname;
    const attempt = await page.locator('#attempts .attempt-head a').first().getAttribute('href');
    const lists = ['/admin', '/admin/accounts?search=lovelace', '/admin/attempts', '/admin/mail'];
    const more = ['/admin/audit', '/admin/settings?show=changed', `${person}/delete`, `${person}/data`];
    for (const path of [...lists, ...more, person, attempt ?? '']) {
      expect((await page.goto(path))?.status(), path).toBe(200);
      await expectNoBarriers(page);
    }
    await page.goto('/admin/audit');
    const row = page.getByRole('row').filter({ hasText: 'ticket-4711' });
    expect(await row.innerText()).toContain(abuser);
  });

  // A colleague helps people, and can neither delete anybody nor read the log.
  await latchkeyCommand('accounts', 'invite', 'sam@example.com', '--role', 'support');
  await asSomebody(async (page) => {
    await page.goto(await linkTo('sam@example.com'));
    await page.getByLabel('Username').fill('sam');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await setUpApp(page);
    await page.goto(`/admin/accounts?search=${held}`);
    await heading(page, held);
    expect(await page.getByRole('link', { name: 'Disable' }).count()).toBe(1);
    expect(await page.getByRole('link', { name: 'Delete' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
    await page.goto('/admin/accounts?search=grace');
    await page.getByRole('link', { name: 'grace' }).first().click();
    await heading(page, 'grace');
    expect(await page.getByRole('region', { name: 'Actions' }).count(), 'of who may do more').toBe(0);
  });
  expect(await latchkeyCommand('audit', 'verify')).toContain('whole');
}, 120_000);

/** Somebody with a verified address and a second factor, so that there is something to do for every act. */
async function registerWithEverything(username: string, email: string): Promise<void> {
  await asSomebody(async ({ request }) => {
    const send = async (path: string, data: object) => {
      const answer = await request.post(path, { data });
      expect(answer.ok(), await answer.text()).toBe(true);
      return (await answer.json()) as { secret?: string };
    };
    await send('/api/register', { username, password });
    const { account } = (await (await request.get('/api/session')).json()) as { account: { id: string } };
    await connect(account.id);
    const { secret: key = '' } = await send('/api/me/totp', {});
    await send('/api/me/totp/confirm', { code: totpCode(key, Date.now()) });
    await request.put('/api/me/email', { data: { email } });
    const [, token] = (await linkTo(email)).split('#');
    await request.post('/api/email/verify', { data: { token } });
  });
  await guess(username);
}

/** Gives an account an identity at a provider. */
async function connect(accountId: string): Promise<void> {
  const database = openDatabase({ file: join(folder, 'latchkey.sqlite') });
  try {
    await storedIdentity(database.db, accountId);
  } finally {
    await database.close();
  }
}

/** In an order in which each is there to be done once the one before it was. */
const inTurn = [
  ...(['unlock', 'end-sessions', 'username', 'email', 'ask-new-password'] as const),
  ...(['disable', 'enable', 'delete', 'undelete', 'remove-identity', 'remove-factors'] as const),
];

test('every page and every act of the console works without JavaScript', async () => {
  expect(inTurn.toSorted()).toEqual(accountActs.map(({ name }) => name).toSorted());
  await registerWithEverything('noor', 'noor@example.com');
  await asSomebody(
    async (page) => {
      await page.goto('/login?next=/admin');
      await typePassword(page, 'grace');
      await page.getByLabel('Code from your authenticator app').fill(totpCode(secret, Date.now()));
      await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
      await heading(page, 'Overview');
      const links = await page.locator('.console-menu a[data-console-key]').all();
      const paths = await Promise.all(links.map((link) => link.getAttribute('href')));
      expect(paths.length).toBeGreaterThan(5);
      for (const path of paths) {
        await page.goto('/admin');
        await page.getByText('Menu', { exact: true }).click();
        const link = page.locator(`.console-menu a[href="${path}"]`);
        const name = await link.locator('span').first().innerText();
        await link.click();
        await heading(page, name);
      }
      await page.getByRole('searchbox').fill('noor');
      await page.getByRole('searchbox').press('Enter');
      await heading(page, 'noor');
      for (const name of inTurn) {
        const act = accountActs.find((one) => one.name === name);
        await page.locator(`main a[href$="/${name}"]`).click();
        if (name === 'username') await page.getByLabel('New username').fill('noor.new');
        if (name === 'email') await page.getByLabel('New email address').fill('new@example.com');
        if (act?.needsReason) await page.getByLabel('Reason').fill('Asked for on the phone');
        await page.locator('form.confirm button').click();
        await page.getByRole('status').getByText(english.person.acts[name].done).waitFor();
      }
    },
    { javaScriptEnabled: false, viewport: { width: 360, height: 800 } },
  );
}, 120_000);
