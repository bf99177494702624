import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const folder = await mkdtemp(join(tmpdir(), 'latchkey-test-'));
afterAll(() => rm(folder, { recursive: true }));

interface Report {
  readonly figures: readonly {
    readonly name: string;
    readonly unit: string;
    readonly measured: number;
    readonly limit: { readonly name: string; readonly value: number };
    readonly value: number;
    readonly reached: boolean;
  }[];
}

const mainThread = [
  'main thread of a session check, SQLite',
  'main thread of a session check, PostgreSQL',
  'main thread of a login',
  'main thread of each of the first 100 logins',
];

const expected = [
  'start to first answer',
  'resident memory, idle',
  'resident memory, idle again after a load',
  'logins, SQLite',
  'logins, SQLite, again',
  'logins with their trails kept',
  'session checks, SQLite',
  'processor time of each, SQLite',
  'session checks, PostgreSQL',
  'processor time of each, PostgreSQL',
  ...mainThread,
  'session checks by two workers, SQLite',
  'logins by two workers, SQLite',
  'session checks by two workers, PostgreSQL',
  'p99 of a session check under logins',
  'p99 of a session check under logins, again',
  'session check at 20,000 accounts',
  'login look-up at 20,000 accounts',
  'RS256-3072 signature by jose',
  'ES256 signature by jose',
  ...['SQLite', 'PostgreSQL'].flatMap((database) =>
    [
      'client credentials',
      'client credentials, signed less its ES256',
      'introspection',
      'userinfo',
      'silent authorization',
      'refresh less its RS256',
    ].map((request) => `${request}, ${database}`),
  ),
  'first request of an app',
  'memory that it takes',
  'an app is told of a sign-out after',
  'sign-in with a provider, SQLite',
  'sign-in with a provider, PostgreSQL',
  ...['SQLite', 'PostgreSQL', 'in PostgreSQL itself'].flatMap((where) =>
    ['page', 'API'].flatMap((form) =>
      ['one person', 'list of people', 'page 200 of it'].map(
        (what) => `${what}, ${form} at 20,000, ${where}`,
      ),
    ),
  ),
];

async function bench(...args: string[]) {
  const json = join(folder, 'bench.json');
  const { stdout } = await run('--expose-gc', 'bench/run.ts', '--quick', '--json', json, ...args);
  return { stdout, ...(JSON.parse(await readFile(json, 'utf8')) as Report) };
}

const run = (...args: string[]) => promisify(execFile)(process.execPath, args);

test('the bench measures every figure beside its limit, in a table and as JSON', {
  timeout: 400_000,
}, async () => {
  const { stdout, figures } = await bench();
  expect(figures.map(({ name }) => name)).toEqual(expected);
  for (const { name, measured, limit, value, reached } of figures) {
    expect(stdout).toContain(name);
    expect(reached).toBeTypeOf('boolean');
    // How fast is for a quiet machine to say; that something was measured holds on any.
    for (const number of [measured, limit.value, value]) expect(number).toBeGreaterThan(0);
  }
  const start = figures.find(({ name }) => name === 'start to first answer');
  expect(start?.measured).toBeLessThan(30_000);
});

test('the main thread is measured beside the build of another revision, of which nothing is left', {
  timeout: 400_000,
}, async () => {
  const { stdout, figures } = await bench('--against', 'HEAD');
  const { stdout: commit } = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD']);
  expect(figures.map(({ name, limit }) => [name, limit.name])).toEqual(
    mainThread.map((name) => [name, commit.trim()]),
  );
  for (const { value } of figures) expect(value).toBeGreaterThan(0);
  expect(stdout).toContain(`(${commit.trim()})`);
  const { stdout: worktrees } = await promisify(execFile)('git', ['worktree', 'list']);
  expect(worktrees).not.toContain(tmpdir());
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('latchkey-bench-'))).toEqual([]);
});

test('better-auth is asked in turns with this server, by the clock and by processor time', {
  timeout: 400_000,
}, async () => {
  const { figures } = await bench('--peers');
  expect(figures.map(({ name, unit }) => [name, unit])).toEqual([
    ['logins, argon2id, 19 MiB, t=2', '/s'],
    ['processor time of a login', 'µs'],
    ['session checks', '/s'],
    ['processor time of a session check', 'µs'],
    ['session checks, again', '/s'],
    ['processor time of a session check, again', 'µs'],
  ]);
  for (const { measured, limit } of figures) {
    expect(limit.name).toMatch(/^better-auth \d+\.\d+\.\d+/);
    for (const number of [measured, limit.value]) expect(number).toBeGreaterThan(0);
  }
});

test('a revision that there is none of is said so', async () => {
  const wrong = run('bench/run.ts', '--against', 'no-such-revision');
  await expect(wrong).rejects.toMatchObject({
    code: 2,
    stderr: 'There is no revision "no-such-revision".\n',
  });
});

test('what is asked wrongly is answered with how to ask', async () => {
  const wrong = run('bench/run.ts', '--only', 'nothing');
  await expect(wrong).rejects.toMatchObject({
    code: 2,
    stdout: expect.stringContaining('--quick') as string,
  });
});
