import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Proof } from './proof.ts';
import { runTests } from './run-tests.ts';

/** A seeded bug: a patch, and the test file that must turn red with it. */
export interface Mutant {
  readonly name: string;
  /** What the bug does, as one sentence. */
  readonly bug: string;
  /** The path of the test file. */
  readonly test: string;
  /** A pattern for the titles of those that must turn red, where the others of its file needn't run. */
  readonly named: string | undefined;
  /** The path of the patch. */
  readonly patch: string;
}

const folder = 'scripts/mutants';

/** The patches of `scripts/mutants/`: a sentence, a line `Test: PATH`, perhaps one `Named: PATTERN`, an empty line and the diff. */
export function readMutants(): Mutant[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.patch'))
    .toSorted()
    .map((file) => {
      const patch = join(folder, file);
      const head = /^([^\n]+)\nTest: (\S+)\n(?:Named: ([^\n]+)\n)?\n/;
      const [, bug, test, named] = head.exec(readFileSync(patch, 'utf8')) ?? [];
      if (!bug || !test) throw new Error(`${patch} doesn't begin with a sentence and a line "Test: PATH".`);
      return { name: file.replace('.patch', ''), bug, test, named, patch };
    });
}

/**
 * Seeds one bug after the other into a copy of the checkout. Its test file must be green before and red with it: a test
 * that stays green can't see what it is there for.
 */
export const mutants: Proof = {
  name: 'mutants',
  claim: 'Every seeded bug turns the test file red that is there to see it.',
  unit: 'mutants',
  sizes: { full: readMutants().length, smallest: 1 },
  parts: (only) => Object.fromEntries(chosenBy(only).map(hashed)),
  async run({ size, only = '', say }) {
    const chosen = chosenBy(only).slice(0, size);
    const copy = makeCopy();
    try {
      const files = [...new Set(chosen.map(({ test }) => test))];
      const names = chosen.map(({ named }) => named);
      const before = await runTests(copy, files, {}, names.includes(undefined) ? undefined : names.join('|'));
      if (before.failed > 0 || before.passed === 0) throw new Error(`Red without a bug:\n${before.output}`);
      const survivors: string[] = [];
      for (const { name, bug, test, named, patch } of chosen) {
        git(copy, 'apply', resolve(patch));
        build(copy);
        const { failed } = await runTests(copy, [test], {}, named);
        git(copy, 'checkout', '--quiet', '.');
        say(`${failed > 0 ? `caught, ${failed} red` : 'SURVIVED'}: ${name}: ${bug}`);
        if (failed === 0) survivors.push(`${name} (${test})`);
      }
      if (survivors.length > 0) throw new Error(`Nothing saw ${survivors.join(', ')}.`);
      return { mutants: chosen.length, caught: chosen.length, testFiles: files.length };
    } finally {
      git('.', 'worktree', 'remove', '--force', copy);
      rmSync(copy, { recursive: true, force: true });
    }
  },
};

/** Those whose names begin with one of what is named, between commas. */
const chosenBy = (only: string): Mutant[] =>
  readMutants().filter(({ name }) => only.split(',').some((begin) => name.startsWith(begin)));

/** A patch by its name, with what its text comes to: one that was changed since is another. */
const hashed = ({ name, patch }: Mutant): [string, string] => [
  name,
  createHash('sha256').update(readFileSync(patch)).digest('hex').slice(0, 16),
];

/** The last commit in a folder of its own, with the libraries of this one. */
function makeCopy(): string {
  mkdirSync('tmp', { recursive: true });
  const copy = resolve(mkdtempSync('tmp/mutants-'));
  git('.', 'worktree', 'add', '--quiet', '--detach', '--force', copy, 'HEAD');
  // As hard links, on the same disk: through a symbolic link the bundler would see other paths.
  execFileSync('cp', ['-al', resolve('node_modules'), join(copy, 'node_modules')]);
  build(copy);
  return copy;
}

/** Some tests start the built server. */
function build(copy: string): void {
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: copy, stdio: ['ignore', 'ignore', 'inherit'] });
}

function git(cwd: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}
