import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { freshName, goodPassword } from '../support/names.ts';
import { totpCode } from '../support/totp-codes.ts';

/** What pages do without being asked: they say what the keyboard is doing, count down, and go on. */
const here = latchkeyInChromium({
  env: {
    LATCHKEY_LIMITS_CHALLENGE_AFTER: '20',
    LATCHKEY_LIMITS_WAIT_AFTER: '2',
    LATCHKEY_LIMITS_FIRST_WAIT: '3s',
  },
});

const signIn = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true });

/** No keyboard of a test can lock its capitals; its events can say that they are. */
const press = (capsLock: boolean) => `document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', { key: 'a', bubbles: true, modifierCapsLock: ${capsLock} }))`;

test('the password field says that Caps Lock is on, and that a space stands at the end', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    await page.goto(`${here.latchkey.url}/login`);
    await page.locator('#password').focus();
    const hint = page.locator('[data-typing-hint=password]');
    await page.evaluate(press(true));
    expect(await hint.innerText()).toBe('Caps Lock is on.');
    await page.evaluate(press(false));
    expect(await hint.innerText()).toBe('');
    await page.keyboard.type('tea ');
    expect(await hint.innerText()).toContain('space');
    await page.keyboard.press('Backspace');
    expect(await hint.innerText()).toBe('');
  });
});

/** A letter of another layout, as a keyboard brings it. */
const type = (key: string) => `{
  const field = document.activeElement;
  field.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }));
  field.value += '${key}';
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}`;

test('both fields name the letters that the keyboard types, and spaces that nobody sees, and nothing is sent', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    // The page begins a login by itself, for a passkey that the browser may suggest.
    const begun = page.waitForResponse('**/api/login');
    await page.goto(`${here.latchkey.url}/login`);
    await begun;
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url()));
    const [ofName, ofPassword] = ['username', 'password'].map((id) =>
      page.locator(`[data-typing-hint=${id}]`),
    );
    await page.locator('#username').focus();
    await page.evaluate(type('\u0444'));
    expect(await ofName?.innerText()).toBe('Your keyboard is typing Cyrillic letters. Check its layout.');
    await page.locator('#username').fill('');
    expect(await ofName?.innerText(), 'begun anew').toBe('');
    await page.locator('#username').fill('ada lovelace');
    expect(await ofName?.innerText()).toBe("There's a space in it. Usernames have none.");
    await page.locator('#username').fill(' ada ');
    expect(await ofName?.innerText(), 'what is ignored').toBe('');
    await page.locator('#password').focus();
    await page.evaluate(type('\u03b1'));
    expect(await ofPassword?.innerText()).toContain('Greek');
    await page.locator('#password').fill(' pasted along ');
    expect(await ofPassword?.innerText()).toMatch(/starts with a space\. The password ends with a space/);
    expect(sent).toEqual([]);
  });
});

test('a password that is filled in says nothing of the keyboard, and a new one is looked at too', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    await page.goto(`${here.latchkey.url}/register`);
    const hint = page.locator('[data-typing-hint=password]');
    await page.locator('#password').fill('\u043f\u0430\u0440\u043e\u043b\u044c');
    expect(await hint.innerText()).toBe('');
    await page.locator('#password').fill('four unrelated words here ');
    expect(await hint.innerText()).toContain('ends with a space');
  });
});

test('somebody who has to wait sees the seconds go by, and then that the wait is over', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    const username = freshName('nobody');
    const wait = page.locator('[data-countdown]');
    for (let tries = 0; tries < 5 && !(await wait.isVisible()); tries++) {
      await page.goto(`${here.latchkey.url}/login`);
      await page.locator('#username').fill(username);
      await page.locator('#password').fill('not the password');
      await signIn(page).click();
      await page.getByRole('alert').waitFor();
    }
    expect(await wait.innerText()).toMatch(/^0:0[1-3]$/);
    await wait.getByText('You can try again now.').waitFor();
  });
});

test('the page that waits for a link goes on when the link is opened on another device', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    const username = freshName('wilma');
    const email = `${username}@example.com`;
    await page.goto(`${here.latchkey.url}/register`);
    await page.locator('#username').fill(username);
    await page.getByLabel('Email address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(goodPassword);
    await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/login/verify-email?**');
    const answer = await fetch(`${here.latchkey.url}/dev/mailbox`, {
      headers: { accept: 'application/json' },
    });
    const { mails } = (await answer.json()) as { mails: { to: string; text: string }[] };
    const token = /#(lnk_[\w-]+)/.exec(mails.find(({ to }) => to === email)?.text ?? '')?.[1];
    const opened = await fetch(`${here.latchkey.url}/api/email/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(opened.status).toBe(200);
    await page.waitForURL(`${here.latchkey.url}/account`);
    await page.getByRole('heading', { name: username }).waitFor();
  });
});

test('the field for a code has the cursor, and a printed sheet of recovery codes names the site alone', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    const username = freshName('tilda');
    const data = { username, password: goodPassword };
    await context.request.post(`${here.latchkey.url}/api/register`, { data });
    const begun = (await (await context.request.post(`${here.latchkey.url}/api/me/totp`)).json()) as {
      secret: string;
    };
    const code = totpCode(begun.secret, Date.now());
    await context.request.post(`${here.latchkey.url}/api/me/totp/confirm`, { data: { code } });
    await page.goto(`${here.latchkey.url}/account`);
    await page.getByRole('button', { name: 'Get ten new codes' }).click();
    await page.locator('.codes-list').waitFor();
    await page.emulateMedia({ media: 'print' });
    const codes = await page.locator('[data-code]').allInnerTexts();
    expect(codes).toHaveLength(10);
    const printed = (await page.locator('body').innerText())
      .split(/\s+/)
      .filter((word) => !codes.includes(word));
    expect(printed.join(' ')).toBe('Your recovery codes Latchkey');

    await page.emulateMedia({ media: 'screen' });
    await context.clearCookies();
    await page.goto(`${here.latchkey.url}/login`);
    await page.locator('#username').fill(username);
    await page.locator('#password').fill(goodPassword);
    await signIn(page).click();
    await page.locator('[name=code]:focus').waitFor();
    expect(await page.getByRole('main').locator('.button:not(.button-quiet)').count()).toBe(1);
  });
});
