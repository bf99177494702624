import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';
import { addAuthenticator } from '../support/virtual-authenticator.ts';

const password = 'seven slow snails sing';

let browser: Browser;
let latchkey: RunningServer;
let url: string;

beforeAll(async () => {
  browser = await launchChromium();
  latchkey = await startLatchkey();
  url = latchkey.url.replace('127.0.0.1', 'localhost');
});
afterAll(async () => {
  await browser?.close();
  await latchkey?.stop();
});

let count = 0;

/** Somebody who has added a passkey and is logged out. */
async function withPasskey(work: (page: Page, username: string) => Promise<void>) {
  const context = await browser.newContext();
  try {
    const username = `holder-${++count}`;
    await context.request.post(`${url}/api/register`, { data: { username, password } });
    const page = await context.newPage();
    const authenticator = await addAuthenticator(page);
    await page.goto(`${url}/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    // With the first second factor come recovery codes, on a page of their own.
    await page.getByRole('heading', { name: 'recovery codes' }).waitFor();
    expect(await authenticator.count()).toBe(1);
    await context.clearCookies();
    await work(page, username);
  } finally {
    await context.close();
  }
}

test('a passkey logs in without a name', async () => {
  await withPasskey(async (page, username) => {
    // Without suggestions, which a virtual authenticator would answer at once.
    await page.addInitScript(
      'PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)',
    );
    await page.goto(`${url}/login?next=/account%23sessions`);
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
    await page.waitForURL(`${url}/account#sessions`);
    await page.getByRole('heading', { name: username }).waitFor();
  });
});

test('a passkey that the browser suggests logs in', async () => {
  await withPasskey(async (page, username) => {
    await page.goto(`${url}/login`);
    await page.waitForURL(`${url}/account`);
    await page.getByRole('heading', { name: username }).waitFor();
  });
});

test('after a password a passkey is the second factor', async () => {
  await withPasskey(async (page, username) => {
    await page.addInitScript(
      'PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)',
    );
    await page.goto(`${url}/login`);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await page.waitForURL(`${url}/account`);
  });
});

test('a passkey proves again who one is', async () => {
  await withPasskey(async (page, username) => {
    await page.request.post(`${url}/api/login`, { data: { username, password } });
    await page.goto(`${url}/login/second-factor`);
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await page.waitForURL(`${url}/account`);
    await page.goto(`${url}/account/prove?next=/account%23passkeys`);
    await page.getByRole('button', { name: 'Use my passkey instead' }).click();
    await page.waitForURL(`${url}/account#passkeys`);
  });
});
