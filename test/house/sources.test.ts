import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../scripts/check/project-files.ts';
import { findSourceFaults } from '../../scripts/check/source-rules.ts';

/** Joins a forbidden word, so that this file does not hold it. */
const word = (...parts: string[]): string => parts.join('');

test('no file of the project holds what none may', () => {
  const faults = listFiles(/./).flatMap((path) => findSourceFaults(path, readFileSync(path, 'utf8')));
  expect(faults).toEqual([]);
});

describe('found is', () => {
  test.each([
    ['unfinished work', 'src/kit/a.ts', word('// TO', 'DO: later')],
    ['a silenced compiler', 'src/kit/a.ts', word('// @ts-', 'ignore')],
    ['a lint exception without a reason', 'test/a.ts', word('// biome-', 'ignore lint/a/b:')],
    ['a test that does not run', 'src/kit/a.test.ts', word('test.sk', 'ip("a", () => {});')],
    ['a test that runs alone', 'src/kit/a.test.ts', word('describe.on', 'ly("a", () => {});')],
    ['an environment read outside the configuration', 'src/kit/a.ts', word('process.', 'env.HOME')],
    ['a lock file that names where packages come from', 'package-lock.json', word('"res', 'olved": "a"')],
    ['the host of a registry', 'README.md', word('https://regis', 'try.example.com/a')],
  ])('%s', (_, path, line) => {
    expect(findSourceFaults(path, `one\n${line}\n`)).toEqual([expect.stringMatching(`^${path}:2: `)]);
  });
});

test('the configuration reads the environment, and a lint exception with its reason stands', () => {
  expect(findSourceFaults('src/config.ts', word('process.', 'env'))).toEqual([]);
  expect(findSourceFaults('src/a.ts', word('// biome-', 'ignore lint/a/b: the browser asks'))).toEqual([]);
});
