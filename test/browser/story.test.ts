import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { openRow } from '../support/open-row.ts';
import { totpCode } from '../support/totp-codes.ts';
import { addAuthenticator } from '../support/virtual-authenticator.ts';

const password = 'seven slow snails sing';
const newPassword = 'walrus teapot gravel ninth';
const username = 'ada-lovelace';
const address = 'ada@example.com';
const newAddress = 'ada@home.example';

const here = latchkeyInChromium();

/** Opens the link of the newest mail to an address and sends the form of its page. */
async function openMail(page: Page, to: string, button: string): Promise<void> {
  const answer = await page.request.get(`${here.latchkey.url}/dev/mailbox`, {
    headers: { accept: 'application/json' },
  });
  const { mails } = (await answer.json()) as { mails: { to: string; text: string }[] };
  const mail = mails.find((one) => one.to === to);
  const link = /http:\S+#lnk_[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '';
  // Passkeys know this server by its name, the mail by its address; they are two sites to the browser.
  await page.goto(link);
  if (button === 'Reset password') {
    await page.getByLabel('New password', { exact: true }).fill(newPassword);
  }
  await page.getByRole('button', { name: button }).click();
}

async function logOut(page: Page): Promise<void> {
  await page.goto(`${here.latchkey.url}/logout`);
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${here.latchkey.url}/logout`);
}

async function logIn(page: Page, name: string, secret: string): Promise<void> {
  await page.goto(`${here.latchkey.url}/login`);
  await page.getByLabel('Username').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const atHome = (page: Page) => page.getByRole('heading', { level: 1, name: username }).waitFor();

test('an account from its registration to its end, in one browser', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    const authenticator = await addAuthenticator(page);

    // Register, and confirm the address by the mail.
    await page.goto(`${here.latchkey.url}/register`);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Email address').fill(address);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/login/verify-email?**');
    await openMail(page, address, 'Verify email');
    await page.getByRole('link', { name: 'Continue signing in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await atHome(page);

    // Add a passkey, and log in by what the browser suggests.
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    const [paper = ''] = await page.locator('[data-code]').allTextContents();
    expect(await authenticator.count()).toBe(1);
    await logOut(page);
    await page.goto(`${here.latchkey.url}/login`);
    await page.waitForURL(`${here.latchkey.url}/account`);
    await atHome(page);

    // Add an authenticator app, with the code before the present one, so that the present is still good.
    await page.getByRole('button', { name: 'Set up an app' }).click();
    await page.getByLabel('Code', { exact: true }).waitFor();
    const key = (await page.locator('.key code').allTextContents()).join('');
    await page.getByLabel('Code', { exact: true }).fill(totpCode(key, Date.now(), -1));
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.waitForURL(`${here.latchkey.url}/account**`);

    // From here on this browser suggests nothing: the virtual authenticator would answer at once.
    await page.addInitScript(
      'PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)',
    );
    await logOut(page);
    await logIn(page, address, password);
    await page.getByLabel('Code from your authenticator app').fill(totpCode(key, Date.now()));
    await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(`${here.latchkey.url}/account`);

    // The phone is lost: a code on paper stands in for it, once.
    await logOut(page);
    await logIn(page, username, password);
    for (const isUsed of [false, true]) {
      await page.getByText("I don't have my phone").click();
      await page.getByLabel('Recovery code').fill(paper);
      await page.getByRole('button', { name: 'Use code and sign in' }).click();
      if (isUsed) break;
      await page.waitForURL(`${here.latchkey.url}/account`);
      await logOut(page);
      await logIn(page, username, password);
    }
    await page.getByText('Incorrect recovery code.').first().waitFor();

    // The password is forgotten: a mail brings a new one, and the second factor is still asked.
    await page.goto(`${here.latchkey.url}/recover`);
    await page.getByLabel('Username or email address').fill(address);
    await page.getByRole('button', { name: 'Email me a link' }).click();
    await page.waitForURL('**/recover/sent');
    await openMail(page, address, 'Reset password');
    await page.waitForURL('**/recover/done');
    expect((await page.request.get(`${here.latchkey.url}/api/session`)).status(), 'nobody is logged in').toBe(
      401,
    );
    await logIn(page, username, newPassword);
    await page.waitForURL('**/login/second-factor?**');
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await page.waitForURL(`${here.latchkey.url}/account`);

    // The address changes when the new one is confirmed, and the old one is told.
    await openRow(page, 'email');
    await page.getByLabel('New address').fill(newAddress);
    await page.getByRole('button', { name: 'Send link' }).click();
    await page.getByText('Not verified', { exact: true }).waitFor();
    await openMail(page, newAddress, 'Verify email');
    await page.getByRole('link', { name: 'Go to your account' }).click();
    await page.getByRole('region', { name: 'Email address' }).getByText(newAddress).first().waitFor();
    await page.goto(`${here.latchkey.url}/dev/mailbox`);
    await page.getByText(address, { exact: false }).first().waitFor();

    // The end: everything of it is gone, and the name is nobody's.
    await page.goto(`${here.latchkey.url}/account`);
    await openRow(page, 'delete');
    await page.getByLabel("Your password, to confirm it's you").fill(newPassword);
    await page.getByRole('button', { name: 'Delete my account permanently' }).click();
    await page.waitForURL((url) => url.pathname !== '/account');
    await logIn(page, username, newPassword);
    await page.getByText('Incorrect username or password.').first().waitFor();
  });
});
