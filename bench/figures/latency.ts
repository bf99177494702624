import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { sleep, startClosedLoad } from '../load/closed.ts';
import { openLoad } from '../load/open.ts';
import { fillSqlite } from '../people.ts';
import { startLatchkey } from '../processes.ts';
import { type Effort, type Figure, figure, interleave, percentile } from './figure.ts';
import { logins, randomSessionChecks } from './requests.ts';

const accounts = 10_000;

/** Session checks a second: a quiet server is far from busy with them. */
const rate = 200;

/** What a session check waits while every core computes the hashes of logins, beside the same without logins. */
export async function measureLatency({ rounds, seconds }: Effort, folder: string): Promise<Figure[]> {
  await fillSqlite(join(folder, 'latchkey.sqlite'), accounts);
  const server = await startLatchkey(folder);
  const { port } = server;
  const check = { port, rate, seconds, nextRequest: randomSessionChecks(accounts) };
  const login = { port, connections: 6 * availableParallelism(), nextRequest: logins(accounts) };
  const quiet = async () => percentile(await openLoad(check), 0.99);
  const busy = async () => {
    const { stop } = await startClosedLoad(login);
    await sleep(0.5);
    const latencies = await openLoad(check);
    await stop();
    return percentile(latencies, 0.99);
  };
  await quiet();
  const results = await interleave(rounds, busy, quiet);
  await server.stop();
  return [
    figure(
      {
        name: 'p99 of a session check under logins',
        unit: 'ms',
        limitName: 'without logins',
        target: { atMost: 3 },
      },
      results,
    ),
  ];
}
