import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../test/support/postgres.ts';
import { type Turn, takeTurn } from '../load/turn.ts';
import type { Build } from '../other-build.ts';
import { addPeopleToPostgres, addPeopleToSqlite } from '../people.ts';
import { type Running, startLatchkey, startLimit } from '../processes.ts';
import { mainThreadTimeOf, untilIdle } from '../processor-time.ts';
import { type Effort, type Figure, figure } from './figure.ts';
import { logins, randomSessionChecks } from './requests.ts';

const accounts = 10_000;
const first = 100;

/** What the figures reach beside the build before. */
const mostOfCheckBefore = 0.84;

/** In milliseconds. */
const mostOfLogin = 1.6;
const mostOfFirstLogin = 4;

type Start = () => Promise<Running>;

/** What is measured, and what stands beside it: another build, or the bare server. Each is started as often as it's needed. */
interface Sides {
  readonly limitName: string;
  readonly ours: Start;
  readonly beside: Start;
}

/**
 * What a session check and a login take of the main thread, which is the event loop: the hash of a login runs on other
 * threads, as do commits. In many short turns, so that whatever else the machine does meets both sides.
 */
export async function measureMainThread(effort: Effort, folder: string): Promise<Figure[]> {
  if (process.platform !== 'linux') {
    process.stderr.write('Only Linux tells what a thread takes: left out.\n');
    return [];
  }
  const onSqlite = await openSqlite(effort, folder);
  const figures = [await checkFigure('SQLite', effort, onSqlite('session-sqlite'))];
  const postgres = await startPostgres();
  try {
    const sides = await openPostgres(effort, join(folder, 'postgres'), postgres.url);
    figures.push(await checkFigure('PostgreSQL', effort, sides));
  } finally {
    await postgres.stop();
  }
  const load = { connections: 6 * availableParallelism(), nextRequest: logins(accounts) };
  const sides = onSqlite('login');
  return [...figures, await loginFigure(effort, load, sides), await firstLoginsFigure(effort, load, sides)];
}

/** Only the check on SQLite is to be quicker than before; on PostgreSQL it's told. */
async function checkFigure(name: string, effort: Effort, sides: Sides): Promise<Figure> {
  const { warmUpChecks, against } = effort;
  const load = { connections: 16, nextRequest: randomSessionChecks(accounts) };
  const rounds = await race(effort, sides, load, { warmUp: warmUpChecks, each: warmUpChecks / 3 });
  const target = against && name === 'SQLite' ? { atMost: mostOfCheckBefore } : null;
  return figure(
    { name: `main thread of a session check, ${name}`, unit: 'µs', limitName: sides.limitName, target },
    rounds,
  );
}

async function loginFigure(effort: Effort, load: Load, sides: Sides): Promise<Figure> {
  const { warmUpRequests } = effort;
  const rounds = await race(effort, sides, load, { warmUp: warmUpRequests, each: warmUpRequests / 10 });
  return figure(
    { ...loginTarget(effort, sides, mostOfLogin), name: 'main thread of a login' },
    rounds.map(inMilliseconds),
  );
}

/** Of servers that have just been started, in each round. */
async function firstLoginsFigure(effort: Effort, load: Load, sides: Sides): Promise<Figure> {
  const rounds: Spent[] = [];
  while (rounds.length < 2 * effort.rounds + 1) {
    const pair = await startPair(sides, load);
    await pair.untilIdle();
    const turns: Spent[] = [];
    while (turns.length < 5) turns.push(await pair.turn(first / 5));
    await pair.stop();
    rounds.push({
      measured: mean(turns.map(({ measured }) => measured)),
      limit: mean(turns.map(({ limit }) => limit)),
    });
  }
  return figure(
    {
      ...loginTarget(effort, sides, mostOfFirstLogin),
      name: `main thread of each of the first ${first} logins`,
    },
    rounds.map(inMilliseconds),
  );
}

const turnsOfPair = 8;

/** Two processes of one build differ by more than their turns do, so each round has new ones. */
async function race(
  { rounds: pairs }: Effort,
  sides: Sides,
  load: Load,
  { warmUp, each }: { warmUp: number; each: number },
): Promise<Spent[]> {
  const rounds: Spent[] = [];
  for (let started = 0; started < pairs; started++) {
    const pair = await startPair(sides, load);
    await pair.turn(warmUp);
    for (let turn = 0; turn < turnsOfPair; turn++) rounds.push(await pair.turn(each));
    await pair.stop();
  }
  return rounds;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const inMilliseconds = ({ measured, limit }: Spent): Spent => ({
  measured: measured / 1000,
  limit: limit / 1000,
});

/** Beside another build it's the ratio that is asked for. */
function loginTarget({ against }: Effort, { limitName }: Sides, atMost: number) {
  const judged = against ? { target: null } : ({ judge: 'measured', target: { atMost } } as const);
  return { unit: 'ms', limitName, ...judged };
}

type Load = Pick<Turn, 'connections' | 'nextRequest'>;

/** What a request has taken of each main thread, in µs. */
type Spent = Figure['rounds'][number];

/** Starts both sides, which are then asked in turns. */
async function startPair({ ours, beside }: Sides, load: Load) {
  const open = async (start: Start) => {
    const { port, pid, stop } = await start();
    let before = await mainThreadTimeOf(pid);
    return {
      async untilIdle() {
        await untilIdle(pid);
        before = await mainThreadTimeOf(pid);
      },
      ask: (requests: number) => takeTurn({ port, requests, ...load }),
      async spentSince() {
        const last = before;
        before = await mainThreadTimeOf(pid);
        return before - last;
      },
      stop,
    };
  };
  const [our, their] = [await open(ours), await open(beside)];
  let turns = 0;
  return {
    async turn(requests: number): Promise<Spent> {
      turns += 1;
      // Each side goes first in every other turn.
      for (const side of turns % 2 === 1 ? [our, their] : [their, our]) await side.ask(requests);
      // Seen after both: what a server has put off until it's idle counts as well.
      const [measured, limit] = [await our.spentSince(), await their.spentSince()];
      return { measured: (measured * 1_000_000) / requests, limit: (limit * 1_000_000) / requests };
    },
    untilIdle: async () => void (await Promise.all([our.untilIdle(), their.untilIdle()])),
    stop: async () => void (await Promise.all([our.stop(), their.stop()])),
  };
}

/** Answers the sides by the bare server that stands beside this build when no other does. */
async function openSqlite({ against }: Effort, folder: string): Promise<(limit: string) => Sides> {
  const fill = async (name: string, build?: Build) => {
    const dataDir = join(folder, name);
    await mkdir(dataDir);
    const start = () => startLatchkey(dataDir, {}, build?.program);
    // Each build makes its own tables.
    await (await start()).stop();
    const file = join(dataDir, 'latchkey.sqlite');
    await addPeopleToSqlite(file, accounts);
    return { start, file };
  };
  const { start: ours, file } = await fill('ours');
  if (!against)
    return (limit) => ({
      ...{ limitName: bareName, ours },
      beside: () => startLimit(limit, { DATABASE: file }),
    });
  const { start: beside } = await fill('theirs', against);
  return () => ({ limitName: against.name, ours, beside });
}

const bareName = 'bare node:http';

async function openPostgres({ against }: Effort, dataDir: string, server: string): Promise<Sides> {
  await mkdir(dataDir);
  const secretKey = randomBytes(32).toString('base64url');
  const fill = async (name: string, build?: Build) => {
    const url = await createDatabase(server, name);
    const settings = { LATCHKEY_DATABASE_URL: url, LATCHKEY_SECRET_KEY: secretKey };
    const start = () => startLatchkey(dataDir, settings, build?.program);
    await (await start()).stop();
    await addPeopleToPostgres(url, accounts);
    return { start, url };
  };
  const { start: ours, url } = await fill('ours');
  if (!against)
    return { limitName: bareName, ours, beside: () => startLimit('session-postgres', { DATABASE: url }) };
  return { limitName: against.name, ours, beside: (await fill('theirs', against)).start };
}

async function createDatabase(server: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return new URL(`/${name}`, server).href;
}
