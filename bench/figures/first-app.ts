import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { addApps, benchKey } from '../apps.ts';
import { memoryOf } from '../memory.ts';
import { fillSqlite } from '../people.ts';
import { startLatchkey } from '../processes.ts';
import { untilIdle } from '../processor-time.ts';
import { signIn, signOut } from './app-requests.ts';
import { type Effort, type Figure, figure } from './figure.ts';

type Rounds = { measured: number; limit: number }[];

/** What the first app costs a server: what is loaded for its first request, and how soon it hears of a sign-out. */
export async function measureFirstApp(effort: Effort, folder: string): Promise<Figure[]> {
  const file = join(folder, 'latchkey.sqlite');
  await fillSqlite(file, 100);
  const told = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
  await once(told, 'listening');
  const host = `127.0.0.1:${(told.address() as AddressInfo).port}`;
  const apps = await addApps({ file }, `http://${host}/signed-out`);
  const start = () =>
    startLatchkey(folder, { LATCHKEY_APPS_PRIVATE_HOSTS: host, LATCHKEY_SECRET_KEY: benchKey });
  // The first app ever has the keys made as well.
  const first = await start();
  await timeOf(first.port);
  await first.stop();
  const [time, memory, delay]: [Rounds, Rounds, Rounds] = [[], [], []];
  for (let round = 0; round < effort.rounds; round++) {
    const { port, pid, stop } = await start();
    await untilIdle(pid);
    const before = await memoryOf(pid);
    time.push({ measured: await timeOf(port), limit: await timeOf(port) });
    await untilIdle(pid);
    memory.push({ measured: (await memoryOf(pid)) - before, limit: before });
    await signIn(port, apps, round);
    delay.push({ measured: await delayOf(told, () => signOut(port, round)), limit: 1000 });
    await stop();
  }
  told.close();
  const judge = 'measured';
  return [
    figure(
      { name: 'first request of an app', unit: 'ms', limitName: 'the second', judge, target: null },
      time,
    ),
    figure(
      { name: 'memory that it takes', unit: 'MB', limitName: 'all before it', judge, target: { atMost: 40 } },
      memory,
    ),
    figure(
      {
        ...{ name: 'an app is told of a sign-out after', unit: 'ms', limitName: 'it is looked for each' },
        ...{ judge, target: { atMost: 2000 } },
      },
      delay,
    ),
  ];
}

async function timeOf(port: number): Promise<number> {
  const begin = performance.now();
  await (await fetch(`http://127.0.0.1:${port}/.well-known/jwks.json`)).json();
  return performance.now() - begin;
}

async function delayOf(told: Server, act: () => Promise<void>): Promise<number> {
  const heard = once(told, 'request');
  await act();
  const begin = performance.now();
  await heard;
  return performance.now() - begin;
}
