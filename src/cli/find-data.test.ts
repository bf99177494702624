import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withServerConfig } from './find-data.ts';

let root: string;
let cwd: string;
let systemFolder: string;
let file: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'latchkey-find-'));
  cwd = join(root, 'here');
  systemFolder = join(root, 'etc');
  file = join(systemFolder, 'latchkey.config.json');
  for (const folder of [cwd, systemFolder]) mkdirSync(folder);
  writeFileSync(file, '{}');
});

afterEach(() => rmSync(root, { recursive: true }));

const find = (flags = {}, env = {}) => withServerConfig(flags, { env, cwd, systemFolder });

test("the server's configuration is found where nothing here says which data is meant", async () => {
  expect(await find()).toEqual({ config: file });
});

test('what is said here wins over it', async () => {
  expect(await find({ config: 'mine.json' })).toEqual({ config: 'mine.json' });
  expect(await find({ dataDir: 'mine' })).toEqual({ dataDir: 'mine' });
  for (const name of ['LATCHKEY_DATA_DIR', 'LATCHKEY_DATABASE_URL', 'LATCHKEY_DATABASE_URL_FILE']) {
    expect(await find({}, { [name]: 'mine' }), name).toEqual({});
  }
  mkdirSync(join(cwd, 'latchkey-data'));
  expect(await find()).toEqual({ config: file });
  writeFileSync(join(cwd, 'latchkey-data', 'latchkey.sqlite'), '');
  expect(await find()).toEqual({});
});

test('a configuration file in this folder wins over it, whatever its ending', async () => {
  writeFileSync(join(cwd, 'latchkey.config.ts'), '');
  expect(await find()).toEqual({});
});

test('none is picked of several, and none is made up', async () => {
  writeFileSync(join(systemFolder, 'latchkey.config.ts'), '');
  expect(await find()).toEqual({});
  rmSync(systemFolder, { recursive: true });
  expect(await find()).toEqual({});
});
