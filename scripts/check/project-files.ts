import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The files of the project by their paths from its root: what git keeps, and what is new and not ignored. */
export function listFiles(pattern: RegExp): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(listed.split('\0'))].filter((path) => pattern.test(path) && existsSync(path)).sort();
}
