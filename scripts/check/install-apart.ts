import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a folder to its end, whatever that is. */
export function runIn(
  folder: string,
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, env: { ...process.env, ...env } });
    const printed = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      printed.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      printed.stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...printed }));
  });
}

/** Installs what the lock file of a folder names, unless that is there already. Throws with what npm said when it fails. */
export async function installApart(folder: string): Promise<void> {
  const lock = hash('sha256', readFileSync(join(folder, 'package-lock.json')), 'hex');
  // Which lock file the installed packages are of.
  const stamp = join(folder, 'node_modules', '.installed-from');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const { code, stdout, stderr } = await runIn(folder, 'npm', ['ci']);
  if (code !== 0) throw new Error(`"npm ci" failed in ${folder}:\n${stdout}${stderr}`);
  writeFileSync(stamp, lock);
}
