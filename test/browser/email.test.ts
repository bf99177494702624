import type { BrowserContext } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';

const password = 'seven slow snails sing';
const newPassword = 'walrus teapot gravel ninth';

const here = latchkeyInChromium({ env: { LATCHKEY_LOGIN_EMAIL_CODE: 'true' } });

/** What the newest mail to an address says. */
async function mailTo(address: string): Promise<string> {
  const answer = await fetch(`${here.latchkey.url}/dev/mailbox`, { headers: { accept: 'application/json' } });
  const { mails } = (await answer.json()) as { mails: { to: string; text: string }[] };
  return mails.find(({ to }) => to === address)?.text ?? '';
}

/** The link in it, as its reader sees it. */
async function linkTo(address: string): Promise<string> {
  return /http:\S+#lnk_[\w-]+/.exec(await mailTo(address))?.[0] ?? '';
}

/** Registers somebody and asks for an address. */
async function askFor(context: BrowserContext, username: string): Promise<string> {
  const email = `${username}@example.com`;
  const registered = await context.request.post(`${here.latchkey.url}/api/register`, {
    data: { username, password },
  });
  expect(registered.status()).toBe(201);
  const asked = await context.request.put(`${here.latchkey.url}/api/me/email`, { data: { email } });
  expect(asked.status()).toBe(202);
  return email;
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('the links of mails, %s', (_, javaScriptEnabled) => {
  test('confirm an address, and bring back an account whose password is forgotten', async () => {
    const context = await here.browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const username = `mona-${javaScriptEnabled}`;
    const email = await askFor(context, username);

    const open = async (link: string) => {
      await page.goto(link);
      const code = page.getByLabel('Code from the email');
      expect(await code.isVisible()).toBe(!javaScriptEnabled);
      if (!javaScriptEnabled) await code.fill(link);
      else expect(page.url(), 'the code is out of the address').not.toContain('lnk_');
    };
    await open(await linkTo(email));
    await page.getByRole('button', { name: 'Verify email' }).click();
    await page.waitForURL('**/email/verified');

    await page.goto(`${here.latchkey.url}/recover`);
    await page.getByLabel('Username or email address').fill(email);
    await page.getByRole('button', { name: 'Email me a link' }).click();
    await page.waitForURL('**/recover/sent');
    await open(await linkTo(email));
    await page.getByLabel('New password', { exact: true }).fill(newPassword);
    await page.getByRole('button', { name: 'Reset password' }).click();
    await page.waitForURL('**/recover/done');
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(newPassword);
    await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL('**/account');
    await context.close();
  });
});

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('a registration with an address, %s', (_, javaScriptEnabled) => {
  test('waits for its link, and opening that in the same browser leads on into the account', async () => {
    const context = await here.browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const username = `vera-${javaScriptEnabled}`;
    await page.goto(`${here.latchkey.url}/register`);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Email address').fill('mistyped@example.com');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/login/verify-email?**');
    await page.getByText('mistyped@example.com').waitFor();

    const email = `${username}@example.com`;
    await page.getByText('No email, or wrong address?').click();
    await page.getByLabel('Email address').fill(email);
    await page.getByRole('button', { name: 'Send link' }).click();
    await page.getByText('We sent a new link.').waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText("Your email isn't verified yet.").waitFor();

    const link = await linkTo(email);
    await page.goto(link);
    if (!javaScriptEnabled) await page.getByLabel('Code from the email').fill(link);
    await page.getByRole('button', { name: 'Verify email' }).click();
    await page.getByRole('link', { name: 'Continue signing in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/account');
    await page.getByRole('heading', { name: username }).waitFor();
    await context.close();
  });
});

test('a code that is over leaves the field for a newer one, and a newer link takes its place', async () => {
  const context = await here.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${here.latchkey.url}/email/verify#lnk_${'A'.repeat(43)}`);
  await page.getByRole('button', { name: 'Verify email' }).click();
  await page.getByRole('alert').waitFor();
  const code = page.getByLabel('Code from the email');
  expect([await code.isVisible(), await code.inputValue()]).toEqual([true, '']);
  await page.evaluate(`location.hash = 'lnk_${'B'.repeat(43)}'`);
  await code.waitFor({ state: 'hidden' });
  expect([await code.inputValue(), page.url()]).toEqual([
    `lnk_${'B'.repeat(43)}`,
    `${here.latchkey.url}/email/verify`,
  ]);
  await context.close();
});

test.each([true, false])(
  'a code from a mail logs in by the keyboard alone (JavaScript: %s)',
  async (javaScriptEnabled) => {
    const context = await here.browser.newContext({ javaScriptEnabled });
    const username = `cody-${javaScriptEnabled}`;
    const email = await askFor(context, username);
    const token = (await linkTo(email)).split('#')[1];
    const proved = await context.request.post(`${here.latchkey.url}/api/email/verify`, { data: { token } });
    expect(proved.status()).toBe(200);
    await context.clearCookies();
    const page = await context.newPage();
    await page.goto(`${here.latchkey.url}/login?next=/account%23sessions`);
    await page.getByRole('link', { name: 'Email me a code' }).press('Enter');
    await page.waitForURL('**/login/send-code?**');
    await page.locator('#username:focus').waitFor();
    await page.keyboard.type(username);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/login/email-code?**');
    const [, code = ''] = /^ {4}(\d{4} \d{4})$/m.exec(await mailTo(email)) ?? [];
    await page.locator('#code:focus').waitFor();
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${here.latchkey.url}/account#sessions`);
    await page.getByRole('heading', { name: username }).waitFor();
    await context.close();
  },
);
