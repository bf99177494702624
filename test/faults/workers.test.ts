import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seconds } from '../../src/kit/duration.ts';
import { run } from '../cli/command-line.ts';
import { goodPassword, otherPassword } from '../support/app.ts';
import { eachDatabase } from '../support/databases.ts';
import { type Call, type Caller, createCaller, type Outcome } from '../support/load.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { productionEnvironment } from '../support/production-environment.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';
import { environmentOfTerminal } from '../support/started-line.ts';
import { totpCode } from '../support/totp-codes.ts';
import { visitorOf } from '../support/two-servers.ts';

const program = fileURLToPath(new URL('../../bin/latchkey.js', import.meta.url));

const connections = 16;

/** One in so many requests is a login; the others ask for a session. */
const loginsEvery = 50;

/** The processes that a process has started and that live. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

async function until<Found>(what: string, look: () => Promise<Found | undefined> | Found | undefined) {
  for (const end = performance.now() + seconds(60); performance.now() < end; await pause(50)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`Waited 60 s for this: ${what}`);
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The lines of the log so far. Every one is whole, or this throws. */
const linesOf = (server: RunningServer): Record<string, unknown>[] =>
  server
    .output()
    .split('\n')
    .slice(0, -1)
    .filter((line) => !/^(Data: |No administrator yet: |Public address: |Latchkey is ready at )/.test(line))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const saidSince = (server: RunningServer, from: number, words: RegExp) =>
  words.test(server.output().slice(from)) || undefined;

async function reload(server: RunningServer, expected = /Reloaded the configuration/): Promise<void> {
  const from = server.output().length;
  process.kill(server.pid, 'SIGHUP');
  await until(`${expected}`, () => saidSince(server, from, expected));
}

const register = (username: string): Call => ({
  method: 'POST',
  path: '/api/register',
  body: { username, password: goodPassword, transport: 'bearer' },
});

const login = (username: string, password = goodPassword): Call => ({
  method: 'POST',
  path: '/api/login',
  body: { username, password, transport: 'bearer' },
});

const session = (token: string): Call => ({
  path: '/api/session',
  headers: { authorization: `Bearer ${token}` },
});

const from = (address: string, call: Call): Call => ({
  ...call,
  headers: { ...call.headers, 'x-forwarded-for': address },
});

/** How many requests of a route all workers together have answered, by status. */
async function countsOf(caller: Caller, route: string): Promise<Record<string, number>> {
  const { body } = await caller.call({ path: '/metrics', headers: { host: 'localhost' } });
  const name = 'latchkey_http_request_duration_seconds_count';
  const line = new RegExp(`^${name}\\{method="\\w+",route="${route}",status="(\\d+)"\\} (\\d+)$`, 'gm');
  return Object.fromEntries([...body.matchAll(line)].map(([, status, count]) => [status, Number(count)]));
}

/** Which worker has answered: each begins the ids of its requests with letters of its own. */
const workerOf = ({ headers }: Outcome) => String(headers?.['x-request-id']).split('-')[0] ?? '';

/** A connection to each of two workers. */
async function oneToEach(url: string): Promise<Caller[]> {
  const found = new Map<string, Caller>();
  await until('both workers have a connection', async () => {
    const fresh = Array.from({ length: 8 }, () => createCaller(url, 1));
    for (const [at, outcome] of (
      await Promise.all(fresh.map((one) => one.call({ path: '/healthz' })))
    ).entries()) {
      const one = fresh[at];
      if (!one) continue;
      if (found.has(workerOf(outcome))) one.close();
      else found.set(workerOf(outcome), one);
    }
    return found.size === 2 || undefined;
  });
  return [...found.values()];
}

const failed = (outcomes: readonly Outcome[]) => outcomes.filter(({ status }) => status !== 200);

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A folder for a server, with its configuration file. */
async function newFolder(): Promise<{ folder: string; configFile: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-workers-'));
  folders.push(folder);
  const configFile = join(folder, 'latchkey.config.json');
  await writeFile(configFile, JSON.stringify({ siteName: 'Before' }));
  return { folder, configFile };
}

const serveByTwo = (folder: string, more: Readonly<Record<string, string>> = {}) =>
  startLatchkey({
    command: 'serve',
    args: ['--workers', '2'],
    cwd: folder,
    dataDir: join(folder, 'data'),
    env: { ...productionEnvironment, ...more },
  });

eachDatabase('two workers', (make) => {
  let server: RunningServer;
  let caller: Caller;
  let configFile: string;
  let mails: MailServer;
  /** As commands of the operator run. */
  let commandEnv: Record<string, string>;

  /** As a connection that is new sees it: one that is open may have one more answer by the configuration before. */
  async function siteName(): Promise<string | undefined> {
    const fresh = createCaller(server.url, 1);
    const { body } = await fresh.call({ path: '/login', headers: { accept: 'text/html' } });
    fresh.close();
    return /<title>Sign in · (.*?)<\/title>/.exec(body)?.[1];
  }

  beforeAll(async () => {
    const location = await make.location();
    const made = await newFolder();
    ({ configFile } = made);
    mails = await startMailServer();
    const more = {
      ...('url' in location && { LATCHKEY_DATABASE_URL: location.url }),
      LATCHKEY_MAIL_URL: `smtp://127.0.0.1:${mails.port}`,
      LATCHKEY_MAIL_FROM: 'login@example.com',
    };
    server = await serveByTwo(made.folder, more);
    commandEnv = { ...productionEnvironment, ...more, LATCHKEY_DATA_DIR: join(made.folder, 'data') };
    caller = createCaller(server.url, connections);
  });
  afterAll(async () => {
    caller?.close();
    await server?.kill9();
    await mails?.close();
  });

  test('reload their configuration under load, and no request fails or is counted wrong', async () => {
    // An account has a hundred sessions at most, and more logins would end this one.
    const { token } = JSON.parse((await caller.call(register('under-load-session'))).body);
    await caller.call(register('under-load'));
    const count = 5000;
    let isDone = false;
    const reloading = (async () => {
      let reloads = 0;
      while (!isDone) {
        reloads += 1;
        await writeFile(configFile, JSON.stringify({ siteName: `After ${reloads}` }));
        await reload(server);
        // Each one costs the start of two processes.
        await pause(500);
      }
      return reloads;
    })();
    const outcomes = await caller.callAll(count, (at) =>
      at % loginsEvery === 0 ? login('under-load') : session(token),
    );
    isDone = true;
    expect(await reloading).toBeGreaterThan(0);
    expect(failed(outcomes)).toEqual([]);
    const logins = count / loginsEvery;
    expect(await countsOf(caller, '/api/login')).toEqual({ 200: logins });
    expect(await countsOf(caller, '/api/session')).toEqual({ 200: count - logins });
    expect(await siteName()).toBe(`After ${await reloading}`);
  });

  test('that are killed and reloaded under load cost at most what was under way in them', async () => {
    // An account has a hundred sessions at most, and more logins would end this one.
    const { token } = JSON.parse((await caller.call(register('under-fire-session'))).body);
    await caller.call(register('under-fire'));
    const count = 5000;
    let isDone = false;
    let kills = 0;
    const scraped: number[] = [];
    const scrape = async () => {
      scraped.push((await countsOf(caller, '/api/session'))['200'] ?? 0);
    };
    const killing = (async () => {
      while (!isDone) {
        const from = server.output().length;
        await scrape();
        process.kill((await childrenOf(server.pid)).at(-1) ?? 0, 'SIGKILL');
        kills += 1;
        await until('it is replaced', () => saidSince(server, from, /A worker took the place of another/));
        await scrape();
        if (kills % 2 === 0) await reload(server);
      }
    })();
    const outcomes = await caller.callAll(count, (at) =>
      at % loginsEvery === 0 ? login('under-fire') : session(token),
    );
    isDone = true;
    await killing;
    expect(kills).toBeGreaterThan(0);
    const lost = failed(outcomes);
    expect(lost.filter(({ status }) => status !== undefined)).toEqual([]);
    expect(lost.length).toBeLessThanOrEqual(kills * connections);
    expect(scraped).toEqual(scraped.toSorted((one, other) => one - other));
    expect((await caller.call(session(token))).status).toBe(200);
  });

  test('write whole lines to one log', async () => {
    const asked = () => linesOf(server).filter(({ path }) => path === '/api/session');
    await until('the last lines', () => asked().length > 9500 || undefined);
    expect(new Set(asked().map(({ requestId }) => requestId)).size).toBe(asked().length);
  });

  test('count the guesses of a password together', async () => {
    await caller.call(register('guessed'));
    const both = await oneToEach(server.url);
    const answers: (number | undefined)[] = [];
    for (let at = 0; at < 8; at += 1) {
      const guess = from('203.0.113.7', login('guessed', otherPassword));
      answers.push((await both[at % 2]?.call(guess))?.status);
    }
    for (const one of both) one.close();
    expect(answers.filter((status) => status === 401).length).toBe(5);
    expect(answers.filter((status) => status === 429).length).toBe(3);
  });

  test('show the steps of both to whoever watches, live', async () => {
    const self = visitorOf([server]);
    await self.send(0, 'POST', '/api/register', { username: 'watcher', password: goodPassword });
    const { secret = '' } = (await self.send(0, 'POST', '/api/me/totp')).body;
    const { recoveryCodes = [] } = (
      await self.send(0, 'POST', '/api/me/totp/confirm', { code: totpCode(secret, Date.now()) })
    ).body;
    expect((await run(['admins', 'add', 'watcher'], commandEnv)).exitCode).toBe(0);
    const { attempt } = (
      await self.send(0, 'POST', '/api/login', { username: 'watcher', password: goodPassword })
    ).body;
    await self.send(0, 'POST', `/api/login/${attempt}/recovery-code`, { code: recoveryCodes[0] });
    const ending = new AbortController();
    const stream = await fetch(`${server.url}/admin/attempts/stream`, {
      headers: { accept: 'text/event-stream', 'sec-fetch-dest': 'empty', cookie: self.jar.header },
      signal: ending.signal,
    });
    expect(stream.status).toBe(200);
    let seen = '';
    const watching = (async () => {
      for await (const part of stream.body ?? []) seen += new TextDecoder().decode(part);
    })().catch(() => {});
    const both = await oneToEach(server.url);
    const guesses = await Promise.all(both.map((one) => one.call(login('nobody-here'))));
    expect(new Set(guesses.map(workerOf)).size).toBe(2);
    for (const { headers } of guesses) {
      const name = String(headers?.['latchkey-attempt']);
      await until(`${name} is shown`, () => seen.includes(name) || undefined);
    }
    for (const one of both) one.close();
    ending.abort();
    await watching;
  });

  test('have each email sent once', async () => {
    const both = await oneToEach(server.url);
    const addresses = Array.from({ length: 6 }, (_, at) => `mail-${at}@tea.example`);
    for (const [at, email] of addresses.entries()) {
      const call = register(`mailed-${at}`);
      const made = await both[at % 2]?.call({ ...call, body: { ...(call.body as object), email } });
      expect(made?.status, made?.body).toBe(201);
    }
    for (const one of both) one.close();
    await until('all of them have come', () => mails.received.length >= addresses.length || undefined);
    await pause(seconds(2));
    expect(mails.received.flatMap(({ to }) => to).toSorted()).toEqual(addresses);
    const { body } = await caller.call({ path: '/metrics', headers: { host: 'localhost' } });
    expect(body).toMatch(/^latchkey_mails_total\{result="sent"\} 6$/m);
    expect(body).toMatch(/^latchkey_mails_waiting 0$/m);
  });

  test('go on with the present configuration when the new one is wrong, or needs a restart', async () => {
    await writeFile(configFile, JSON.stringify({ siteName: 'Kept' }));
    await reload(server);
    expect(await siteName()).toBe('Kept');
    const workers = await childrenOf(server.pid);
    const couldNot = /Couldn't reload the configuration/;
    await writeFile(configFile, JSON.stringify({ siteName: 'Wrong', session: { idle: 'long' } }));
    await reload(server, couldNot);
    expect(server.output()).toMatch(/session\.idle .* must be a duration/);
    await writeFile(
      configFile,
      JSON.stringify({ siteName: 'Wrong', server: { workers: 3 }, database: { poolSize: 3 } }),
    );
    await reload(server, couldNot);
    expect(server.output()).toContain("These settings can't change while the server runs: database.");
    expect(await siteName()).toBe('Kept');
    expect(await childrenOf(server.pid)).toEqual(workers);
  });
});

/** What is done each minute, such as the sweep, is done each 200 ms. */
const quickMinutes = `
  const { setInterval } = globalThis;
  globalThis.setInterval = (work, every, ...more) =>
    setInterval(work, every < 60_000 ? every : every / 300, ...more);
`;

eachDatabase('two workers that live for many minutes', (make) => {
  test('do not sweep: the log of the primary alone tells each head of the audit log', async () => {
    const location = await make.location();
    const { folder } = await newFolder();
    const more: Record<string, string> = 'url' in location ? { LATCHKEY_DATABASE_URL: location.url } : {};
    const server = await serveByTwo(folder, {
      ...more,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(quickMinutes)}`,
    });
    try {
      const commandEnv = { ...productionEnvironment, ...more, LATCHKEY_DATA_DIR: join(folder, 'data') };
      const heads = () => linesOf(server).flatMap(({ msg, seq }) => (msg === 'audit head' ? [seq] : []));
      // Each process that sweeps tells what it finds that it hasn't told itself. Commands have no log.
      for (const [at, role] of ['cook', 'baker', 'waiter'].entries()) {
        expect((await run(['roles', 'create', role], commandEnv)).exitCode).toBe(0);
        await until('a sweep has told it', () => heads().includes(at + 1) || undefined);
      }
      await pause(seconds(1));
      expect(heads()).toEqual([1, 2, 3]);
    } finally {
      await server.kill9();
    }
  });
});

describe('two workers with hashes that take long', () => {
  /** Far more than the event loop takes, so that what is asked is under way when something happens. */
  const slow = {
    LATCHKEY_HASH_MEMORY: '32768',
    LATCHKEY_HASH_ITERATIONS: '4',
    LATCHKEY_HASH_CONCURRENCY: '1',
  };
  /** Each account's guesses are judged one by one. */
  const people = ['slow-1', 'slow-2', 'slow-3', 'slow-4', 'slow-5', 'slow-6'];
  let server: RunningServer;
  let caller: Caller;

  beforeEach(async () => {
    server = await serveByTwo((await newFolder()).folder, slow);
    caller = createCaller(server.url, connections);
    const made = await Promise.all(people.map((name) => caller.call(register(name))));
    expect(made.map(({ status }) => status)).toEqual(people.map(() => 201));
  });
  afterEach(async () => {
    caller.close();
    await server.kill9();
  });

  /** Hashes over all workers. */
  async function hashes(): Promise<{ running: number; waiting: number }> {
    const { body } = await caller.call({ path: '/metrics', headers: { host: 'localhost' } });
    const of = (state: string) =>
      Number(new RegExp(`^latchkey_password_hashes\\{state="${state}"\\} (\\d+)$`, 'm').exec(body)?.[1]);
    return { running: of('running'), waiting: of('waiting') };
  }

  const beginLogins = () => people.map((name) => caller.call(login(name)));

  /** Most of them: some may be done by the time that this asks. */
  const underWay = () =>
    until('four hashes are under way', async () => {
      const { running, waiting } = await hashes();
      return running + waiting >= 4 || undefined;
    });

  test('hash in turns over both, and the turns of one that is killed go to the other', async () => {
    const logins = beginLogins();
    await underWay();
    const seen: number[] = [];
    for (let at = 0; at < 3; at += 1) seen.push((await hashes()).running);
    expect(Math.max(...seen)).toBe(1);
    expect((await Promise.all(logins)).map(({ status }) => status)).toEqual(Array(6).fill(200));
    for (const victim of await childrenOf(server.pid)) {
      const begun = beginLogins();
      await underWay();
      const from = server.output().length;
      process.kill(victim, 'SIGKILL');
      await Promise.all(begun);
      await until('it is replaced', () => saidSince(server, from, /A worker took the place of another/));
    }
    expect((await caller.call(login('slow-1'))).status).toBe(200);
    await until('no turn is left over', async () => {
      const { running, waiting } = await hashes();
      return running + waiting === 0 || undefined;
    });
  });

  test('finish what was asked and end with 0 when they are stopped', async () => {
    const workers = await childrenOf(server.pid);
    const logins = beginLogins();
    await underWay();
    expect(await server.stop()).toBe(0);
    expect((await Promise.all(logins)).map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(workers.filter(isAlive)).toEqual([]);
  });

  test('finish what was asked and end by themselves when the primary is killed', async () => {
    const workers = await childrenOf(server.pid);
    expect(workers).toHaveLength(2);
    const logins = beginLogins();
    await underWay();
    await server.kill9();
    expect((await Promise.all(logins)).map(({ status }) => status)).toEqual(Array(6).fill(200));
    await until('both have ended', () => !workers.some(isAlive) || undefined);
  });
});

test('no worker is started again and again on a port that is in use: the cause and the fix, and exit code 1', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  try {
    const { folder } = await newFolder();
    const env = { ...environmentOfTerminal(), ...productionEnvironment };
    const args = [program, 'serve', '--workers', '2', '--port', String(port), '--data-dir', folder];
    const ended = await promisify(execFile)(process.execPath, args, { cwd: folder, env }).catch(
      (error) => error,
    );
    expect([ended.code, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toMatch(
      new RegExp(`^Port ${port} on 127.0.0.1 is already in use\\.\nStop .*: latchkey serve .*--workers 2\n$`),
    );
  } finally {
    taken.close();
  }
});

test('a server of development is one process, whatever the configuration says', async () => {
  const server = await startLatchkey({ env: { LATCHKEY_SERVER_WORKERS: '2' } });
  expect(await childrenOf(server.pid)).toEqual([]);
  expect(await server.stop()).toBe(0);
});
