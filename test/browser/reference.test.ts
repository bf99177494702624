import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';

const here = latchkeyInChromium({
  command: 'serve',
  env: { LATCHKEY_PUBLIC_URL: 'http://localhost:5000' },
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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
        await page.evaluate(axe);
        // What the console draws late is mended a moment later.
        await expect
          .poll(
            async () => {
              const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
              return violations.flatMap(({ id, nodes }) =>
                nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`),
              );
            },
            { timeout: 20_000, message: `${width} pixels` },
          )
          .toEqual([]);
      }
    });
  },
);
