import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { totpCode } from '../support/totp-codes.ts';
import { addAuthenticator } from '../support/virtual-authenticator.ts';

const password = 'seven slow snails sing';

const here = latchkeyInChromium({ env: { LATCHKEY_LOGIN_SECOND_FACTOR: 'required' } });

let count = 0;

/** Somebody who has just registered, before the page that has them add a second factor. */
async function registering(javaScriptEnabled: boolean, work: (page: Page) => Promise<void>) {
  const context = await here.browser.newContext({ javaScriptEnabled });
  try {
    const page = await context.newPage();
    await page.goto(`${here.latchkey.url}/register?next=%2Freference`);
    await page.getByLabel('Username').fill(`person-${++count}`);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'Set up two-step verification' }).waitFor();
    await work(page);
  } finally {
    await context.close();
  }
}

async function leaveTheCodes(page: Page, { said, waits }: { said: string; waits: boolean }) {
  await page.getByText(`${said} added. Save your recovery codes before you continue.`).waitFor();
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  expect(await page.locator('.codes-list code').count()).toBe(10);
  const done = page.getByRole('link', { name: 'Done' });
  expect(await done.isDisabled(), 'before they are kept').toBe(waits);
  await page.getByLabel("I've saved these codes").check();
  expect(await done.isDisabled()).toBe(false);
  await done.click();
  await page.waitForURL(`${here.latchkey.url}/reference`);
  const answer = await page.request.get(`${here.latchkey.url}/api/session`);
  expect(((await answer.json()) as { session: { aal: number } }).session.aal).toBe(2);
}

test('whoever registers adds a passkey by one click, keeps the codes and is led on', async () => {
  await registering(true, async (page) => {
    const authenticator = await addAuthenticator(page);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await leaveTheCodes(page, { said: 'Passkey', waits: true });
    expect(await authenticator.count()).toBe(1);
  });
});

test('or types the code of an app, without JavaScript', async () => {
  await registering(false, async (page) => {
    const secret = (await page.locator('.key code').allInnerTexts()).join('');
    await page.getByLabel('Code', { exact: true }).fill(totpCode(secret, Date.now()));
    await page.getByRole('button', { name: 'Turn on' }).click();
    await leaveTheCodes(page, { said: 'Authenticator app', waits: false });
  });
});
