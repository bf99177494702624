import type { Server } from 'node:http';
import { describe, expect, test } from 'vitest';
import { serveExample } from '../../examples/serve.ts';
import type { CookieJar } from '../support/cookie-jar.ts';
import { curl } from '../support/curl.ts';
import {
  type Block,
  blocksClaimedBy,
  claimOf,
  documents,
  placeOf,
  withAnswers,
} from '../support/guide/blocks.ts';
import { compareOutput } from '../support/guide/compare.ts';
import { GuideReader } from '../support/guide/reader.ts';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';

const chromium = latchkeyInChromium();

/** Runs a script of the guide in a page at another port than the server; gives what it logged. */
async function runInPage(script: string, reader: GuideReader): Promise<string> {
  const { url, server } = await serveExample('plain');
  try {
    let logged = '';
    await chromium.inContext(async (context) => {
      const page = await context.newPage();
      await page.route('**/app.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
      await page.route('**/guide.js', (route) => {
        const body = `${script.replaceAll(':5000', `:${new URL(chromium.latchkey.url).port}`)}\nwindow.isDone = true;`;
        return route.fulfill({ contentType: 'text/javascript', body });
      });
      page.on('console', (message) => {
        if (message.type() === 'log') logged += `${message.text()}\n`;
      });
      // Whoever is asked for a code has their recovery codes at hand.
      page.on('dialog', async (dialog) => dialog.accept(JSON.parse(await reader.fill('"br7x-…"'))));
      const failed = page.waitForEvent('pageerror').then((error) => {
        throw error;
      });
      await page.goto(`${url}?api=${chromium.latchkey.url}`);
      await page.addScriptTag({ type: 'module', url: '/guide.js' });
      await Promise.race([failed, page.waitForFunction('window.isDone')]);
      failed.catch(() => undefined);
    });
    return logged;
  } finally {
    await closed(server);
  }
}

const closed = (server: Server) => new Promise((done) => server.close(done));

describe.each(documents.filter((document) => blocksClaimedBy('page', [document]).length > 0))(
  '%s',
  (path) => {
    test('every script that it shows does in a page what it says', async () => {
      const reader = new GuideReader(chromium.latchkey.url);
      const jars = new Map<string, CookieJar>();
      const isBefore =
        ({ line }: Block) =>
        (one: { readonly block: Block }) =>
          one.block.line < line;
      for (const { block: script, answer } of withAnswers(path, 'page')) {
        for (const { block } of withAnswers(path, 'request').filter(isBefore(script))) {
          for (const command of block.text.split(/(?<!\\)\n/).filter((line) => line.trim() !== ''))
            reader.remember(await curl(await reader.fill(command), jars));
        }
        const logged = await runInPage(script.text, reader);
        expect(answer, `what ${placeOf(script)} logs`).toBeDefined();
        if (answer) compareOutput(answer, logged, placeOf(script));
        expect(claimOf(script)).toBe('page');
      }
    });
  },
);
