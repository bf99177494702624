import { Worker } from 'node:worker_threads';
import { collectGarbage } from './garbage.ts';
import { Connection } from './http-client.ts';

export interface OpenLoad {
  readonly port: number;
  /** Requests a second, sent at their time whether or not earlier ones have been answered. */
  readonly rate: number;
  readonly seconds: number;
  nextRequest(): Buffer;
}

/**
 * Sends at a fixed rate and answers the latencies in milliseconds, each from the time at which the request should
 * have been sent: a server that stalls is charged for everyone who would have come meanwhile.
 */
export async function openLoad({ port, rate, seconds, nextRequest }: OpenLoad): Promise<number[]> {
  const ticks = Math.round(rate * seconds);
  const free = await Promise.all(Array.from({ length: 8 }, () => Connection.open(port)));
  const opened = [...free];
  const latencies: number[] = [];
  const origin = performance.timeOrigin;
  collectGarbage();
  const metronome = new Worker(new URL('./metronome.ts', import.meta.url), {
    workerData: { rate, ticks, origin },
  });
  await new Promise<void>((resolve, reject) => {
    metronome.on('error', reject);
    metronome.on('message', (due: number) => {
      const connection = free.pop();
      if (connection) send(connection, due);
      else Connection.open(port).then((one) => send(opened[opened.push(one) - 1] ?? one, due), reject);
    });
    function send(connection: Connection, due: number) {
      connection.send(nextRequest(), (status, answer) => {
        if (status !== 200) return reject(new Error(`The server did not answer 200:\n${answer}`));
        latencies.push(performance.now() - due);
        free.push(connection);
        if (latencies.length === ticks) resolve();
      });
    }
  });
  await metronome.terminate();
  for (const connection of opened) connection.close();
  return latencies;
}
