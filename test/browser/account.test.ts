import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { freshName, goodPassword } from '../support/names.ts';
import { openRow } from '../support/open-row.ts';
import { addAuthenticator } from '../support/virtual-authenticator.ts';

const here = latchkeyInChromium();

async function register(page: Page): Promise<void> {
  await page.goto(`${here.latchkey.url}/register`);
  await page.locator('[name=username]').fill(freshName('ada'));
  await page.locator('[name=password]').fill(goodPassword);
  await page.locator('[name=password]').press('Enter');
  await page.waitForURL(`${here.latchkey.url}/account`);
}

const isFocused = (one: Locator) =>
  one.evaluate((element) => element === element.ownerDocument.activeElement);

/** Waits until the page has stopped scrolling. */
async function atRest(page: Page): Promise<void> {
  const at = () => page.evaluate(() => scrollY);
  let before = Number.NaN;
  const isAtRest = async () => {
    const now = await at();
    const rests = now === before;
    before = now;
    return rests;
  };
  await expect.poll(isAtRest, { interval: 250, timeout: 10_000 }).toBe(true);
}

const isOpen = (page: Page, id: string) => page.locator(`#${id} > [data-row-change]`).getAttribute('open');

test('the page of a new account is short, and every form opens by a click', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    await page.setViewportSize({ width: 1280, height: 720 });
    await register(page);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    expect(height).toBeLessThan(1600);
    for (const id of ['password', 'delete']) {
      expect(await isOpen(page, id), id).toBeNull();
      await openRow(page, id);
      expect(await isOpen(page, id), id).toBe('');
    }
  });
});

test('the section in view is marked in the list beside it', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    await page.setViewportSize({ width: 1280, height: 720 });
    await register(page);
    const current = page.locator('.account-nav [aria-current]');
    await current.getByText('Profile').waitFor();
    await page.locator('#activity').evaluate((section) => section.scrollIntoView());
    await current.getByText('Activity').waitFor();
    expect(await current.count()).toBe(1);
  });
});

test('a section that was chosen stays marked until somebody scrolls, by mouse and by keyboard', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    await page.setViewportSize({ width: 1280, height: 720 });
    await register(page);
    const nav = page.locator('.account-nav');
    const marked = () => nav.locator('[aria-current]').allInnerTexts();
    for (const key of [undefined, 'Enter']) {
      for (const name of ['Delete account', 'Activity', 'Your data', 'Devices', 'Profile']) {
        const link = nav.getByRole('link', { name });
        await (key === undefined ? link.click() : link.press(key));
        expect(await marked()).toEqual([name]);
        await atRest(page);
        expect(await marked(), `${name}, after the page has scrolled there`).toEqual([name]);
      }
    }
    await nav.getByRole('link', { name: 'Delete account' }).press('Enter');
    await atRest(page);
    expect(await isOpen(page, 'delete'), 'the navigation opens no form').toBeNull();
    await page.keyboard.press('PageUp');
    await expect.poll(marked).not.toEqual(['Delete account']);
    await page.goto('about:blank');
    await page.goto(`${here.latchkey.url}/account#delete`);
    await atRest(page);
    expect(await marked()).toEqual(['Delete account']);
    await page.mouse.move(640, 400);
    await page.mouse.wheel(0, -2000);
    await expect.poll(marked).toEqual(['Profile']);
  });
});

/** What each row asks for first. */
const firstFields = {
  email: 'Address',
  password: 'Current password',
  delete: 'Your password',
  data: 'Your JSON document',
};

test.each(Object.entries(firstFields))(
  'the form of %s opens at its first field; Escape leads back',
  async (id, label) => {
    await here.inContext(async (context) => {
      const page = await context.newPage();
      await register(page);
      const button = page.locator(`#${id} > [data-row-change] > summary`);
      const field = page.locator(`#${id}`).getByLabel(label).first();
      for (const open of [() => button.click(), () => button.press('Enter')]) {
        await open();
        await expect.poll(() => isFocused(field)).toBe(true);
        await page.keyboard.press('Escape');
        expect([await isOpen(page, id), await isFocused(button)]).toEqual([null, true]);
      }
    });
  },
);

test.each([true, false])(
  'each form has one Cancel, which leads back to its button, scripts: %s',
  async (javaScriptEnabled) => {
    const context = await here.browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    page.on('dialog', (dialog) => {
      throw new Error(`Nobody wants to be asked: ${dialog.type()}`);
    });
    await register(page);
    const ids = await page
      .locator('[data-row-change]')
      .evaluateAll((changes) => changes.map(({ parentElement }) => (parentElement as { id: string }).id));
    expect(ids.toSorted()).toEqual(Object.keys(firstFields).toSorted());
    for (const id of [...ids, ...ids.slice(-1)]) {
      await openRow(page, id);
      const row = page.locator(`#${id}`);
      const field = row.locator('input:visible, textarea:visible').first();
      await field.fill('typed');
      await row.getByRole('link', { name: 'Cancel' }).click();
      await page.waitForURL(`**/account?left=${id}`);
      await expect.poll(() => isOpen(page, id)).toBeNull();
      await expect.poll(() => isFocused(row.locator('> [data-row-change] > summary'))).toBe(true);
      await openRow(page, id);
      expect(await field.inputValue()).not.toBe('typed');
    }
    await context.close();
  },
);

test('what was refused is left by Cancel, and a passkey by Escape and Cancel', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    await register(page);
    await openRow(page, 'data');
    await page.getByLabel('Your JSON document').fill('{"tea": }');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    expect(await isFocused(page.getByRole('alert')), 'the refusal keeps the focus').toBe(true);
    await page.locator('#data').getByRole('link', { name: 'Cancel' }).click();
    await page.waitForURL('**/account?left=data');
    expect(await page.getByLabel('Your JSON document').inputValue()).not.toContain('tea');

    await addAuthenticator(page);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.waitForURL('**/account/security/passkeys/codes');
    await page.goto(`${here.latchkey.url}/account`);
    const row = page.locator('[id^=passkey-]').filter({ has: page.locator('[data-row-change]') });
    const button = row.locator('summary');
    await button.click();
    await expect.poll(() => isFocused(row.getByLabel('Name'))).toBe(true);
    await page.keyboard.press('Escape');
    expect(await isFocused(button)).toBe(true);
    await button.press('Enter');
    await row.getByRole('link', { name: 'Cancel' }).click();
    await page.waitForURL('**/account?left=passkey-*');
    await expect.poll(() => isFocused(button)).toBe(true);
  });
});

test('an address that leads to a form opens it, and one that tells of a change does not', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    await register(page);
    await page.goto(`${here.latchkey.url}/.well-known/change-password`);
    await page.getByLabel('Current password').waitFor();
    await page.goto(`${here.latchkey.url}/account?done=password#password`);
    await page.getByText('Your password was changed').waitFor();
    expect(await isOpen(page, 'password')).toBeNull();
  });
});

test('everything about a person is saved as one file', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    await register(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('account.json');
    const saved = JSON.parse(await readFile(await download.path(), 'utf8')) as { account: object };
    expect(Object.keys(saved)).toContain('sessions');
    expect(saved.account).toHaveProperty('username');
  });
});
