import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoTime } from './clock.ts';

test('a time is written as the platform writes it, whatever the time', () => {
  const edges = [
    0, 1, -1, 9, 10, 99, 100, 999, 59_999, 86_399_999, 86_400_000, -86_400_000, 8.64e15, -8.64e15, 1.5,
  ];
  for (const time of edges) expect(isoTime(time)).toBe(new Date(time).toISOString());
  const anyTime = fc.oneof(fc.integer({ min: -8.64e15, max: 8.64e15 }), fc.integer({ min: 0, max: 4e12 }));
  fc.assert(
    fc.property(anyTime, (time) => isoTime(time) === new Date(time).toISOString()),
    { numRuns: 5000 },
  );
});

test('what is no time is refused, also where the date of its day is kept', () => {
  isoTime(8.64e15);
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1])
    expect(() => isoTime(wrong)).toThrow(RangeError);
});
