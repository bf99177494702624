import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('./styles/', import.meta.url);

const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.css'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

// What a browser finds in one theme, besides its colors, then holds for the other: `test/browser/pages.test.ts` relies on it.
test('the dark theme has other colors and nothing else', () => {
  const dark = sheets.flatMap((sheet) => [
    ...sheet.matchAll(/@media \(prefers-color-scheme: dark\) \{(.*?)\n\}/gs),
  ]);
  const declared = dark.flatMap(([, block = '']) => [...block.matchAll(/([\w-]+): ([^;]+);/g)]);
  expect(dark.length, 'no sheet asks for it in other words').toBe(
    sheets.join('').split('prefers-color-scheme').length - 1,
  );
  expect(declared.length).toBeGreaterThan(dark.length);
  for (const [, name, value] of declared) {
    expect(name).toMatch(/^--/);
    expect(value, name).toMatch(/^(#[\da-f]{6}|none)$/);
  }
});
