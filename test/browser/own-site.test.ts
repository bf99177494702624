import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { freshName, goodPassword } from '../support/names.ts';
import { startLatchkey } from '../support/server-process.ts';

let shop: Server;
let entrance = '';
let app = '';

/** An app that leads on to a third origin, as one does that has moved. */
beforeAll(async () => {
  shop = createServer((request, answer) => {
    if (request.headers.host?.startsWith('127.0.0.1') && request.url === '/') {
      answer.writeHead(302, { location: `${app}cups` }).end();
      return;
    }
    answer.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>Cups</h1><p>${request.url}</p>`);
  }).listen(0, '127.0.0.1');
  await once(shop, 'listening');
  const { port } = shop.address() as AddressInfo;
  entrance = `http://127.0.0.1:${port}/`;
  app = `http://localhost:${port}/`;
});
afterAll(() => {
  shop.closeAllConnections();
  shop.close();
});

test.each([false, true])(
  'a sign-up and a sign-in end in the app at another origin, and past it at a third (JavaScript: %s)',
  async (javaScriptEnabled) => {
    const latchkey = await startLatchkey({ env: { LATCHKEY_APP_URL: entrance } });
    const browser = await launchChromium();
    try {
      const username = freshName('cups');
      for (const path of ['register', 'login']) {
        const context = await browser.newContext({ javaScriptEnabled });
        const page = await context.newPage();
        await page.goto(`${latchkey.url}/${path}`);
        await page.locator('[name=username]').fill(username);
        await page.locator('[name=password]').fill(goodPassword);
        await page.locator('[name=password]').press('Enter');
        await page.waitForURL(`${app}cups`);
        await page.getByRole('heading', { name: 'Cups' }).waitFor();
        const known = await context.request.get(`${latchkey.url}/api/me`);
        expect(known.status(), 'signed in here').toBe(200);
        await context.close();
      }
    } finally {
      await browser.close();
      await latchkey.stop();
    }
  },
);
