import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watching } from '../support/watching.ts';
import { run } from './command-line.ts';

/** What each of these libraries says and nobody else does. */
const saying = {
  fastify: 'FST_ERR_INSTANCE_ALREADY_LISTENING',
  ajv: 'no schema with key or ref',
  pino: 'sonic boom is not ready yet',
  pg: 'Cannot use a pool after calling end on the pool',
  'oidc-provider': 'authorization request resolved without requesting interactions',
};

let folder: string;
let env: Readonly<Record<string, string>>;
/** The built files that hold a library, by its name. */
const holding = new Map<string, readonly string[]>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-loaded-'));
  await writeFile(join(folder, 'watching.mjs'), watching);
  env = {
    LATCHKEY_DATA_DIR: join(folder, 'data'),
    NODE_OPTIONS: `--import=${join(folder, 'watching.mjs')}`,
    LOADED: join(folder, 'loaded.txt'),
  };
  const files = (await readdir('dist')).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(files.map((file) => readFile(join('dist', file), 'utf8')));
  for (const [library, sentence] of Object.entries(saying))
    holding.set(
      library,
      files.filter((_file, at) => texts[at]?.includes(sentence)),
    );
  expect((await run(['migrate'], env)).exitCode).toBe(0);
});
afterAll(() => rm(folder, { recursive: true }));

test.each(Object.keys(saying))('%s is built into files of its own', (library) => {
  expect(holding.get(library)).not.toEqual([]);
});

test.each([
  'accounts list',
  'accounts export out.jsonl',
  'apps list',
  'config show',
  'migrate',
  'resources list',
  'secret rotate --help',
  'signing-keys list',
  'trail 7K3M-Q2XV-9D4T',
])('latchkey %s loads no server, no driver of another database and no hasher', async (line) => {
  await run(line.split(' '), env, '', folder);
  const list = await readFile(env.LOADED ?? '', 'utf8');
  const loaded = list.split('\n').map((url) => basename(url));
  expect(loaded).toContain('main.js');
  const heavy = [...holding].filter(([, files]) => files.some((file) => loaded.includes(file)));
  expect(heavy.map(([library]) => library)).toEqual([]);
  expect(list).not.toMatch(/@node-rs\/argon2|^NativeModule (http|tls)$/m);
});
