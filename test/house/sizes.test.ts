import { expect, test } from 'vitest';
import { findSizeFaults, findSmallFiles } from '../../scripts/check/size-rules.ts';

const lines = (count: number) => 'a;\n'.repeat(count);
const folder = (path: string, count: number) =>
  Array.from({ length: count }, (_, at) => [`${path}/file-${at}.ts`, ''] as const);

test('a file of 300 lines stands, and one of 301 is refused', () => {
  expect(findSizeFaults(new Map([['src/login/a.ts', lines(300)]]))).toEqual([]);
  expect(findSizeFaults(new Map([['src/login/a.tsx', lines(301)]]))).toEqual([
    expect.stringContaining('src/login/a.tsx has 301 lines'),
  ]);
});

test('the words of a room may take 600 lines in one file', () => {
  expect(findSizeFaults(new Map([['src/login/words.ts', lines(600)]]))).toEqual([]);
  expect(findSizeFaults(new Map([['src/login/words.ts', lines(601)]]))).toEqual([
    expect.stringContaining('src/login/words.ts has 601 lines'),
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

/** A file `src/login/a.ts` of so many lines, and others around it. */
const smallOf = (count: number, others: Record<string, string>) =>
  findSmallFiles(new Map([['src/login/a.ts', lines(count)], ...Object.entries(others)]));
const user = { 'src/login/b.ts': `import { a } from './a.ts';\n${lines(30)}` };

test('a file under 30 lines that one beside it uses, by type even, is told of', () => {
  const sentence = 'src/login/a.ts has 29 lines and is only used by src/login/b.ts';
  expect(smallOf(29, user)).toEqual([sentence]);
  expect(smallOf(29, { 'src/login/b.ts': user['src/login/b.ts'].replace('{', 'type {') })).toEqual([
    sentence,
  ]);
  expect(smallOf(30, user)).toEqual([]);
});

test.each([
  ['several use', { ...user, 'src/login/c.ts': "export * from './a.ts';" }],
  ['one in another folder uses', { 'src/login/steps/b.ts': "import { a } from '../a.ts';" }],
  ['the door gives to others', { 'src/login/index.ts': "export { a } from './a.ts';" }],
  ['has a test of its own', { ...user, 'src/login/a.test.ts': '' }],
  ['nobody uses', {}],
])('a small file that %s stands for itself', (_, others) => {
  expect(smallOf(5, others)).toEqual([]);
});

test.each([
  'src/login/index.ts',
  'src/login/table.ts',
  'src/login/problems.ts',
  'src/kit/ui/a.tsx',
  'test/a.ts',
])('%s is short by its nature, or one of a list', (path) => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const other = path.replace(name, 'b.tsx');
  expect(
    findSmallFiles(
      new Map([
        [path, 'a;'],
        [other, `import './${name}';\n${lines(40)}`],
      ]),
    ),
  ).toEqual([]);
});
