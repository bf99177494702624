import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../config/index.ts';
import { loadSecretKey, openMigratedDatabase } from './open-database.ts';
import { discloseShared, keepPrivate } from './private-files.ts';

const key = 'q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT';
let folder = '';
let told: string[] = [];
const warn = (sentence: string) => void told.push(sentence);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-private-'));
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, mode: number): string {
  const file = join(folder, name);
  writeFileSync(file, `${key}\n`);
  chmodSync(file, mode);
  return file;
}

const isRoot = process.getuid?.() === 0;

/** One that everybody can read, and that `asStranger` does not own. */
function fileOfAnother(): string {
  if (!isRoot) return '/etc/passwd';
  chmodSync(folder, 0o755);
  return write('file', 0o644);
}

/** Runs `act` as a user that may not change what others own. */
function asStranger(act: () => void): void {
  if (isRoot) process.seteuid?.(65_534);
  try {
    act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

const modeOf = (file: string): number => statSync(file).mode & 0o777;
const configOf = async (env: Record<string, string> = {}) =>
  loadConfig({ mode: 'development', env: { LATCHKEY_DATA_DIR: folder, ...env }, cwd: folder });

describe('S19 a secret key that others can read', () => {
  test.each([0o644, 0o640, 0o604, 0o666, 0o620, 0o777, 0o444])(
    'with mode %o is for its owner alone from then on, and that is said',
    async (mode) => {
      const file = write('secret.key', mode);
      const { config } = await configOf();
      expect(loadSecretKey(config, warn)).toBe(key);
      expect(modeOf(file) & 0o077).toBe(0);
      expect(told).toEqual([expect.stringMatching(/Other users .*secret\.key.*now 600.*replace/)]);
      loadSecretKey(config, warn);
      expect(told, 'once is enough').toHaveLength(1);
    },
  );

  test('is not used when that cannot be changed', () => {
    const file = fileOfAnother();
    asStranger(() => expect(() => keepPrivate(file, warn)).toThrow(/Other users .*\n.*chmod 600/));
    expect(told).toEqual([]);
  });

  test.each([0o600, 0o400])('with mode %o is used without a word', async (mode) => {
    write('secret.key', mode);
    expect(loadSecretKey((await configOf()).config, warn)).toBe(key);
    expect(told).toEqual([]);
  });
});

describe('other files that hold secrets', () => {
  test('the one that a variable names, and a configuration file with a secret in it, are known', async () => {
    const file = write('pepper', 0o600);
    writeFileSync(join(folder, 'latchkey.config.json'), JSON.stringify({ secretKey: key, port: 1 }));
    const { secretFiles } = await configOf({ LATCHKEY_PASSWORD_PEPPER_FILE: file });
    expect(secretFiles).toEqual([join(folder, 'latchkey.config.json'), file]);
  });

  test('a configuration file without a secret is nobody’s business', async () => {
    writeFileSync(join(folder, 'latchkey.config.json'), JSON.stringify({ port: 1 }));
    expect((await configOf()).secretFiles).toEqual([]);
  });

  test('are taken from everybody but owner and group, with a word', () => {
    const open = write('open', 0o664);
    const shared = write('shared', 0o640);
    discloseShared([open, shared, open], warn);
    expect([modeOf(open), modeOf(shared)]).toEqual([0o660, 0o640]);
    expect(told).toEqual([expect.stringMatching(/could read .*open/)]);
  });

  test('are used with a warning where nothing can be changed', () => {
    const file = fileOfAnother();
    asStranger(() => discloseShared([file], warn));
    expect(told).toEqual([expect.stringMatching(/can read .*chmod o=/)]);
  });

  test('a database and its log are for their owner alone from then on', async () => {
    const { config } = await configOf();
    await (await openMigratedDatabase(config, warn)).close();
    expect(told).toEqual([]);
    const file = join(folder, 'latchkey.sqlite');
    chmodSync(file, 0o644);
    await (await openMigratedDatabase(config, warn)).close();
    expect(modeOf(file)).toBe(0o600);
    expect(told.filter((sentence) => sentence.includes(`${file}.`))).toHaveLength(1);
  });

  test('a folder in which everybody can replace them is told', async () => {
    mkdirSync(join(folder, 'open'));
    chmodSync(join(folder, 'open'), 0o777);
    const { config } = await configOf({ LATCHKEY_DATA_DIR: join(folder, 'open') });
    await (await openMigratedDatabase(config, warn)).close();
    expect(told).toEqual([expect.stringMatching(/Every user .*can replace .*chmod o-w/)]);
  });
});
