import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../src/', import.meta.url).pathname;

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.startsWith('migrations/'),
);

/** Statements that write what people are found by: a username, an address, or the data of an account. */
const writers = [
  /\b(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(\s*'emails'/,
  /\binsertInto\(\s*'accounts'/,
  /\bupdateTable\('accounts'\)\s*\.set\((?:more|[^)]*\b(?:username|username_key|data)\b)/,
  /\b(?:into|update|from)\s+(?:"?emails"?|"?accounts"?)\s+(?:set|\(|values)/i,
];

/** Each of them writes the words as well; `src/people/search/words.test.ts` shows it. */
const known = [
  // Everything that a file brings along, whose words it then writes anew.
  'operate/accounts-file/import.ts',
  'people/accounts/store.ts',
  'people/emails/store.ts',
];

test('usernames, addresses and data are written where the words that people are found by are written too', () => {
  const found = sources.filter((path) => {
    const source = readFileSync(join(root, path), 'utf8');
    return writers.some((writer) => writer.test(source));
  });
  expect(found.sort()).toEqual(known);
  for (const path of known) {
    expect(readFileSync(join(root, path), 'utf8'), path).toMatch(
      /import \{[^}]*\} from '[./\w]+\/search\/index\.ts'/,
    );
  }
});

test('every statement that changes an address tells what the account was found by before', () => {
  const source = readFileSync(join(root, 'people/emails/store.ts'), 'utf8');
  const writes = source.match(/\.(?:insertInto|updateTable|deleteFrom)\('emails'\)/g) ?? [];
  expect(writes).toHaveLength(4);
  expect(source.match(/presentWords\(/g)).toHaveLength(writes.length);
  expect(source.match(/await putAddress\(/g)).toHaveLength(writes.length);
});
