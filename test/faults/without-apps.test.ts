import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshName, goodPassword } from '../support/names.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

/** A sentence that is the provider's library's alone. */
const ofProvider = 'authorization request resolved without requesting interactions';

/** Writes down each file that a process loads. */
const hook = (list: string) => `
  import { appendFileSync } from 'node:fs';
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      appendFileSync(${JSON.stringify(list)}, url + '\\n');
      return next(url, context);
    },
  });
`;

let folder: string;
let latchkey: RunningServer;
const list = () => join(folder, 'loaded');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-loaded-'));
  const file = join(folder, 'hook.mjs');
  await writeFile(file, hook(list()));
  latchkey = await startLatchkey({ env: { NODE_OPTIONS: `--import=${pathToFileURL(file)}` } });
});
afterAll(async () => {
  await latchkey.stop();
  await rm(folder, { recursive: true });
});

/** The built files that hold the provider. */
async function providerFiles(): Promise<string[]> {
  const files = (await readdir('dist')).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(files.map((file) => readFile(join('dist', file), 'utf8')));
  return files.filter((_file, at) => texts[at]?.includes(ofProvider));
}

async function loadedFiles(): Promise<string[]> {
  return (await readFile(list(), 'utf8')).split('\n').map((url) => basename(url));
}

const send = (path: string, body: object, token?: string) =>
  fetch(`${latchkey.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });

test('without apps nothing of the provider is loaded: people sign up, in and out, and open their account', async () => {
  const provider = await providerFiles();
  expect(provider.length, 'it is built into a file of its own').toBe(1);
  const who = { username: freshName('ada'), password: goodPassword };
  expect((await send('/api/register', who)).status).toBe(201);
  const signedIn = await send('/api/login', { ...who, transport: 'bearer' });
  const { token } = (await signedIn.json()) as { token?: string };
  const headers = { authorization: `Bearer ${token}`, accept: 'text/html' };
  for (const path of ['/', '/login', '/account', '/account/apps', '/api/session', '/api/me/apps', '/device'])
    await fetch(`${latchkey.url}${path}`, { headers, redirect: 'manual' });
  expect((await send('/api/logout', {}, token)).status).toBeLessThan(300);
  const before = await loadedFiles();
  expect(before).toContain('main.js');
  expect(before.filter((file) => provider.includes(file))).toEqual([]);

  // An app's first question loads it.
  expect((await fetch(`${latchkey.url}/.well-known/openid-configuration`)).status).toBe(200);
  expect(await loadedFiles()).toContain(provider[0]);
});
