import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLatchkey } from '../support/server-process.ts';

const built = fileURLToPath(new URL('../../dist/', import.meta.url));

/** Runs in the server, and writes down what that has loaded by its end: files, and parts of Node. */
const watching = `
import { registerHooks } from 'node:module';
import { writeFileSync } from 'node:fs';
const files = [];
registerHooks({ load: (url, context, next) => (files.push(url), next(url, context)) });
process.once('exit', () => writeFileSync(process.env.LOADED, [...files, ...process.moduleLoadList].join('\\n')));
`;

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

/** The built file that has this source in it. */
async function builtFileOf(source: string): Promise<string> {
  for (const name of await readdir(built)) {
    if (name.endsWith('.js') && (await readFile(join(built, name), 'utf8')).includes(`// ${source}\n`))
      return name;
  }
  throw new Error(`${source} isn't built.`);
}

test('whoever has no apps loads nothing of the provider, and none of the clients of Node', async () => {
  const provider = await builtFileOf('node_modules/oidc-provider/lib/provider.js');
  const client = 'NativeModule internal/deps/undici/undici';
  const without = await loadedFor('/healthz');
  expect(without).toContain('/dist/main.js');
  expect(without).not.toContain(provider);
  expect(without.split('\n')).not.toContain(client);
  const asked = await loadedFor('/.well-known/openid-configuration');
  expect(asked).toContain(provider);
  expect(asked.split('\n')).toContain(client);
});
