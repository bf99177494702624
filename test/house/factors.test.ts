import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findFactorFaults } from '../../scripts/check/factor-rules.ts';
import { listFiles } from '../../scripts/check/project-files.ts';
import { factors } from '../../src/factors/index.ts';
import { factorNames } from '../../src/people/factor-names.ts';

const faultsOf = (path: string, source: string, allowed: Parameters<typeof findFactorFaults>[1] = []) =>
  findFactorFaults(new Map([[path, source]]), allowed);

test('the house asks for no factor by its name but where the list of exceptions says why', () => {
  const files = listFiles(/^src\//).map((path) => [path, readFileSync(path, 'utf8')] as const);
  expect(findFactorFaults(new Map(files))).toEqual([]);
});

test('every name of a factor is in the list of factors, besides the password', () => {
  expect(['password', ...factors.map(({ name }) => name)].toSorted()).toEqual(factorNames.toSorted());
});

test('every factor has a room of its name, and no room is of anything else', () => {
  const rooms = readdirSync('src/factors', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(rooms.map(({ name }) => name).toSorted()).toEqual(factorNames.toSorted());
});

test('every request by which a factor is added or removed stands in the guide', () => {
  const guide = listFiles(/^docs\/guide\/.*\.md$/).map((path) => readFileSync(path, 'utf8'));
  const paths = factors.flatMap(({ own }) => [own?.begin?.path, own?.add?.path, own?.remove?.path]);
  const missing = paths.filter(
    (path = '') => !guide.some((page) => page.includes(path.replace(/:\w+$/, ''))),
  );
  expect(paths.length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});

describe('a factor is named by', () => {
  test.each([
    "if (factor.name === 'totp') return;",
    'const one = "recovery-code";',
    'const one = `email-code`;',
    "const words = { 'recovery-code': 'a code' };",
    "const words: Record<FactorName, string> = { totp: 'a code' };",
    '<AnswerForm factor="totp" />',
    "type One = 'passkey' | 'totp';",
  ])('%s', (source) => {
    expect(faultsOf('src/login/one.tsx', source)).toHaveLength(1);
    expect(faultsOf('src/factors/passkey/one.tsx', source), 'in the room of another').toHaveLength(1);
  });
});

test.each([
  ['src/login/one.ts', "// 'totp' in a comment\nconst path = '/api/me/totp'; const { totp } = overview;"],
  ['src/factors/totp/one.ts', "const name = 'totp';"],
  ['src/config/one.ts', "const name = 'totp';"],
  ['src/login/words.ts', "const name = 'totp';"],
  ['src/login/one.test.ts', "const name = 'totp';"],
])('it is not in %s by %j', (path, source) => {
  expect(faultsOf(path, source)).toEqual([]);
});

test('an exception is for one name in one place, and for something', () => {
  const source = "const one = 'totp';";
  const here = { where: 'src/login/one.ts', name: 'totp', reason: 'it is so' } as const;
  expect(faultsOf('src/login/one.ts', source, [here])).toEqual([]);
  expect(faultsOf('src/login/two.ts', source, [here])).toHaveLength(2);
  expect(faultsOf('src/login/one.ts', '', [here])).toEqual([
    'scripts/check/factor-rules.ts has an exception for "totp" in src/login/one.ts that nothing needs',
  ]);
});
