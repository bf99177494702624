import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../bin/latchkey.js', import.meta.url));

test('S19 what holds secrets is made for its owner alone, also where a process shares what it makes (umask 0)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-umask-'));
  try {
    const dataDir = join(folder, 'deep', 'data');
    const lines = [
      'umask 000',
      `${process.execPath} ${program} migrate --data-dir ${dataDir}`,
      `${process.execPath} ${program} accounts export ${folder}/export.json --data-dir ${dataDir}`,
    ];
    await promisify(execFile)('sh', ['-ec', lines.join('\n')], { cwd: folder, env: {} });
    const inside = (await readdir(dataDir)).map((name) => join(dataDir, name));
    expect(inside.length).toBeGreaterThan(0);
    const files = [join(folder, 'export.json'), join(folder, 'deep'), dataDir, ...inside];
    const open = await Promise.all(
      files.map(async (file) => [file, (await stat(file)).mode & 0o077] as const),
    );
    expect(open.filter(([, bits]) => bits !== 0)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
