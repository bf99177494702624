import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const program = fileURLToPath(new URL('../../bin/latchkey.js', import.meta.url));

interface Stage {
  /** Files of the folder that the commands run in, by name. */
  files?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
}

/**
 * Types each line after `$` and expects what stands below it: lines of stdout, lines of stderr after `! `,
 * and `exit N` unless it is 0. `…` stands for any text in a line, `⋮` alone for any lines. The first line of stderr that
 * names the data is left out here: data-line.test.ts has it.
 */
export function play(transcript: string, { files = {}, env = {} }: Stage = {}): void {
  const cwd = mkdtempSync(join(tmpdir(), 'latchkey-cli-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
    for (const scene of transcript.replace(/^ +/gm, '').trim().split(/^\$ /m).slice(1)) {
      const [line = '', ...expected] = scene.trim().split('\n');
      compare(line, type(line, cwd, env), expected.join('\n'));
    }
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

function type(line: string, cwd: string, env: Readonly<Record<string, string>>): string {
  const words = line.split(/\s+/);
  const start = words.indexOf('latchkey');
  const variables = Object.fromEntries(words.slice(0, start).map((word) => word.split(/=(.*)/s)));
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words.slice(start + 1)], {
    cwd,
    env: { ...env, ...variables },
    encoding: 'utf8',
    timeout: 20_000,
  });
  const printed = [stdout, stderr.replace(/^Data: .*\n/, '').replace(/^(?=.)/gm, '! ')]
    .join('')
    .replace(/^ +| +$/gm, '');
  return `${printed}${status === 0 ? '' : `exit ${status}`}`.trim();
}

function compare(line: string, printed: string, expected: string): void {
  const pattern = expected
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/^⋮$/gm, '[^]*')
    .replaceAll('…', '.*');
  if (new RegExp(`^${pattern}$`).test(printed)) return;
  expect(printed, line).toBe(expected);
}
