import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { closedLoad } from '../load/closed.ts';
import { onPostgres } from '../on-postgres.ts';
import { fillSqlite } from '../people.ts';
import { type Running, startLatchkey, untilReady } from '../processes.ts';
import { type Effort, type Figure, figure, interleave, warmUpIn } from './figure.ts';
import { logins, randomSessionChecks } from './requests.ts';

const accounts = 10_000;

interface Side {
  readonly server: Running;
  readonly workers: number;
}

/** Two workers under a primary, and one process that answers by itself. */
interface Sides {
  readonly two: Side;
  readonly one: Side;
}

interface Load {
  readonly connections: number;
  readonly nextRequest: () => Buffer;
  /** Of each worker. */
  readonly warmUpRequests: number;
}

/** Session checks and logins by two workers, beside one. Only told: what two gain depends on cores, which the load shares. */
export async function measureWorkers(effort: Effort, folder: string): Promise<Figure[]> {
  const { warmUpChecks, warmUpRequests } = effort;
  const checks = {
    ...{ connections: 16, nextRequest: randomSessionChecks(accounts) },
    warmUpRequests: warmUpChecks,
  };
  const signingIn = {
    ...{ connections: 6 * availableParallelism(), nextRequest: logins(accounts) },
    warmUpRequests,
  };
  return [
    ...(await onSqlite(folder, async (sides) => [
      await race('session checks by two workers, SQLite', effort, sides, checks),
      await race('logins by two workers, SQLite', effort, sides, signingIn),
    ])),
    ...(await onSamePostgres(folder, async (sides) => [
      await race('session checks by two workers, PostgreSQL', effort, sides, checks),
    ])),
  ];
}

async function race(
  name: string,
  { rounds, seconds }: Effort,
  { two, one }: Sides,
  { connections, nextRequest, warmUpRequests }: Load,
): Promise<Figure> {
  const perSecond =
    ({ server: { port }, workers }: Side) =>
    (round: number) =>
      closedLoad({
        ...{ port, connections, seconds, nextRequest },
        warmUpRequests: warmUpIn(round, workers * warmUpRequests),
      });
  const results = await interleave(rounds, perSecond(two), perSecond(one));
  return figure({ name, unit: '/s', limitName: 'by one process', target: null }, results);
}

/** Each side writes to a file of its own. */
function onSqlite(folder: string, measure: (sides: Sides) => Promise<Figure[]>): Promise<Figure[]> {
  return withSides(measure, async (workers) => {
    const dataDir = join(folder, `sqlite-${workers}`);
    await mkdir(dataDir);
    await fillSqlite(join(dataDir, 'latchkey.sqlite'), accounts);
    return startSide(dataDir, workers);
  });
}

/** Both sides read the same database, one after the other. */
function onSamePostgres(folder: string, measure: (sides: Sides) => Promise<Figure[]>): Promise<Figure[]> {
  return onPostgres(accounts, (_url, settings) =>
    withSides(measure, async (workers) => {
      const dataDir = join(folder, `postgres-${workers}`);
      await mkdir(dataDir);
      return startSide(dataDir, workers, settings);
    }),
  );
}

async function withSides(
  measure: (sides: Sides) => Promise<Figure[]>,
  start: (workers: number) => Promise<Side>,
): Promise<Figure[]> {
  const sides = { two: await start(2), one: await start(1) };
  const figures = await measure(sides);
  await Promise.all([sides.two.server.stop(), sides.one.server.stop()]);
  return figures;
}

async function startSide(
  dataDir: string,
  workers: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<Side> {
  const server = await startLatchkey(dataDir, { ...settings, LATCHKEY_SERVER_WORKERS: String(workers) });
  // The first worker answers before the other listens, and would take all connections.
  await untilReady(dataDir);
  return { server, workers };
}
