import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { blocksClaimedBy } from '../support/guide/blocks.ts';

const linesOf = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim());

const start = 'npm ci && npm start';
const check = 'npm ci && npm test';

test('the README gives the two commands, each on a line to be copied', () => {
  const readme = linesOf('README.md');
  expect(readme).toContain(start);
  expect(readme).toContain(check);
});

test('every command that the guide leaves to CI is one of them', () => {
  const left = blocksClaimedBy('ci').map(({ text }) => text.trim());
  expect(left).toEqual([start, check]);
});

test("CI runs exactly the README's test command, then the tests against outside programs, the checks, those of the API and the smoke", () => {
  const steps = linesOf('.ci/run').filter((line) => /^(npm|bash) /.test(line));
  expect(steps).toEqual([
    check,
    'npm run test:outside',
    'npm run check',
    'npm run check:api',
    'bash .ci/smoke',
  ]);
});

test("the smoke runs the README's first command on a fresh clone", () => {
  const smoke = linesOf('.ci/smoke').join('\n');
  expect(smoke).toContain('git clone --quiet . "$clone"');
  expect(smoke).toContain(`(cd "$clone" && ${start} -- --port 0)`);
});
