import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findPassword } from '../../src/factors/password/index.ts';
import { openDatabase } from '../../src/kit/db/index.ts';
import { createAccountReader } from '../../src/people/accounts/index.ts';
import { closedLoad } from '../load/closed.ts';
import { fillSqlite, usernameOf } from '../people.ts';
import { startLatchkey } from '../processes.ts';
import { type Effort, type Figure, figure, interleave } from './figure.ts';
import { randomSessionChecks } from './requests.ts';

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
    await fillSqlite(join(dataDir, 'latchkey.sqlite'), accounts);
  }
  const names = { limitName: `at ${few.toLocaleString('en')}`, unit: 'µs', target: { atMost: 1.2 } };
  const at = `at ${many.toLocaleString('en')} accounts`;
  return [
    figure({ ...names, name: `session check ${at}` }, await raceChecks(effort, [large, many], [small, few])),
    figure({ ...names, name: `login look-up ${at}` }, await raceLookUps(effort, [large, many], [small, few])),
  ];
}

type Place = readonly [dataDir: string, accounts: number];

/** Over HTTP, with the server busy with nothing else: the time of one is what its share of a second is. */
async function raceChecks(
  { rounds, seconds }: Effort,
  large: Place,
  small: Place,
): Promise<Figure['rounds']> {
  const start = async ([dataDir, accounts]: Place) => {
    const server = await startLatchkey(dataDir);
    const load = { port: server.port, connections: 16, seconds, nextRequest: randomSessionChecks(accounts) };
    const microseconds = async (round: number) =>
      1_000_000 / (await closedLoad({ ...load, warmUpSeconds: round === 0 ? 2 : 0.3 }));
    return { server, microseconds };
  };
  const [many, few] = [await start(large), await start(small)];
  const results = await interleave(rounds, many.microseconds, few.microseconds);
  await Promise.all([many.server.stop(), few.server.stop()]);
  return results;
}

/** What a login asks the database before its hash: the account by its name, then its password. */
async function raceLookUps({ rounds }: Effort, large: Place, small: Place): Promise<Figure['rounds']> {
  const start = ([dataDir, accounts]: Place) => {
    const database = openDatabase({ file: join(dataDir, 'latchkey.sqlite') });
    const reader = createAccountReader(database);
    const lookUp = async () => {
      const account = await reader.findByKey(usernameOf(Math.floor(Math.random() * accounts)));
      if (!account || !(await findPassword(database.db, account.id)))
        throw new Error('An account is missing.');
    };
    const microseconds = async () => {
      const times = 5000;
      const begin = performance.now();
      for (let time = 0; time < times; time++) await lookUp();
      return ((performance.now() - begin) * 1000) / times;
    };
    return { database, microseconds };
  };
  const [many, few] = [start(large), start(small)];
  await Promise.all([many.microseconds(), few.microseconds()]);
  const results = await interleave(2 * rounds + 1, many.microseconds, few.microseconds);
  await Promise.all([many.database.close(), few.database.close()]);
  return results;
}
