import { expect, test } from 'vitest';
import { fakeClock } from '../../test/support/clock.ts';
import { createAllowance } from './allowance.ts';
import { minutes } from './duration.ts';

const aMinute = { window: minutes(1), ofOne: 10, ofAll: 60 };

const countOf = (mayKeep: (address: string) => boolean, addresses: readonly string[]): number =>
  addresses.filter(mayKeep).length;

const many = (count: number, name: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => name(at));

test('each has so much in a window, and all together so much', () => {
  const clock = fakeClock();
  const mayKeep = createAllowance(clock, aMinute);
  expect(
    countOf(
      mayKeep,
      many(100, () => '203.0.113.1'),
    ),
  ).toBe(10);
  expect(mayKeep('203.0.113.2'), 'another one has its own').toBe(true);
  expect(
    countOf(
      mayKeep,
      many(1000, (at) => `198.51.100.${at}`),
    ),
  ).toBe(49);
  clock.advance(minutes(1));
  expect(
    countOf(
      mayKeep,
      many(1000, (at) => `198.51.100.${at}`),
    ),
  ).toBe(60);
});

test('a clock that was set back makes nobody wait for longer', () => {
  const clock = fakeClock();
  const mayKeep = createAllowance(clock, aMinute);
  for (const address of many(100, () => '203.0.113.1')) mayKeep(address);
  clock.advance(-minutes(60));
  expect(mayKeep('203.0.113.1')).toBe(true);
});
