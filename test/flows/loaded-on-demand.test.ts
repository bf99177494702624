import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLatchkey } from '../support/server-process.ts';
import { watching } from '../support/watching.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-loaded-'));
  await writeFile(join(folder, 'watching.mjs'), watching);
});
afterAll(() => rm(folder, { recursive: true }));

/** What a server has loaded that was asked for this path. */
async function loadedFor(path: string): Promise<string> {
  const list = join(folder, 'loaded.txt');
  const env = { NODE_OPTIONS: `--import=${join(folder, 'watching.mjs')}`, LOADED: list };
  const server = await startLatchkey({ env });
  const answer = await fetch(`${server.url}${path}`);
  expect(answer.status, path).toBe(200);
  expect(await server.stop()).toBe(0);
  return readFile(list, 'utf8');
}

test('whoever asks no other server loads none of the clients of Node', async () => {
  const client = 'NativeModule internal/deps/undici/undici';
  const without = (await loadedFor('/healthz')).split('\n');
  expect(without.some((file) => file.endsWith('/dist/main.js'))).toBe(true);
  expect(without).not.toContain(client);
  expect((await loadedFor('/.well-known/openid-configuration')).split('\n')).toContain(client);
});
