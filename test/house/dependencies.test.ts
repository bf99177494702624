import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const page = readFileSync('docs/dependencies.md', 'utf8');

/** The rows of a section's table, each as its cells. */
function rowsOf(section: string): string[][] {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1));
}

test.each([
  ['What is shipped', 'dependencies'],
  ['What builds and tests it', 'devDependencies'],
] as const)('%s: every dependency has its row, and every row its dependency', (section, kind) => {
  const named = rowsOf(section).map(([name = '']) => name.replaceAll('`', ''));
  expect(named.toSorted()).toEqual(Object.keys(manifest[kind]).toSorted());
});

test('every row says what it saves, who keeps it and what we would do without', () => {
  const rows = [...rowsOf('What is shipped'), ...rowsOf('What builds and tests it')];
  const incomplete = rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell.length < 3));
  expect(incomplete).toEqual([]);
});

test('V15.2.4 every version is exact', () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});
