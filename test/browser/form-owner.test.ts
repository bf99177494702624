import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { openRow } from '../support/open-row.ts';

const password = 'seven slow snails sing';
const typed = '{"note": "<b>&</b>"}';

const here = latchkeyInChromium();

const main = (page: Page) => page.getByRole('main');
const editor = (page: Page) => page.getByLabel('Your JSON document');
const button = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true });

async function enter(page: Page, path: '/register' | '/login', username: string) {
  await page.goto(`${here.latchkey.url}${path}`);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await button(page, path === '/login' ? 'Sign in' : 'Create account').click();
  await page.waitForURL(`${here.latchkey.url}/account`);
}

async function signOut(context: BrowserContext) {
  const page = await context.newPage();
  await page.goto(`${here.latchkey.url}/logout`);
  await button(page, 'Sign out').click();
  await page.waitForURL(`${here.latchkey.url}/logout`);
  await page.close();
}

async function storedData(context: BrowserContext): Promise<unknown> {
  return (await context.request.get(`${here.latchkey.url}/api/me/data`)).json();
}

test.each([true, false])(
  'L8 what was typed survives the end of the session and the login after it (JavaScript: %s)',
  async (javaScriptEnabled) => {
    const context = await here.browser.newContext({ javaScriptEnabled });
    try {
      const page = await context.newPage();
      const username = `late-${javaScriptEnabled}`;
      await enter(page, '/register', username);
      await openRow(page, 'data');
      await editor(page).fill(typed);
      await signOut(context);
      await main(page).getByRole('button', { name: 'Save', exact: true }).click();
      await main(page).getByRole('heading', { name: 'Your session has expired' }).waitFor();
      expect(await editor(page).inputValue()).toBe(typed);

      const [tab] = await Promise.all([
        context.waitForEvent('page'),
        main(page).getByRole('link', { name: 'Sign in' }).click(),
      ]);
      await tab.getByLabel('Username').fill(username);
      await tab.getByLabel('Password', { exact: true }).fill(password);
      await button(tab, 'Sign in').click();
      await tab.waitForURL(`${here.latchkey.url}/account`);

      await button(page, 'Send again').click();
      await page.waitForURL(`${here.latchkey.url}/account?done=data#data`);
      expect(await storedData(context)).toEqual(JSON.parse(typed));
    } finally {
      await context.close();
    }
  },
);

test("S6 a page of one account never saves into another's, and gives back what was typed", async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    const other = await context.newPage();
    await enter(other, '/register', 'second-person');
    await signOut(context);
    await enter(page, '/register', 'first-person');
    await openRow(page, 'data');
    await editor(page).fill(typed);
    await signOut(context);
    await enter(other, '/login', 'second-person');

    await button(page, 'Save').click();
    await main(page).getByRole('heading', { name: 'This page was opened for another account' }).waitFor();
    expect(await editor(page).inputValue()).toBe(typed);
    expect(await storedData(context)).toEqual({});
    await button(page, 'Send again').click();
    await main(page).getByRole('heading', { name: 'This page was opened for another account' }).waitFor();
    expect(await storedData(context)).toEqual({});

    await signOut(context);
    await enter(other, '/login', 'first-person');
    await button(page, 'Send again').click();
    await page.waitForURL(`${here.latchkey.url}/account?done=data#data`);
    expect(await storedData(context)).toEqual(JSON.parse(typed));
  });
});

test('S6 a passkey is never added to the account of somebody who signed in meanwhile', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    const at = (path: string) => `${here.latchkey.url}${path}`;
    const signUp = (username: string) =>
      context.request.post(at('/api/register'), { data: { username, password } });
    await signUp('key-owner');
    await page.goto(at('/account'));
    await signUp('somebody-else');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('Someone else signed in to this browser').waitFor();
    const { passkeys } = await (await context.request.get(at('/api/me/factors'))).json();
    expect(passkeys).toEqual([]);
  });
});
