import { expect, test } from 'vitest';
import { GatheredMetrics } from './gathered-metrics.ts';

const text = (count: number, gauge: number) =>
  `# TYPE c_total counter\nc_total ${count}\n\n# TYPE g gauge\ng ${gauge}\n`;

/** A worker that answers with what it was last given, or not at all. */
function createWorker(metrics: () => GatheredMetrics<{ send(message: { id: number }): void }>) {
  const worker = {
    says: undefined as string | undefined,
    send({ id }: { id: number }) {
      const { says } = worker;
      if (says !== undefined) queueMicrotask(() => metrics().take(worker, { id, text: says }));
    },
  };
  return worker;
}

async function read(
  metrics: GatheredMetrics<ReturnType<typeof createWorker>>,
  workers: ReturnType<typeof createWorker>[],
) {
  const sum = await metrics.read(workers, async () => text(1, 1));
  const value = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(sum)?.[1]);
  return { count: value('c_total'), gauge: value('g') };
}

function twoWorkers() {
  const metrics: GatheredMetrics<ReturnType<typeof createWorker>> = new GatheredMetrics(30);
  const [one, other] = [createWorker(() => metrics), createWorker(() => metrics)];
  one.says = text(10, 10);
  other.says = text(100, 100);
  return { metrics, one, other };
}

test('those of all processes are added', async () => {
  const { metrics, one, other } = twoWorkers();
  expect(await read(metrics, [one, other])).toEqual({ count: 111, gauge: 111 });
});

test('of a worker that does not answer in time only its last known counts are added', async () => {
  const { metrics, one, other } = twoWorkers();
  await read(metrics, [one, other]);
  other.says = undefined;
  expect(await read(metrics, [one, other])).toEqual({ count: 111, gauge: 11 });
});

test('a count never falls when a worker is gone, also while the others are still being asked', async () => {
  const { metrics, one, other } = twoWorkers();
  await read(metrics, [one, other]);
  metrics.forget(other);
  expect(await read(metrics, [one])).toEqual({ count: 111, gauge: 11 });
  const next = createWorker(() => metrics);
  next.says = text(5, 5);
  const silent = createWorker(() => metrics);
  const reading = read(metrics, [one, next, silent]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  metrics.forget(next);
  expect(await reading).toEqual({ count: 116, gauge: 11 });
});

test('the last word of a worker counts', async () => {
  const { metrics, one, other } = twoWorkers();
  metrics.take(other, { text: text(107, 0) });
  metrics.forget(other);
  expect(await read(metrics, [one])).toEqual({ count: 118, gauge: 11 });
});
