import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startPostgres } from '../../test/support/postgres.ts';
import { closedLoad } from '../load/closed.ts';
import { fillPostgres, fillSqlite } from '../people.ts';
import { startLatchkey, startLimit } from '../processes.ts';
import { type Effort, type Figure, figure, interleave } from './figure.ts';
import { randomSessionChecks } from './requests.ts';

const accounts = 10_000;

/** Session checks of one process on SQLite, beside bare `node:http` with the same look-up and the same bytes. */
export async function measureSqliteChecks(effort: Effort, folder: string): Promise<Figure[]> {
  const file = join(folder, 'latchkey.sqlite');
  await fillSqlite(file, accounts);
  const rounds = await race(effort, folder, {}, ['session-sqlite', file]);
  return [figure(describe('SQLite'), rounds)];
}

/** The same on PostgreSQL. */
export async function measurePostgresChecks(effort: Effort, folder: string): Promise<Figure[]> {
  const postgres = await startPostgres();
  try {
    await fillPostgres(postgres.url, accounts);
    const settings = {
      LATCHKEY_DATABASE_URL: postgres.url,
      LATCHKEY_SECRET_KEY: randomBytes(32).toString('base64url'),
    };
    const rounds = await race(effort, folder, settings, ['session-postgres', postgres.url]);
    return [figure(describe('PostgreSQL'), rounds)];
  } finally {
    await postgres.stop();
  }
}

const describe = (database: string) => ({
  name: `session checks, ${database}`,
  unit: '/s',
  limitName: 'bare node:http',
  target: { atLeast: 0.6 },
});

async function race(
  { rounds, seconds }: Effort,
  folder: string,
  settings: Readonly<Record<string, string>>,
  [limitName, location]: readonly [string, string],
): Promise<Figure['rounds']> {
  const server = await startLatchkey(folder, settings);
  const bare = await startLimit(limitName, { DATABASE: location });
  const nextRequest = randomSessionChecks(accounts);
  const run = (port: number) => (round: number) =>
    closedLoad({ port, connections: 16, seconds, warmUpSeconds: round === 0 ? 2 : 0.3, nextRequest });
  const results = await interleave(rounds, run(server.port), run(bare.port));
  await Promise.all([server.stop(), bare.stop()]);
  return results;
}
