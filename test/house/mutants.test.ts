import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readMutants } from '../../scripts/prove/mutants.ts';

/** Running them all takes long (`npm run prove -- mutants`); that the code still has a place for each is quickly seen. */
describe.each(readMutants())('the seeded bug $name', ({ patch, test: file }) => {
  test('can still be seeded, and its test is there', () => {
    expect(() => execFileSync('git', ['apply', '--check', patch], { stdio: 'pipe' })).not.toThrow();
    expect(existsSync(file), file).toBe(true);
  });
});
