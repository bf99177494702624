import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { freshName, goodPassword } from '../support/app.ts';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { openRow } from '../support/open-row.ts';

const here = latchkeyInChromium();

async function register(page: Page): Promise<void> {
  await page.goto(`${here.latchkey.url}/register`);
  await page.locator('[name=username]').fill(freshName('ada'));
  await page.locator('[name=password]').fill(goodPassword);
  await page.locator('[name=password]').press('Enter');
  await page.waitForURL(`${here.latchkey.url}/account`);
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
