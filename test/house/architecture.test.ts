import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync('ARCHITECTURE.md', 'utf8');
const named = [...text.matchAll(/`((?:src|test|docs|scripts|browser|bench|examples)\/[^`\s]*)`/g)].map(
  ([, path = '']) => path,
);

test('every path that ARCHITECTURE.md names is there', () => {
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test('every floor and every slice of src/ is named in it, but the rooms of factors, which have a list', () => {
  const floors = ['account', 'login', 'operate', 'people', 'surfaces'];
  const slices = floors.flatMap((floor) =>
    readdirSync(`src/${floor}`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `src/${floor}/${name}/`),
  );
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const wanted = [...folders.map(({ name }) => `src/${name}/`), ...slices];
  expect(wanted.filter((path) => !named.includes(path))).toEqual([]);
});

test('each of its answers names things that are in the file that it names', () => {
  const [, table = ''] = text.split('## Where the answer is');
  const rows = (table.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`src/'));
  expect(rows).toHaveLength(14);
  for (const row of rows) {
    const parts = [...row.matchAll(/`([^`]+)`/g)].map(([, part = '']) => part);
    const files = parts.filter((part) => part.startsWith('src/')).map((path) => readFileSync(path, 'utf8'));
    const names = parts.filter((part) => /^['\w-]+$/.test(part));
    for (const name of names)
      expect(
        files.some((file) => file.includes(name)),
        `${name} in: ${row}`,
      ).toBe(true);
  }
});

test('every decision record has context, decision and consequences', () => {
  const records = readdirSync('docs/decisions');
  const incomplete = records.filter((name) => {
    const headings = readFileSync(`docs/decisions/${name}`, 'utf8').match(/^## .+$/gm) ?? [];
    return headings.join() !== '## Context,## Decision,## Consequences' || !/^\d{4}-[a-z-]+\.md$/.test(name);
  });
  expect(records.length).toBeGreaterThan(3);
  expect(incomplete).toEqual([]);
});
