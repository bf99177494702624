import { expect, test } from 'vitest';
import { hours, minutes } from './duration.ts';
import { nextTry } from './next-try.ts';

test('a mail is tried after a minute, then ever more rarely, and given up after a day', () => {
  const waits: number[] = [];
  let now = 0;
  for (let tries = 1; ; tries += 1) {
    const next = nextTry(tries, 0, now);
    if (next === undefined) break;
    waits.push((next - now) / minutes(1));
    now = next;
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 209]);
  expect(now).toBe(hours(24));
});

test('a mail that nobody tried for days is given up at its first failure', () => {
  expect(nextTry(1, 0, hours(24) - 1)).toBe(hours(24));
  expect(nextTry(1, 0, hours(72))).toBeUndefined();
});
