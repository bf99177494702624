import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';
import { startLatchkey } from '../support/server-process.ts';

const program = fileURLToPath(new URL('../../bin/latchkey.js', import.meta.url));
const secretKey = 'a-key-of-the-tests-that-every-process-shares';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a server that is to fail, and gives what it said. */
function run(args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('LATCHKEY_'));
  const options = { cwd, env: { ...Object.fromEntries(own), ...env }, timeout: 20_000 };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

function expectCauseAndFix({ code, stdout, stderr }: Ended, words: RegExp) {
  expect(stderr).toMatch(words);
  expect(stderr.trimEnd().split('\n'), 'cause and fix, and no stack').toHaveLength(2);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).not.toContain('is ready');
  expect(code).toBe(1);
}

describe("a server that can't start prints the cause and the fix, and exits with 1", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-start-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a port that is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const port = String((taken.address() as { port: number }).port);
    try {
      expectCauseAndFix(
        await run(['dev', '--port', port], folder, { npm_lifecycle_event: 'npx' }),
        new RegExp(
          `Port ${port} on 127.0.0.1 is already in use\\.\nStop .*: npx latchkey dev --port \\d+\n$`,
        ),
      );
    } finally {
      taken.close();
    }
  });

  test('an address that is not of this machine', async () => {
    expectCauseAndFix(
      await run(['dev', '--port', '0', '--host', '203.0.113.1'], folder),
      /203\.0\.113\.1.*\n.*--host/,
    );
  });

  test('a data folder that cannot be made or written, also as root', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    for (const dataDir of [file, join(file, 'below')]) {
      expectCauseAndFix(
        await run(['dev', '--port', '0', '--data-dir', dataDir], folder),
        /data folder.*\n.*--data-dir/,
      );
    }
  });

  test('a database file that is none', async () => {
    const dataDir = await mkdtemp(join(folder, 'data-'));
    await writeFile(
      join(dataDir, 'latchkey.sqlite'),
      'this is a letter to my aunt and no database at all, sorry',
    );
    expectCauseAndFix(await run(['dev', '--port', '0', '--data-dir', dataDir], folder), /latchkey\.sqlite/);
  });

  test('a PostgreSQL that is not there, without its password', async () => {
    const url = `postgres://somebody:canary-password@127.0.0.1:${await freePort()}/none`;
    const ended = await run(['dev', '--port', '0'], folder, {
      LATCHKEY_DATABASE_URL: url,
      LATCHKEY_SECRET_KEY: secretKey,
    });
    expectCauseAndFix(ended, /PostgreSQL at 127\.0\.0\.1.*\n.*database\.url/);
    expect(ended.stderr).not.toContain('canary');
  });

  test('V13.2.3 production without what it needs lists all of it', async () => {
    const { code, stderr } = await run(['serve', '--port', '0'], folder, {
      LATCHKEY_HASH_MEMORY: '1024',
      LATCHKEY_PASSWORD_MIN_LENGTH: '5',
    });
    expect(code).toBe(1);
    for (const name of ['publicUrl', 'hash.memory', 'password.minLength']) expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

eachDatabase('the database of a server', (make) => {
  const settings = async () => {
    const location = await make.location();
    const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-start-'));
    if ('url' in location) {
      return {
        location,
        dataDir,
        env: { LATCHKEY_DATABASE_URL: location.url, LATCHKEY_SECRET_KEY: secretKey },
      };
    }
    return { location: { file: join(dataDir, 'latchkey.sqlite') }, dataDir, env: {} };
  };

  test('from a newer version is refused, and left as it is', async () => {
    const { location, dataDir, env } = await settings();
    const database = openDatabase(location);
    await migrate(database, [...migrations, { name: '9999-from-the-future', up: async () => {} }], 1);
    const before = await database.dumpSchema();
    try {
      const ended = await run(['dev', '--port', '0', '--data-dir', dataDir], dataDir, env);
      expectCauseAndFix(ended, /newer.*9999-from-the-future/);
      expect(await database.dumpSchema()).toBe(before);
    } finally {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  test('is migrated once, however many start on it at the same time', async () => {
    const { location, dataDir, env } = await settings();
    const servers = await Promise.all(Array.from({ length: 4 }, () => startLatchkey({ dataDir, env })));
    const database = openDatabase(location);
    try {
      for (const server of servers) expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      const { rows } = await sql<{ name: string }>`select name from migrations`.execute(database.db);
      expect(rows.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
    } finally {
      await database.close();
      await Promise.all(servers.map((server) => server.stop()));
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
