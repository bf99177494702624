import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outsideTool } from '../support/outside.ts';
import { environmentOfTerminal, startLine } from '../support/started-line.ts';

const run = promisify(execFile);

const environment = (bin: string): NodeJS.ProcessEnv => ({
  ...environmentOfTerminal(),
  PATH: `${bin}${delimiter}${process.env.PATH}`,
});

describe('the package that npm pack makes', () => {
  let folder: string;
  let app: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-package-'));
    app = join(folder, 'app');
    await mkdir(app);
    const env = environment(dirname(process.execPath));
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { env });
    await writeFile(join(app, 'package.json'), '{ "private": true }');
    await run('npm', ['install', '--silent', join(folder, stdout.trim())], { cwd: app, env });
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('brings along the native hash alone', async () => {
    const installed = await readdir(join(app, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.')).toSorted()).toEqual(['@node-rs', 'latchkey']);
  });

  test('holds the licences of what is built into it', async () => {
    const files = await readdir(join(app, 'node_modules', 'latchkey', 'dist'));
    expect(files).toContain('licences.txt');
  });

  test.each([
    ['24', () => outsideTool('node24').command],
    ['26', () => process.execPath],
  ])('registers somebody from an empty folder on Node %s', async (_, findNode) => {
    const bin = await mkdtemp(join(folder, 'bin-'));
    await symlink(findNode(), join(bin, 'node'));
    const line = ['npx', '--no-install', 'latchkey', 'dev', '--port', '0'];
    const server = await startLine(line, { cwd: app, env: environment(bin) });
    try {
      const registered = await fetch(`${server.url}/register?username=soham&password=insecure&data=testing`, {
        method: 'POST',
      });
      expect([registered.status, await registered.text()]).toEqual([200, 'Success']);
      for (const path of ['/login', '/reference', '/metrics', '/openapi.json']) {
        const page = await fetch(`${server.url}${path}`, { headers: { accept: 'text/html,*/*' } });
        expect(page.status, path).toBe(200);
      }
    } finally {
      await server.end();
      await rm(join(app, 'latchkey-data'), { recursive: true, force: true });
    }
  });
});
