import { expect, test } from 'vitest';
import { minutes } from '../../kit/duration.ts';
import { Waits } from './waits.ts';

test('whoever fails again and again waits longer each time, up to half a minute', () => {
  const waits = new Waits();
  const taken = Array.from({ length: 11 }, () => waits.after(50));
  expect(taken).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
});

test('whoever has lived for a minute is replaced soon', () => {
  const waits = new Waits();
  for (let count = 0; count < 5; count += 1) waits.after(50);
  expect(waits.after(minutes(1))).toBe(100);
  expect(waits.after(50)).toBe(200);
});
