import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seconds } from '../../src/kit/duration.ts';
import { eachApp } from '../support/app.ts';
import { launchChromium } from '../support/chromium.ts';
import { freshName, goodPassword, otherPassword } from '../support/names.ts';

let chromium: Browser;
beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(() => chromium?.close());

eachApp('whoever has JavaScript off', (open) => {
  test('waits after three wrong passwords, as the page says, and signs in', async () => {
    const app = await open({ publicUrl: 'http://127.0.0.1' });
    const url = await app.app.listen({ host: '127.0.0.1', port: 0 });
    const username = freshName();
    await app.browser().register(username, goodPassword);
    const context = await chromium.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const enter = async (password: string) => {
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    };
    await page.goto(`${url}/login`);
    await page.getByLabel('Username or email address').fill(username);
    for (const _ of [1, 2, 3]) {
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await enter(otherPassword);
      expect((await answered).status()).toBe(401);
    }
    // Playwright's search for texts passes over noscript, whose content is a page's like any other here.
    const sentence = page.locator('form noscript p');
    const said = (left: number) =>
      `JavaScript is turned off. Wait ${left} seconds, then enter your password again.`;
    expect(await sentence.innerText()).toBe(said(30));
    expect(await sentence.isVisible()).toBe(true);
    expect(await page.getByText('Your browser does a short calculation').isVisible()).toBe(false);

    app.clock.advance(seconds(20));
    await enter(goodPassword);
    await page.getByText('There were several failed attempts').waitFor();
    expect(await sentence.innerText()).toBe(said(10));
    expect(await page.getByLabel('Username or email address').inputValue()).toBe(username);

    app.clock.advance(seconds(10));
    await enter(goodPassword);
    await page.waitForURL(`${url}/account`);
    await context.close();
  });

  test('is told nothing else than whoever has it on, whose browser sends no ticket', async () => {
    const app = await open({ publicUrl: 'http://127.0.0.1' });
    const url = await app.app.listen({ host: '127.0.0.1', port: 0 });
    const username = freshName();
    await app.browser().register(username, goodPassword);
    for (let count = 0; count < 3; count += 1) await app.browser().login(username, otherPassword);
    const page = await chromium.newPage();
    const enter = async (password: string) => {
      await page.getByLabel('Username or email address').fill(username);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    };
    await page.goto(`${url}/login`);
    await enter(goodPassword);
    await page.getByText('There were several failed attempts. Enter your password again.').waitFor();
    expect(await page.getByText('Your browser does a short calculation').isVisible()).toBe(true);
    expect(await page.locator('form noscript').first().isVisible()).toBe(false);
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await enter(goodPassword);
    const fields = new URLSearchParams((await sent).postData() ?? '');
    expect([fields.has('proofOfWork'), fields.has('waited')]).toEqual([true, false]);
    await page.waitForURL(`${url}/account`);
    await page.close();
  });
});
