import { parentPort, workerData } from 'node:worker_threads';

/**
 * Ticks at exact times, as a worker. Node's own timers are up to a millisecond late, which is more than what is
 * measured here and would hide it.
 */
const { rate, ticks, origin } = workerData as { rate: number; ticks: number; origin: number };
const never = new Int32Array(new SharedArrayBuffer(4));

const now = (): number => performance.timeOrigin + performance.now() - origin;

const start = now() + 5;
for (let tick = 0; tick < ticks; tick++) {
  const due = start + (tick * 1000) / rate;
  const wait = due - now();
  if (wait > 0) Atomics.wait(never, 0, 0, wait);
  parentPort?.postMessage(due);
}
