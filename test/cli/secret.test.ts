import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { environmentOf, run } from './command-line.ts';
import { play } from './transcript.ts';

const registered = '{"soham": {"password": "3af00c6cad11f7ab5db4467b66ce503e", "data": "testing"}}';
const pepper = { LATCHKEY_PASSWORD_PEPPER: 'Vb3nQ8sKx1ZtLw6YpR0cMf5HjD9gTeUa' };
const next = 'Hc4mWz7rB2yNq9XvK6dPs1TfLa8JgEuY';

/** Each command line is a process of its own. */
vi.setConfig({ testTimeout: 60_000 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-secret-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

eachDatabase('S11 latchkey accounts import', (make) => {
  test('under another pepper than stored hashes have is refused, also as a dry run, and writes nothing', async () => {
    const env = environmentOf(await make.location());
    const first = await run(['accounts', 'import', '-'], { ...env, ...pepper }, registered);
    expect(first.exitCode).toBe(0);
    const file = registered.replace('soham', 'grace');
    const tries = [
      { dry: [], other: {} },
      { dry: ['--dry-run'], other: { LATCHKEY_PASSWORD_PEPPER: next } },
    ];
    for (const { dry, other } of tries) {
      const { exitCode, err } = await run(['accounts', 'import', '-', ...dry], { ...env, ...other }, file);
      expect({ exitCode, err }).toEqual({
        exitCode: 1,
        err: expect.stringMatching(/^Passwords in this database .*LATCHKEY_PASSWORD_PEPPER/),
      });
    }
    const { out } = await run(['accounts', 'list'], { ...env, ...pepper });
    expect(out).not.toContain('grace');
  });
});

eachDatabase('latchkey secret rotate', (make) => {
  test('moves the database to the configured key', async () => {
    const location = await make.location();
    const env = environmentOf(location);
    expect((await run(['accounts', 'import', '-'], env, registered)).exitCode).toBe(0);
    const old = join(folder, `${make.dialect}.key`);
    const rotate = ['secret', 'rotate', '--old-file', old];

    if ('file' in location) {
      // Nothing has needed a key yet, so there is none: this makes one.
      await run(['secret', 'rotate', '--lost'], env);
      await rename(join(dirname(location.file), 'secret.key'), old);
    } else {
      await writeFile(old, `${env.LATCHKEY_SECRET_KEY}\n`);
    }
    const to = 'file' in location ? env : { ...env, LATCHKEY_SECRET_KEY: next };
    const { exitCode, out, err } = await run(rotate, to);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Moved 0 authenticator apps to the new key\.\nPasswords, .*stay\./);
    expect(out + err).not.toContain((await readFile(old, 'utf8')).trim());
  });

  test('to a key that is easy to guess, or to the same, is refused', async () => {
    const env = environmentOf(await make.location());
    await run(['accounts', 'import', '-'], env, registered);
    const old = join(folder, `${make.dialect}-old.key`);
    await writeFile(old, next);
    const to = (key: string) =>
      run(['secret', 'rotate', '--old-file', old], { ...env, LATCHKEY_SECRET_KEY: key });
    expect((await to(next)).err).toMatch(/^The configured key is the old one/);
    expect((await to('0123456789abcdef0123456789abcdef')).err).toMatch(/^The new key is easy to guess/);
  });
});

test('S13 production refuses a key that is easy to guess, and is told how to make one', () => {
  play(`
    $ LATCHKEY_PUBLIC_URL=http://127.0.0.1:5000 LATCHKEY_SECRET_KEY=0123456789abcdef0123456789abcdef latchkey config check
    ! The configuration cannot be used:
    ! - secretKey (environment LATCHKEY_SECRET_KEY) is easy to guess: make one with "openssl rand -base64 32".
    exit 1
    $ LATCHKEY_PUBLIC_URL=http://127.0.0.1:5000 LATCHKEY_SECRET_KEY=0123456789abcdef0123456789abcdef latchkey serve --port 0
    ! The configuration cannot be used:
    ! - secretKey (environment LATCHKEY_SECRET_KEY) is easy to guess: make one with "openssl rand -base64 32".
    exit 1
    $ latchkey secret rotate
    ! Name the old key with --old-file, or say --lost when nobody has it any more.
    exit 2
  `);
});
