import { expect, test } from 'vitest';
import { findBarriers } from '../support/barriers.ts';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';

const here = latchkeyInChromium({
  command: 'serve',
  env: { LATCHKEY_PUBLIC_URL: 'http://localhost:5000' },
});

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

test.each([320, 360, 1280])('the API page of production fits a screen of %i pixels', async (width) => {
  await here.inContext(async (context) => {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${here.latchkey.url}/reference`);
    await page.getByRole('heading', { name: 'Get your factors' }).waitFor();
    expect(await page.evaluate(overflow), 'pixels that stick out').toBe(0);
  });
});

test.each(['light', 'dark'] as const)(
  'the API page has no barrier that axe finds (%s)',
  async (colorScheme) => {
    await here.inContext(async (context) => {
      const page = await context.newPage();
      await page.emulateMedia({ colorScheme });
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${here.latchkey.url}/reference`);
        await page.getByRole('heading', { name: 'Get your factors' }).waitFor();
        // What the console draws late is mended a moment later.
        await expect
          .poll(() => findBarriers(page), { timeout: 20_000, message: `${width} pixels` })
          .toEqual([]);
      }
    });
  },
);
