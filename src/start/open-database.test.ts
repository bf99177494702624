import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../config/index.ts';
import { describeDatabase, loadSecretKey, openMigratedDatabase } from './open-database.ts';

test('whatever lies in the data folder is for its owner alone, even in a folder that everybody may read', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-open-'));
  try {
    await chmod(dataDir, 0o755);
    const { config } = await loadConfig({ mode: 'development', flags: { dataDir }, env: {} });
    loadSecretKey(config);
    const database = await openMigratedDatabase(config);
    const files = await readdir(dataDir);
    const rights = await Promise.all(
      files.map(async (file) => [file, (await stat(join(dataDir, file))).mode & 0o777]),
    );
    await database.close();
    expect(files).toContain('latchkey.sqlite');
    expect(files).toContain('secret.key');
    expect(rights.filter(([, mode]) => mode !== 0o600)).toEqual([]);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

test.each([
  ['postgres://me:secret@db.example.com:5433/app', 'PostgreSQL at db.example.com:5433/app'],
  ['postgres:///app?host=/run/postgresql', 'PostgreSQL at /run/postgresql/app'],
  ['postgres://', 'PostgreSQL at localhost'],
])('%s is called %s', async (url, name) => {
  const env = { LATCHKEY_DATABASE_URL: url };
  const { config } = await loadConfig({ mode: 'development', env, needs: ['database'] });
  expect(describeDatabase(config)).toBe(name);
});
