import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startClosedLoad } from '../load/closed.ts';
import { openLoad } from '../load/open.ts';
import { fillSqlite } from '../people.ts';
import { type Running, startLatchkey, startLimit } from '../processes.ts';
import { type Effort, type Figure, figure, interleave, percentile, warmUpIn } from './figure.ts';
import { logins, randomSessionChecks } from './requests.ts';

const accounts = 10_000;

/** Session checks a second: a quiet server is far from busy with them. */
const rate = 200;

/**
 * What a session check waits while every core computes the hashes of logins: beside the same without logins, and
 * beside a bare server that computes as many. The load and the kernel have the same part in both of the latter.
 */
export async function measureLatency(
  { rounds, seconds, warmUpRequests, warmUpChecks }: Effort,
  folder: string,
): Promise<Figure[]> {
  const file = join(folder, 'latchkey.sqlite');
  await fillSqlite(file, accounts);
  const server = await startLatchkey(folder);
  const bare = await startLimit('login', { DATABASE: file });
  const nextRequest = randomSessionChecks(accounts);
  const quiet = async ({ port }: Running) =>
    percentile(await openLoad({ port, rate, seconds, nextRequest }), 0.99);
  const connections = 6 * availableParallelism();
  const busy = async (running: Running, round: number) => {
    const { warm, stop } = await startClosedLoad({
      ...{ port: running.port, connections, nextRequest: logins(accounts) },
      warmUpRequests: warmUpIn(round, warmUpRequests),
    });
    await warm;
    const p99 = await quiet(running);
    await stop();
    return p99;
  };
  for (const { port } of [server, bare]) {
    const checks = await startClosedLoad({ port, connections, nextRequest, warmUpRequests: warmUpChecks });
    await checks.warm;
    await checks.stop();
  }
  const underLogins = await interleave(
    rounds,
    (round) => busy(server, round),
    () => quiet(server),
  );
  const besideBare = await interleave(
    rounds,
    (round) => busy(server, round),
    (round) => busy(bare, round),
  );
  await Promise.all([server.stop(), bare.stop()]);
  const name = 'p99 of a session check under logins';
  const unit = 'ms';
  return [
    figure({ name, unit, limitName: 'without logins', target: { atMost: 3 } }, underLogins),
    figure(
      {
        name: `${name}, again`,
        unit,
        limitName: 'bare node:http that hashes as much',
        target: { atMost: 1.5 },
      },
      besideBare,
    ),
  ];
}
