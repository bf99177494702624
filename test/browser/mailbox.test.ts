import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, inTransaction, openDatabase } from '../../src/kit/db/index.ts';
import { queueMail } from '../../src/kit/mail/index.ts';
import { findBarriers } from '../support/barriers.ts';
import { launchChromium } from '../support/chromium.ts';
import { composeMail } from '../support/in-english.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

let browser: Browser;
let latchkey: RunningServer;
let database: Database;

beforeAll(async () => {
  browser = await launchChromium();
  latchkey = await startLatchkey();
  database = openDatabase({ file: join(latchkey.dataDir, 'latchkey.sqlite') });
});
afterAll(async () => {
  await browser?.close();
  await database?.close();
  await latchkey?.stop();
});

/** Queues a mail as the server would, and gives its id; `more` is put into its HTML as no server of ours would. */
function queue(more = ''): Promise<string> {
  const mail = composeMail({
    to: 'ada.with.quite.a.long.name@mail.department.example.com',
    site: { name: 'Latchkey', url: latchkey.url },
    subject: 'Verify your mail address',
    heading: 'Is this address yours?',
    paragraphs: ['Somebody gave it.'],
    code: '471 108',
    action: { label: 'Yes, it is mine', url: `${latchkey.url}/login?from=mail#token=abc` },
  });
  const html = mail.html.replace('</body>', `${more}</body>`);
  const secretKey = readFileSync(join(latchkey.dataDir, 'secret.key'), 'utf8').trim();
  return inTransaction(database.db, (tx) =>
    queueMail(tx, secretKey, { ...mail, html, kind: 'notice', accountId: null }, Date.now()),
  );
}

test('a person finds a mail, reads it and follows its link in the whole window', async () => {
  await queue();
  const page = await browser.newPage();
  await page.goto(latchkey.url);
  await page.getByRole('link', { name: 'Mailbox' }).click();
  await page.getByRole('link', { name: /Verify your mail address/ }).click();
  await page.frameLocator('iframe').getByRole('link', { name: 'Yes, it is mine' }).click();
  await page.waitForURL(`${latchkey.url}/login?from=mail#token=abc`);
  await page.close();
});

test('a mail that would run a script, fetch a picture or send a form does none of it', async () => {
  const id = await queue(
    '<img src="/picture"><script>top.document.title = "taken"</script><form action="/form"><button>Send</button></form><p id="end">End</p>',
  );
  const page = await browser.newPage();
  const answered: string[] = [];
  page.on('response', (response) => answered.push(new URL(response.url()).pathname));
  await page.goto(`${latchkey.url}/dev/mailbox/${id}`);
  const frame = page.frameLocator('iframe');
  await frame.locator('#end').waitFor();
  await frame.getByRole('button', { name: 'Send' }).click();
  await page.waitForLoadState('networkidle');
  expect(await page.title()).toBe('Verify your mail address · Latchkey');
  expect(answered).toContain(`/dev/mailbox/${id}/html`);
  expect(answered.filter((path) => path === '/picture' || path === '/form')).toEqual([]);
  await page.close();
});

test.each([360, 1280])('a mail is seen as a whole in its frame, at a width of %i', async (width) => {
  const id = await queue();
  const context = await browser.newContext({ viewport: { width, height: 640 } });
  const page = await context.newPage();
  await page.goto(`${latchkey.url}/dev/mailbox/${id}`);
  const frame = await page.locator('iframe').boundingBox();
  await page.getByRole('link', { name: 'Open the email on its own' }).click();
  await page.waitForURL('**/html');
  await page.setViewportSize({ width: Math.floor(frame?.width ?? 0), height: 100 });
  const mail = await page.locator('html').boundingBox();
  expect(mail?.height).toBeGreaterThan(300);
  expect(frame?.height).toBeGreaterThan(mail?.height ?? 0);
  await context.close();
});

describe.each([360, 1280])('at a width of %i', (width) => {
  test.each(['light', 'dark'] as const)(
    'mails and their pages can be read by everybody, %s',
    async (colorScheme) => {
      const id = await queue();
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme,
        bypassCSP: true,
      });
      const page = await context.newPage();
      for (const path of ['/dev/mailbox', `/dev/mailbox/${id}`]) {
        await page.goto(latchkey.url + path);
        expect(await findBarriers(page), path).toEqual([]);
        const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect(await page.evaluate(overflow), path).toBe(0);
      }
      // The frame forbids scripts, so the mail is looked at by itself.
      await page.setContent(await (await fetch(`${latchkey.url}/dev/mailbox/${id}/html`)).text());
      expect(await findBarriers(page)).toEqual([]);
      await context.close();
    },
  );
});
