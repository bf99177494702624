import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** Runs test files of a checkout, or what is called so in them, with more of an environment. Rejects when no test ran. */
export function runTests(
  cwd: string,
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
  named?: string,
): Promise<{ passed: number; failed: number; output: string }> {
  return new Promise((done, fail) => {
    // TEST_FILES_NOTED_IN is for the run that started this one.
    const args = [join(cwd, 'node_modules/vitest/vitest.mjs'), 'run', ...files];
    if (named !== undefined) args.push('-t', named);
    const options = { cwd, maxBuffer: 2 ** 26, env: { ...process.env, TEST_FILES_NOTED_IN: '', ...env } };
    execFile(process.execPath, args, options, (_, out, err) => {
      const output = `${out}\n${err}`;
      const [, passed, failed] = /^Tests: (\d+) passed, (\d+) failed/m.exec(output) ?? [];
      if (passed === undefined) fail(new Error(`No test ran:\n${output}`));
      else done({ passed: Number(passed), failed: Number(failed), output });
    });
  });
}
