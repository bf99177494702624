import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runIn } from '../scripts/check/install-apart.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** A build of the server: what it's called in the table, and what starts it. */
export interface Build {
  readonly name: string;
  readonly program: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** The short name of a commit, or undefined when there is none of this name. */
export async function findCommit(revision: string): Promise<string | undefined> {
  const { code, stdout } = await runIn(root, 'git', [
    ...['rev-parse', '--verify', '--quiet', '--short', '--end-of-options', `${revision}^{commit}`],
  ]);
  return code === 0 ? stdout.trim() : undefined;
}

/** Builds a commit in a worktree of its own, which is gone when this program ends. Throws with what a step said that failed. */
export async function buildCommit(commit: string): Promise<Build> {
  const { folder } = makeTemporaryFolder();
  process.once('exit', forgetWorktrees);
  await run(root, 'git', ['worktree', 'add', '--detach', folder, commit]);
  const lockOf = (tree: string) => readFileSync(join(tree, 'package-lock.json'), 'utf8');
  if (lockOf(folder) === lockOf(root))
    await cp(join(root, 'node_modules'), join(folder, 'node_modules'), { recursive: true });
  else await run(folder, 'npm', ['ci']);
  await run(folder, process.execPath, ['scripts/build.ts']);
  return { name: commit, program: join(folder, 'bin/latchkey.js') };
}

async function run(folder: string, program: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runIn(folder, program, args);
  if (code !== 0) throw new Error(`"${program} ${args.join(' ')}" failed:\n${stdout}${stderr}`);
}

/** Git's own list, of those whose folder is gone. */
function forgetWorktrees(): void {
  execFileSync('git', ['worktree', 'prune'], { cwd: root });
}
