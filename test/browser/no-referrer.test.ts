import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';
import { freshName, goodPassword } from '../support/names.ts';

const chromium = latchkeyInChromium();
const origins: (string | undefined)[] = [];
let proxy: Server;
let address = '';

/** A proxy that adds the header to every answer, as nginx does with `add_header`. */
beforeAll(async () => {
  proxy = createServer((asked, answer) => {
    if (asked.method === 'POST') origins.push(asked.headers.origin);
    const { port } = new URL(chromium.latchkey.url);
    const passedOn = request(
      { port, method: asked.method, path: asked.url, headers: asked.headers },
      (given) => {
        answer.writeHead(given.statusCode ?? 502, [...given.rawHeaders, 'Referrer-Policy', 'no-referrer']);
        given.pipe(answer);
      },
    );
    asked.pipe(passedOn);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(() => {
  proxy.closeAllConnections();
  proxy.close();
});

test('V3.5.1 people sign up and in behind a proxy that adds Referrer-Policy: no-referrer', async () => {
  const username = freshName('referred');
  for (const path of ['/register', '/login']) {
    await chromium.inContext(async (context) => {
      const page = await context.newPage();
      await page.goto(`${address}${path}`);
      await page.locator('[name=username]').fill(username);
      await page.locator('[name=password]').fill(goodPassword);
      await page.locator('[name=password]').press('Enter');
      await page.waitForURL((url) => url.pathname !== path);
      expect(await page.locator('body').innerText()).toContain(username);
    });
  }
  expect(origins, 'Chromium names no origin').toContain('null');
});
