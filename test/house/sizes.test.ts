import { expect, test } from 'vitest';
import { findSizeFaults } from '../../scripts/check/size-rules.ts';

const lines = (count: number) => 'a;\n'.repeat(count);
const folder = (path: string, count: number) =>
  Array.from({ length: count }, (_, at) => [`${path}/file-${at}.ts`, ''] as const);

test('a file of 300 lines stands, and one of 301 is refused', () => {
  expect(findSizeFaults(new Map([['src/login/a.ts', lines(300)]]))).toEqual([]);
  expect(findSizeFaults(new Map([['src/login/a.tsx', lines(301)]]))).toEqual([
    expect.stringContaining('src/login/a.tsx has 301 lines'),
  ]);
});

test('a folder of 20 files stands, and one of 21 is refused', () => {
  expect(findSizeFaults(new Map(folder('src/login', 20)))).toEqual([]);
  expect(findSizeFaults(new Map(folder('src/login', 21)))).toEqual([
    expect.stringContaining('src/login/ has 21 files'),
  ]);
});

test('tests, what lies outside src/, and lists of one kind may be as many and as long as they are', () => {
  const many = [
    ...folder('src/migrations', 30),
    ...folder('test/flows', 30),
    ...folder('src/login', 20),
    ['src/login/a.test.ts', lines(500)] as const,
  ];
  expect(findSizeFaults(new Map(many))).toEqual([]);
});
