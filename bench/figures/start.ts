import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { closedLoad } from '../load/closed.ts';
import { memoryOf } from '../memory.ts';
import { fillSqlite } from '../people.ts';
import { type Running, startBareFastify, startLatchkey } from '../processes.ts';
import { untilIdle } from '../processor-time.ts';
import { type Effort, type Figure, figure, interleave } from './figure.ts';
import { randomSessionChecks } from './requests.ts';

const accounts = 10_000;

/** Time from the start of the process to its first answer, and the memory that it takes, beside bare Fastify. */
export async function measureStart(effort: Effort, folder: string): Promise<Figure[]> {
  await fillSqlite(join(folder, 'latchkey.sqlite'), accounts);
  // The first start after an installation compiles what the later ones find compiled.
  await (await startLatchkey(folder)).stop();
  const memory: { measured: number; limit: number }[] = [];
  const afterLoad: { measured: number; limit: number }[] = [];
  const time = (start: () => Promise<Running>, note: (megabytes: number) => void) => async () => {
    const begin = performance.now();
    const server = await start();
    const milliseconds = performance.now() - begin;
    await untilIdle(server.pid);
    note(await memoryOf(server.pid));
    await server.stop();
    return milliseconds;
  };
  const ours: number[] = [];
  const bare: number[] = [];
  const starts = await interleave(
    2 * effort.rounds + 1,
    time(
      () => startLatchkey(folder),
      (megabytes) => ours.push(megabytes),
    ),
    time(
      () => startBareFastify(folder),
      (megabytes) => bare.push(megabytes),
    ),
  );
  for (const [round, measured] of ours.entries()) memory.push({ measured, limit: bare[round] ?? Number.NaN });
  afterLoad.push(await underLoad(effort, folder, bare[0] ?? Number.NaN));
  const limitName = 'bare Fastify';
  const megabytes = { unit: 'MB', limitName, judge: 'measured', target: { atMost: 97 } } as const;
  return [
    figure(
      { name: 'start to first answer', unit: 'ms', limitName, judge: 'measured', target: { atMost: 500 } },
      starts,
    ),
    figure({ ...megabytes, name: 'resident memory, idle' }, memory),
    figure({ ...megabytes, name: 'resident memory, idle again after a load', target: null }, afterLoad),
  ];
}

async function underLoad(effort: Effort, folder: string, limit: number) {
  const server = await startLatchkey(folder);
  const nextRequest = randomSessionChecks(accounts);
  await closedLoad({
    port: server.port,
    connections: 16,
    seconds: 2 * effort.seconds,
    warmUpRequests: effort.warmUpChecks,
    nextRequest,
  });
  await wait(750 * effort.seconds);
  const measured = await memoryOf(server.pid);
  await server.stop();
  return { measured, limit };
}
