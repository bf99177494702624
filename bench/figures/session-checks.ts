import { join } from 'node:path';
import { measureClosedLoad } from '../load/closed.ts';
import { onPostgres } from '../on-postgres.ts';
import { fillSqlite } from '../people.ts';
import { type Running, startLatchkey, startLimit } from '../processes.ts';
import { processorTimeOf } from '../processor-time.ts';
import { type Effort, type Figure, figure, interleave, warmUpIn } from './figure.ts';
import { randomSessionChecks } from './requests.ts';

const accounts = 10_000;

/** Session checks of one process on SQLite, beside bare `node:http` with the same look-up and the same bytes. */
export async function measureSqliteChecks(effort: Effort, folder: string): Promise<Figure[]> {
  const file = join(folder, 'latchkey.sqlite');
  await fillSqlite(file, accounts);
  return race('SQLite', effort, folder, {}, ['session-sqlite', file]);
}

/** The same on PostgreSQL. */
export function measurePostgresChecks(effort: Effort, folder: string): Promise<Figure[]> {
  return onPostgres(accounts, (url, settings) =>
    race('PostgreSQL', effort, folder, settings, ['session-postgres', url]),
  );
}

/** How many a second, and what processor time each took: that says the same on a machine that does other things too. */
async function race(
  database: string,
  { rounds, seconds, warmUpChecks }: Effort,
  folder: string,
  settings: Readonly<Record<string, string>>,
  [limitName, location]: readonly [string, string],
): Promise<Figure[]> {
  const server = await startLatchkey(folder, settings);
  const bare = await startLimit(limitName, { DATABASE: location });
  const nextRequest = randomSessionChecks(accounts);
  const run =
    ({ port, pid }: Running) =>
    (round: number) => {
      const warmUpRequests = warmUpIn(round, warmUpChecks);
      const load = { port, connections: 16, seconds, warmUpRequests, nextRequest };
      return measureClosedLoad(load, { server: () => processorTimeOf(pid) });
    };
  const results = await interleave(rounds, run(server), run(bare));
  await Promise.all([server.stop(), bare.stop()]);
  const beside = 'bare node:http';
  const checks = results.map(({ measured, limit }) => ({
    measured: measured.perSecond,
    limit: limit.perSecond,
  }));
  const times = results.map(({ measured, limit }) => ({
    measured: measured.microsEach.server,
    limit: limit.microsEach.server,
  }));
  return [
    figure(
      { name: `session checks, ${database}`, unit: '/s', limitName: beside, target: { atLeast: 0.6 } },
      checks,
    ),
    figure(
      { name: `processor time of each, ${database}`, unit: 'µs', limitName: beside, target: null },
      times,
    ),
  ];
}
