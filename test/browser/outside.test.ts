import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { startIdentityProvider } from '../support/identity-provider.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
let latchkey: RunningServer;
let browser: Browser;
beforeAll(async () => {
  provider = await startIdentityProvider();
  const { apple: _apple, ...settings } = provider.settings({ id: 'example', label: 'Example ID' });
  [browser, latchkey] = await Promise.all([
    launchChromium(),
    startLatchkey({
      env: { LATCHKEY_LOGIN_WITH: JSON.stringify([settings]), LATCHKEY_EMAIL_VERIFICATION: 'later' },
    }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await latchkey?.stop();
  await provider?.stop();
});

/** Without scripts: every step is a link or a form. */
async function visitor(): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  return context.newPage();
}

test('a person signs up and in with a provider, connects another account of theirs, and disconnects it', async () => {
  provider.person = { sub: 'ada', email: 'ada@example.com', preferred_username: 'ada' };
  const page = await visitor();
  await page.goto(`${latchkey.url}/login`);
  await page.getByRole('link', { name: 'Continue with Example ID' }).click();
  await page.getByRole('heading', { name: 'Choose a username' }).waitFor();
  expect(await page.getByLabel('Username').inputValue()).toBe('ada');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/account');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('ada');

  const again = await visitor();
  await again.goto(`${latchkey.url}/login`);
  await again.getByRole('link', { name: 'Continue with Example ID' }).click();
  await again.waitForURL('**/account');

  // The page of a form leads out, and no redirect: Chromium would hold `form-action` against it.
  provider.person = { sub: 'ada-at-work', email: 'ada@work.example' };
  await again.getByRole('button', { name: 'Connect Example ID', exact: true }).click();
  await again.waitForURL('**/account?done=identity**');
  expect(await again.getByText('ada@work.example').count()).toBe(1);
  await again.getByRole('button', { name: 'Disconnect Example ID' }).first().click();
  await again.waitForURL('**/account?done=identity-removed**');
  expect(await again.getByText('ada@work.example').count()).toBe(1);
  await page.reload();
  expect(page.url()).toContain('/login');
});
