import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type RunningServer, type StartOptions, startLatchkey } from './server-process.ts';

interface LatchkeyInChromium {
  readonly browser: Browser;
  readonly latchkey: RunningServer;
  /** Hands over a context of its own, which is closed whatever happens. */
  inContext(work: (context: BrowserContext) => Promise<void>): Promise<void>;
}

/**
 * A server and a browser for all tests of a file, started before the first and ended after the last.
 */
export function latchkeyInChromium(options: StartOptions = {}): LatchkeyInChromium {
  let browser: Browser;
  let latchkey: RunningServer;
  beforeAll(async () => {
    browser = await launchChromium();
    latchkey = await startLatchkey(options);
  });
  afterAll(async () => {
    await browser?.close();
    await latchkey?.stop();
  });
  return {
    get browser() {
      return browser;
    },
    get latchkey() {
      return latchkey;
    },
    async inContext(work) {
      const context = await browser.newContext();
      try {
        await work(context);
      } finally {
        await context.close();
      }
    },
  };
}
