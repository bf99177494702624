import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findNamedTests } from '../../scripts/asvs/named-tests.ts';
import type { Requirement, Standing } from '../../scripts/asvs/requirements.ts';
import { findAsvsFaults, layBeside, readAsvs } from '../../scripts/asvs/rows.ts';
import { makeAsvsReference } from '../../scripts/generate/asvs.ts';

const requirement = (id: string, standing: Standing, reason = ''): Requirement => ({
  id,
  level: 1,
  requirement: 'Something',
  standing,
  reason,
});
/** Never at the start of a text in quotes: this file would count as a test of it. */
const id = 'V1.1.1';
const borne = (...ids: string[]) => [{ file: 'a.test.ts', ids }];

test('every id that a test bears is a requirement, and all that is said to be kept has a test', () => {
  const { rows, faults } = readAsvs();
  expect(faults).toEqual([]);
  expect(rows).toHaveLength(345);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test('docs/reference/asvs.md is fresh (if not: npm run generate)', () => {
  expect(readFileSync('docs/reference/asvs.md', 'utf8')).toBe(makeAsvsReference());
});

describe('the names of tests', () => {
  test('are found with one quote or another, in a table, and over lines', () => {
    const text = [
      `test('${id} V4.5.6 a b', () => {`,
      `  eachApp(\n  "${id} it's"`,
      `test.each([\n  ['${id} a row', 1],\n])(\`${id} %s\``,
      `expect(text, '${id} is no name')`,
      `const ids = ['${id}'];`,
    ].join('\n');
    const [first, ...rest] = findNamedTests('a.test.ts', text);
    expect(first).toEqual({ file: 'a.test.ts', ids: [id, 'V4.5.6'] });
    expect(rest.map(({ ids }) => ids)).toEqual([[id], [id], [id]]);
  });

  test('are found with what is no id, so that a slip of the pen is told', () => {
    const short = 'V1.1';
    const named = findNamedTests('a.test.ts', `test('${short} a', () => {`);
    const rows = layBeside([requirement(id, 'open', 'not yet')], named);
    expect(findAsvsFaults(rows, named)).toEqual(["a.test.ts: a test names V1.1, which isn't a requirement"]);
  });
});

describe('a requirement', () => {
  test.each<[Standing, string, string[], Standing, string[]]>([
    ['kept', '', [id], 'kept', []],
    ['kept', '', [], 'kept', [`${id} is kept, but no test names it`]],
    ['partly', 'half', [], 'partly', [`${id} is partly, but no test names it`]],
    ['open', 'not yet', [], 'open', []],
    ['open', 'not yet', [id], 'kept', []],
    ['not built', 'no mail', [id], 'kept', []],
    ['open', '', [], 'open', [`${id} is open, but has no reason`]],
    ['elsewhere', 'the proxy', [id], 'elsewhere', []],
    ['does not apply', 'no XML', [id], 'does not apply', [`${id} doesn't apply, but a test names it`]],
  ])('that is %s (%j), with tests of %j, is %s: %j', (said, reason, ids, standing, faults) => {
    const rows = layBeside([requirement(id, said, reason)], ids.length > 0 ? borne(...ids) : []);
    expect(rows.map((row) => row.standing)).toEqual([standing]);
    expect(findAsvsFaults(rows, [])).toEqual(faults);
  });

  test('has its tests counted by file, each name once', () => {
    const rows = layBeside([requirement(id, 'kept')], [...borne(id, 'V1.1.2'), ...borne(id)]);
    expect([...(rows[0]?.tests ?? [])]).toEqual([['a.test.ts', 2]]);
  });
});
