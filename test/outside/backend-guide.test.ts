import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, test } from 'vitest';
import { blocksClaimedBy } from '../support/guide/blocks.ts';
import { type GuideBackend, tryBackends } from '../support/guide-backend.ts';
import { outsideTool } from '../support/outside.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-backends-'));
for (const { info, text } of blocksClaimedBy('backend')) {
  writeFileSync(join(folder, info.split(' ')[1] ?? ''), text);
}
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where Python finds a package: a path with a colon would be two to it. */
function linkTo(name: 'fastapi' | 'flask'): string {
  const link = join(folder, name);
  symlinkSync(outsideTool(name).folder, link);
  return link;
}

/** An example with a framework of PyPI. */
const withPackage = (name: 'fastapi' | 'flask', ...args: string[]): GuideBackend => ({
  name,
  cwd: resolve('examples', name),
  command: ['python3', '-B', '-m', ...args, '--port', 'PORT'],
  env: { PYTHONPATH: linkTo(name) },
});

test('P5 the backends in Python and Go that the guide shows know who asks', () =>
  tryBackends([
    { name: 'python', cwd: folder, command: ['python3', 'server.py'] },
    { name: 'go', cwd: folder, command: ['go', 'run', 'server.go'] },
    withPackage('fastapi', 'uvicorn', 'server:app', '--log-level', 'warning'),
    withPackage('flask', 'flask', '--app', 'server', 'run'),
  ]));
