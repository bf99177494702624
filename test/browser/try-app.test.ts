import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { freshName, goodPassword } from '../support/names.ts';

const lab = latchkeyInChromium();

/** What the guide has its reader choose on these pages. */
const guide = /\n## Watch a sign-in.*?(?=\n## )/s.exec(readFileSync('docs/guide/apps.md', 'utf8'))?.[0] ?? '';
const [start = '', allow = '', breakIt = ''] = [...guide.matchAll(/\*([A-Z][^*]+)\*/g)].map(
  ([, label]) => label,
);

async function register(): Promise<string> {
  const username = freshName('person');
  const made = await fetch(`${lab.latchkey.url}/api/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: goodPassword }),
  });
  expect(made.status).toBe(201);
  return username;
}

const titles = (page: Page) => page.locator('.tried-step h2').allInnerTexts();

test('without JavaScript and by keyboard: a whole sign-in to the demo app, and one that is broken on purpose', {
  timeout: 120_000,
}, async () => {
  const username = await register();
  const context = await lab.browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(`${lab.latchkey.url}/`);
    await page.getByRole('main').getByRole('link', { name: 'App sign-in' }).click();
    await page.getByRole('button', { name: start, exact: true }).press('Enter');
    await page.locator('main [name=username]').fill(username);
    await page.locator('main [name=password]').fill(goodPassword);
    await page.locator('main [name=password]').press('Enter');
    await page.getByRole('heading', { name: 'Latchkey demo app wants to use your account' }).waitFor();
    await page.getByRole('button', { name: allow, exact: true }).press('Enter');
    await page.getByText(`Signed in as ${username}.`).waitFor();
    expect(page.url()).toBe(`${lab.latchkey.url}/dev/apps/try/result`);
    expect(await titles(page)).toHaveLength(11);
    const trails = await page.locator('.trail-brief .trail-title, .trail-brief strong').allInnerTexts();
    expect(trails, 'that somebody signed in meanwhile').toContain(`Sign-in of ${username}`);

    await page.getByLabel(breakIt).selectOption('code');
    await page.getByRole('button', { name: start, exact: true }).press('Enter');
    await page.getByRole('button', { name: allow, exact: true }).press('Enter');
    await page.getByText('Refused, as it should be').waitFor();
    expect((await titles(page)).slice(-2)).toEqual([
      'The app exchanges the same code again',
      'The app asks once more who signed in',
    ]);
    await page.locator('.trail-brief a').last().click();
    await page.getByRole('heading', { level: 1, name: 'App' }).waitFor();
    await page.goBack();
    await page.getByText('Refused, as it should be').waitFor();
  } finally {
    await context.close();
  }
});
