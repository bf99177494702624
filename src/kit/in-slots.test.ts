import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inSlots } from './in-slots.ts';

/** A timer may fire a moment early. */
const early = 2;

test.each([
  [0, 60],
  [30, 60],
  [70, 120],
])('work of %i ms ends no sooner than after %i ms', async (work, end) => {
  const start = performance.now();
  expect(await inSlots(60, () => setTimeout(work, 'done'))).toBe('done');
  expect(performance.now() - start).toBeGreaterThanOrEqual(end - early);
});

test('so does work that fails, with its failure', async () => {
  const start = performance.now();
  const failing = inSlots(60, async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(performance.now() - start).toBeGreaterThanOrEqual(60 - early);
});
