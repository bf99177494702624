import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { migrate, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { eachDatabase, freshPostgres } from '../support/databases.ts';
import { startLatchkey } from '../support/server-process.ts';
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
        err: expect.stringMatching(/^Passwords in this database .*\n.*LATCHKEY_PASSWORD_PEPPER/),
      });
    }
    const { out } = await run(['accounts', 'list'], { ...env, ...pepper });
    expect(out).not.toContain('grace');
  });
});

eachDatabase('S11 latchkey move', (make) => {
  test('under another pepper than stored hashes have is refused, with how many have one', async () => {
    const location = await make.location();
    const env = environmentOf(location);
    const target = 'url' in location ? undefined : await freshPostgres();
    const to = target?.location.url ?? `sqlite:${join(folder, 'moved')}`;
    const names = ['ada', 'bob'];
    try {
      for (const [at, name] of names.entries()) {
        const file = registered.replace('soham', name);
        expect((await run(['accounts', 'import', '-'], { ...env, ...pepper }, file)).exitCode).toBe(0);
        const { exitCode, err } = await run(['move', '--dry-run'], { ...env, LATCHKEY_MOVE_TO: to });
        const verb = at === 0 ? '1 of 1 passwords uses' : '2 of 2 passwords use';
        expect({ exitCode, err }).toEqual({
          exitCode: 1,
          err: expect.stringContaining(
            `${verb} a pepper other than the configured one.\nSet LATCHKEY_PASSWORD_PEPPER`,
          ),
        });
      }
    } finally {
      await target?.remove();
    }
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
    expect(out).toMatch(/^Re-encrypted 0 authenticator apps with the new key\.\nPasswords, .*still work\./);
    expect(out + err).not.toContain((await readFile(old, 'utf8')).trim());
  });

  test('to a key that is easy to guess, or to the same, is refused', async () => {
    const env = environmentOf(await make.location());
    await run(['accounts', 'import', '-'], env, registered);
    const old = join(folder, `${make.dialect}-old.key`);
    await writeFile(old, next);
    const to = (key: string) =>
      run(['secret', 'rotate', '--old-file', old], { ...env, LATCHKEY_SECRET_KEY: key });
    expect((await to(next)).err).toMatch(/^The configured secret key is the old key/);
    expect((await to('0123456789abcdef0123456789abcdef')).err).toMatch(/^The new key is too easy to guess/);
  });
});

eachDatabase('S13 a database of 0.1.0 whose key is easy to guess', (make) => {
  /** As 0.1.0 left it: without the tables that a key is checked with. */
  async function from010() {
    const location = await make.location();
    const database = openDatabase(location);
    const steps = migrations.slice(
      0,
      migrations.findIndex(({ name }) => name.startsWith('0012-')),
    );
    await migrate(database, steps, 0);
    await sql`insert into accounts (id, username, username_key, data, data_version, created_at, updated_at)
      values ('a', 'ada', 'ada', '{}', 1, 1, 1)`.execute(database.db);
    await database.close();
    const weak = 'changeme-changeme-changeme-changeme';
    const env = { LATCHKEY_PUBLIC_URL: 'http://127.0.0.1:5000', LATCHKEY_SECRET_KEY: weak };
    return { location, weak, env: { ...environmentOf(location), ...env } };
  }

  const warning =
    'secretKey (environment LATCHKEY_SECRET_KEY) is too easy to guess. Generate one with "openssl rand -base64 32". Replace it with "latchkey secret rotate".';

  test('passes the check with a warning, before and after its first start, which warns too', async () => {
    const { location, env, weak } = await from010();
    const dataDir = 'file' in location ? dirname(location.file) : folder;
    const check = () => run(['config', 'check'], env);
    const passed = { exitCode: 0, out: 'The configuration is valid.\n', err: `Warning: ${warning}\n` };
    expect(await check()).toMatchObject(passed);
    expect((await run(['config', 'show'], env)).err).toBe('');
    const server = await startLatchkey({ command: 'serve', dataDir, env });
    try {
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    } finally {
      await server.stop();
    }
    expect(server.output()).toContain(JSON.stringify(warning).slice(1, -1));
    expect(await check()).toMatchObject(passed);
    const old = join(folder, `${make.dialect}-weak.key`);
    await writeFile(old, weak);
    const strong = { ...env, LATCHKEY_SECRET_KEY: next };
    expect((await run(['secret', 'rotate', '--old-file', old], strong)).exitCode).toBe(0);
    expect(await run(['config', 'check'], strong)).toMatchObject({ ...passed, err: '' });
  });

  test('lists what else is wrong, and the key too where nobody has registered', async () => {
    const { env } = await from010();
    const empty = {
      ...env,
      ...environmentOf(await make.location()),
      LATCHKEY_SECRET_KEY: env.LATCHKEY_SECRET_KEY,
    };
    const bad = { LATCHKEY_PASSWORD_MIN_LENGTH: '5' };
    const { exitCode, err } = await run(['config', 'check'], { ...env, ...bad });
    expect([exitCode, err]).toEqual([1, expect.not.stringContaining('secretKey')]);
    const fresh = await run(['config', 'check'], { ...empty, ...bad });
    expect(fresh.exitCode).toBe(1);
    for (const name of ['password.minLength', 'secretKey']) expect(fresh.err).toContain(name);
  });
});

test('S13 production refuses a key that is easy to guess, and is told how to make one', () => {
  play(`
    $ LATCHKEY_PUBLIC_URL=http://127.0.0.1:5000 LATCHKEY_SECRET_KEY=0123456789abcdef0123456789abcdef latchkey config check
    ! Invalid configuration:
    ! - secretKey (environment LATCHKEY_SECRET_KEY) is too easy to guess. Generate one with "openssl rand -base64 32".
    exit 1
    $ LATCHKEY_PUBLIC_URL=http://127.0.0.1:5000 LATCHKEY_SECRET_KEY=0123456789abcdef0123456789abcdef latchkey serve --port 0
    ! Invalid configuration:
    ! - secretKey (environment LATCHKEY_SECRET_KEY) is too easy to guess. Generate one with "openssl rand -base64 32".
    exit 1
    $ latchkey secret rotate
    ! Either --old-file or --lost is required.
    ! Pass the old key with --old-file, or use --lost if nobody has it anymore.
    exit 2
  `);
});
