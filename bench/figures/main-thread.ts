import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../../test/support/postgres.ts';
import { type ClosedLoad, measureClosedLoad, measureRequests } from '../load/closed.ts';
import type { Build } from '../other-build.ts';
import { addPeopleToPostgres, addPeopleToSqlite } from '../people.ts';
import { type Running, startLatchkey, startLimit } from '../processes.ts';
import { mainThreadTimeOf } from '../processor-time.ts';
import { type Effort, type Figure, figure, interleave, warmUpIn } from './figure.ts';
import { logins, randomSessionChecks } from './requests.ts';

const accounts = 10_000;
const first = 100;

/** What the figures reach beside the build before. */
const mostOfCheckBefore = 0.84;

/** In milliseconds. */
const mostOfLogin = 1.6;
const mostOfFirstLogin = 4;

type Target = Figure['target'];
type Start = () => Promise<Running>;

/** What is measured, and what stands beside it: another build, or the bare server. Each is started as often as it's needed. */
interface Sides {
  readonly limitName: string;
  readonly ours: Start;
  readonly beside: Start;
}

/**
 * What a session check and a login take of the main thread, which is the event loop: the hash of a login runs on other
 * threads, as do commits. In many short turns, so that the same build on both sides differs by one or two in a hundred.
 */
export async function measureMainThread(effort: Effort, folder: string): Promise<Figure[]> {
  if (process.platform !== 'linux') {
    process.stderr.write('Only Linux tells what a thread takes: left out.\n');
    return [];
  }
  const checks = { connections: 16, nextRequest: randomSessionChecks(accounts) };
  const onSqlite = await openSqlite(effort, folder);
  const figures = [
    await checkFigure(
      { effort, name: 'SQLite', load: checks, target: { atMost: mostOfCheckBefore } },
      onSqlite('session-sqlite'),
    ),
  ];
  const postgres = await startPostgres();
  try {
    const sides = await openPostgres(effort, join(folder, 'postgres'), postgres.url);
    figures.push(await checkFigure({ effort, name: 'PostgreSQL', load: checks, target: null }, sides));
  } finally {
    await postgres.stop();
  }
  const load = { connections: 6 * availableParallelism(), nextRequest: logins(accounts) };
  const sides = onSqlite('login');
  return [...figures, await loginFigure(effort, load, sides), await firstLoginsFigure(effort, load, sides)];
}

type Load = Pick<ClosedLoad, 'connections' | 'nextRequest'>;

/** Rounds are short, and so many that their median says something. */
const roundsOf = ({ rounds }: Effort): number => 2 * rounds + 1;

async function checkFigure(
  { effort, name, load, target }: { effort: Effort; name: string; load: Load; target: Target },
  sides: Sides,
): Promise<Figure> {
  const rounds = await race(effort, effort.warmUpChecks, load, sides);
  return figure(
    {
      ...{ name: `main thread of a session check, ${name}`, unit: 'µs', limitName: sides.limitName },
      target: effort.against ? target : null,
    },
    rounds,
  );
}

async function loginFigure(effort: Effort, load: Load, sides: Sides): Promise<Figure> {
  const rounds = await race(effort, effort.warmUpRequests, load, sides);
  const inMilliseconds = rounds.map(({ measured, limit }) => ({
    measured: measured / 1000,
    limit: limit / 1000,
  }));
  return figure(
    { ...loginTarget(effort, sides, mostOfLogin), name: 'main thread of a login' },
    inMilliseconds,
  );
}

/** A server that has just been started, each round. */
async function firstLoginsFigure(effort: Effort, load: Load, sides: Sides): Promise<Figure> {
  const measure = (start: Start) => async () => {
    const { port, pid, stop } = await start();
    await wait(effort.seconds * 250);
    const seconds = await measureRequests({ port, ...load }, first, () => mainThreadTimeOf(pid));
    await stop();
    return seconds * 1000;
  };
  const rounds = await interleave(roundsOf(effort), measure(sides.ours), measure(sides.beside));
  return figure(
    {
      ...loginTarget(effort, sides, mostOfFirstLogin),
      name: `main thread of each of the first ${first} logins`,
    },
    rounds,
  );
}

/** Beside another build it's the ratio that is asked for. */
function loginTarget({ against }: Effort, { limitName }: Sides, atMost: number) {
  const judged = against ? { target: null } : ({ judge: 'measured', target: { atMost } } as const);
  return { unit: 'ms', limitName, ...judged };
}

/** In µs. */
async function race(
  effort: Effort,
  warmUpRequests: number,
  load: Load,
  sides: Sides,
): Promise<Figure['rounds']> {
  const [ours, beside] = [await sides.ours(), await sides.beside()];
  const measure =
    ({ port, pid }: Running) =>
    async (round: number) => {
      const turn = { seconds: effort.seconds / 2, warmUpRequests: warmUpIn(round, warmUpRequests) };
      const spent = { thread: () => mainThreadTimeOf(pid) };
      return (await measureClosedLoad({ port, ...load, ...turn }, spent)).microsEach.thread;
    };
  const rounds = await interleave(roundsOf(effort), measure(ours), measure(beside));
  await Promise.all([ours.stop(), beside.stop()]);
  return rounds;
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
