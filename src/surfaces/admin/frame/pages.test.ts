import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { consolePages } from './pages.ts';
import { english } from './words.ts';

const guide = readFileSync(new URL('../../../../docs/guide/console.md', import.meta.url), 'utf8');

test('the guide names every key that leads to a page of the console, and no other', () => {
  const told = [...guide.matchAll(/^\| `g` then `(.)` \| (.+) \|$/gm)].map(([, key, page]) => [key, page]);
  expect(told).toEqual(consolePages.map(({ key, name }) => [key, english.pages[name]]));
  expect(new Set(told.map(([key]) => key)).size, 'each leads to one page').toBe(told.length);
});
