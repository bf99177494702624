import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { closedLoad } from '../load/closed.ts';
import { fillSqlite } from '../people.ts';
import { runLimit, startLatchkey } from '../processes.ts';
import { type Effort, type Figure, figure, interleave } from './figure.ts';
import { logins } from './requests.ts';

const accounts = 10_000;

/** Logins over HTTP on all cores, beside the bare hash. */
export async function measureLogins({ rounds, seconds }: Effort, folder: string): Promise<Figure[]> {
  await fillSqlite(join(folder, 'latchkey.sqlite'), accounts);
  const server = await startLatchkey(folder);
  const load = {
    port: server.port,
    // Enough that a hash is always waiting while others read, write and wait for the disk.
    connections: 6 * availableParallelism(),
    nextRequest: logins(accounts),
  };
  const results = await interleave(
    rounds,
    (round) => closedLoad({ ...load, seconds, warmUpSeconds: round === 0 ? 2 : 0.5 }),
    () => runLimit('hash', { SECONDS: String(seconds) }),
  );
  await server.stop();
  return [
    figure(
      { name: 'logins, SQLite', unit: '/s', limitName: 'bare argon2id', target: { atLeast: 0.9 } },
      results,
    ),
  ];
}
