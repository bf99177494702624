import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClosedLoad, closedLoad } from '../load/closed.ts';
import { fillSqlite, makeEverybodyWait } from '../people.ts';
import { startLatchkey } from '../processes.ts';
import { type Effort, type Figure, figure, interleave, warmUpIn } from './figure.ts';
import { randomLogins, randomSessionChecks } from './requests.ts';

const few = 10_000;

/** Session checks and the look-ups of a login with many accounts, beside the same with few. */
export async function measureScale(effort: Effort, folder: string): Promise<Figure[]> {
  const many = effort.manyAccounts;
  const [large, small] = [join(folder, 'many'), join(folder, 'few')];
  for (const [dataDir, accounts] of [
    [large, many],
    [small, few],
  ] as const) {
    await mkdir(dataDir);
    const file = join(dataDir, 'latchkey.sqlite');
    await fillSqlite(file, accounts);
    makeEverybodyWait(file);
  }
  const names = { limitName: `at ${few.toLocaleString('en')}`, unit: 'µs', target: { atMost: 1.2 } };
  const at = `at ${many.toLocaleString('en')} accounts`;
  return [
    figure(
      { ...names, name: `session check ${at}` },
      await race(effort, [large, many], [small, few], (accounts) => ({
        nextRequest: randomSessionChecks(accounts),
      })),
    ),
    figure(
      { ...names, name: `login look-up ${at}` },
      await race(effort, [large, many], [small, few], (accounts) => ({
        nextRequest: randomLogins(accounts),
        expects: 429,
      })),
    ),
  ];
}

type Place = readonly [dataDir: string, accounts: number];

/** Over HTTP, with the server busy with nothing else: the time of one is what its share of a second is. */
async function race(
  { rounds, seconds, warmUpChecks }: Effort,
  large: Place,
  small: Place,
  requests: (accounts: number) => Pick<ClosedLoad, 'nextRequest' | 'expects'>,
): Promise<Figure['rounds']> {
  const start = async ([dataDir, accounts]: Place) => {
    const server = await startLatchkey(dataDir);
    const load = { port: server.port, connections: 16, seconds, ...requests(accounts) };
    const microseconds = async (round: number) =>
      1_000_000 / (await closedLoad({ ...load, warmUpRequests: warmUpIn(round, warmUpChecks) }));
    return { server, microseconds };
  };
  const [many, few] = [await start(large), await start(small)];
  const results = await interleave(rounds, many.microseconds, few.microseconds);
  await Promise.all([many.server.stop(), few.server.stop()]);
  return results;
}
