import { expect, test } from 'vitest';
import { latchkeyInChromium } from '../support/latchkey-in-chromium.ts';

const here = latchkeyInChromium();

test.each([360, 1280])(
  'how a new password stands is said above its field, where no bubble of the browser covers it, at %i pixels',
  async (width) => {
    await here.inContext(async (context) => {
      const page = await context.newPage();
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${here.latchkey.url}/register`);
      const field = page.getByLabel('Password', { exact: true });
      const before = await field.boundingBox();
      const label = await page.locator('label[for=password]').boundingBox();
      for (const [typed, said] of [
        ['seven slow', '10 of 15 characters'],
        ['qwertyuiopasdfghjkl', 'Easy to guess'],
        ['seven slow snails sing', 'Strong'],
        ['a'.repeat(257), '257 characters (maximum 256)'],
      ] as const) {
        await field.fill(typed);
        const standing = page.locator('[data-standing-of=password]');
        await standing.and(page.getByText(said, { exact: true })).waitFor();
        const { x = 0, y = 0, height = 0 } = (await standing.boundingBox()) ?? {};
        expect(y + height, said).toBeLessThanOrEqual(before?.y ?? 0);
        expect(x, said).toBeGreaterThan((label?.x ?? 0) + 80);
        expect(await field.boundingBox(), 'the field stays where it is').toEqual(before);
      }
      await field.fill('');
      expect(await page.locator('[data-standing-of=password]').textContent()).toBe('');
    });
  },
);
