import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';

const here = latchkeyInChromium();

test('the console of the API creates an account, logs in, reads and writes data, as it is filled in', async () => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${here.latchkey.url}/reference`);
    await page.getByRole('button', { name: 'Open Group - Data' }).click();
    const send = async (summary: string, method: string, path: string): Promise<[number, unknown]> => {
      await page.getByRole('link', { name: new RegExp(`^${summary}\\s+HTTP.*${method}`, 'i') }).click();
      await page.getByRole('button', { name: new RegExp(`${method} ${path}\\)?$`) }).click();
      const answered = page.waitForResponse(
        (response) => response.url().endsWith(path) && response.request().method() === method.toUpperCase(),
      );
      await page.getByRole('button', { name: /^Send Request/ }).click();
      const answer = await answered;
      const read = await answer.json();
      await page.getByRole('button', { name: /close client/i }).click();
      return [answer.status(), read];
    };
    const complete = { status: 'complete', account: { username: 'ada' } };
    expect(await send('Create an account', 'post', '/api/register')).toMatchObject([201, complete]);
    expect(await send('Log in', 'post', '/api/login')).toMatchObject([200, complete]);
    expect(await send('Read your data', 'get', '/api/me/data')).toEqual([200, {}]);
    const written = { color: 'green', score: 1 };
    expect(await send('Replace your data', 'put', '/api/me/data')).toEqual([200, written]);
    expect(await send('Change part of your data', 'patch', '/api/me/data')).toEqual([
      200,
      { ...written, score: 2 },
    ]);
  });
});
