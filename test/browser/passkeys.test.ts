import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { totpCode } from '../support/totp-codes.ts';
import { addAuthenticator } from '../support/virtual-authenticator.ts';

const password = 'seven slow snails sing';

const here = latchkeyInChromium();

let count = 0;

/** Somebody with an authenticator app already, on the page of their account. */
function withAccount(at: string, work: (page: Page) => Promise<void>) {
  return here.inContext(async (context) => {
    const send = (path: string, data: unknown) => context.request.post(`${at}/api${path}`, { data });
    await send('/register', { username: `person-${++count}`, password });
    const { secret } = (await (await send('/me/totp', undefined)).json()) as { secret: string };
    expect((await send('/me/totp/confirm', { code: totpCode(secret, Date.now()) })).status()).toBe(200);
    const page = await context.newPage();
    await page.goto(`${at}/account`);
    await work(page);
  });
}

const section = (page: Page) => page.getByRole('region', { name: 'Passkeys' });
const addButton = (page: Page) => section(page).getByRole('button', { name: 'Add a passkey' });

/** What `/dev/trails` says of the attempt whose support code stands in the section. */
async function explained(page: Page): Promise<string> {
  const shown = section(page).getByText(/Support code: \w{4}-\w{4}-\w{4}/);
  const [code = ''] = /\w{4}-\w{4}-\w{4}/.exec(await shown.innerText()) ?? [];
  await page.goto(`${here.latchkey.url}/dev/trails/${code}`);
  return page.locator('main').innerText();
}

test('a passkey is added by one click and a touch, seen, renamed and removed', async () => {
  await withAccount(here.latchkey.url, async (page) => {
    const authenticator = await addAuthenticator(page);
    expect(await section(page).getByRole('listitem').count()).toBe(0);
    await addButton(page).click();
    await page.getByText('Passkey added').waitFor();
    expect(await authenticator.count()).toBe(1);
    const row = section(page).getByRole('listitem');
    expect(await row.count()).toBe(1);
    expect(await row.innerText()).toMatch(/Chrom\w+.* on Linux[\s\S]*Signing in without a password/);

    await row.getByText('Rename or remove').click();
    await row.getByLabel('Name').fill('My blue key');
    await row.getByRole('button', { name: 'Rename' }).click();
    await page.getByText('Passkey renamed.').waitFor();
    await row.getByRole('heading', { name: 'My blue key' }).waitFor();
    await row.getByText('Rename or remove').click();
    await row.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Passkey removed').waitFor();
    expect(await row.count()).toBe(0);
  });
});

test('a device that has one is told so, and whoever cancels that nothing happened', async () => {
  await withAccount(here.latchkey.url, async (page) => {
    await addAuthenticator(page);
    await addButton(page).click();
    await page.getByText('Passkey added').waitFor();
    await addButton(page).click();
    await section(page).getByText('This device already has a passkey for your account.').waitFor();
    expect(await explained(page)).toContain('the device already has a passkey of this account');
    await page.goto(`${here.latchkey.url}/account`);
    // A virtual authenticator has no button to cancel with, and browsers say no more than this.
    await page.evaluate(
      "navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
    );
    await addButton(page).click();
    await section(page).getByText('The passkey request was canceled').waitFor();
    await addButton(page).click({ trial: true });
  });
});

test.each([
  ['NotAllowedError', /canceled, so no passkey was added/, 'The person canceled'],
  ['SecurityError', /don't work at this address/, 'People must open the address'],
  ['NotSupportedError', /can't make this kind of passkey/, 'or an authenticator app'],
  ['ConstraintError', /Set up a PIN, fingerprint or face on it, and try again/, 'Set up a PIN'],
  ['SomethingElse', /Something went wrong/, 'Update the browser'],
])(
  '%s of the browser is said of a passkey that is to be added, and its name leads whoever helps to the cause',
  async (name, said, advice) => {
    await withAccount(here.latchkey.url, async (page) => {
      await page.evaluate(
        `navigator.credentials.create = () => Promise.reject(new DOMException('canary', '${name}'))`,
      );
      const told = page.waitForRequest('**/api/me/passkeys/error');
      await addButton(page).click();
      await section(page).getByText(said).waitFor();
      const error = name === 'SomethingElse' ? 'OtherError' : name;
      expect((await told).postDataJSON()).toEqual({ error, seconds: 0 });
      const trail = await explained(page);
      expect(trail).toContain("hasn't finished adding a second factor");
      expect(trail).toContain(advice);
      expect(trail).not.toContain('canary');
    });
  },
);

test('at 127.0.0.1, which is no name, the page leads to localhost', async () => {
  const byNumber = here.latchkey.url.replace('localhost', '127.0.0.1');
  await withAccount(byNumber, async (page) => {
    const link = section(page).getByRole('link', { name: here.latchkey.url });
    expect(await link.getAttribute('href')).toBe(`${here.latchkey.url}/account`);
    expect(await addButton(page).isVisible()).toBe(false);
  });
});

test('without JavaScript the page says what is needed', async () => {
  const context = await here.browser.newContext({ javaScriptEnabled: false });
  const data = { username: `person-${++count}`, password };
  await context.request.post(`${here.latchkey.url}/api/register`, { data });
  const page = await context.newPage();
  await page.goto(`${here.latchkey.url}/account`);
  expect(await section(page).locator('noscript p').innerText()).toMatch(/^Passkeys need JavaScript/);
  expect(await addButton(page).isVisible()).toBe(false);
  await context.close();
});
