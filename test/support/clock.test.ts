import { expect, test } from 'vitest';
import { fakeClock } from './clock.ts';

test('a fake clock stands still until it is told to go on', () => {
  const clock = fakeClock(1000);
  expect(clock()).toBe(1000);
  clock.advance(500);
  expect(clock()).toBe(1500);
  clock.set(200);
  expect(clock()).toBe(200);
});
