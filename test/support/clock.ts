import type { Clock } from '../../src/kit/clock.ts';

/** A clock that stands still until it is told to go on. */
export type FakeClock = Clock & {
  /** Goes on by so many milliseconds. */
  advance(milliseconds: number): void;
  /** Jumps to a time, in Unix milliseconds. */
  set(time: number): void;
};

/** Makes a clock that shows `start`, in Unix milliseconds; without it, noon of 1 January 2030 in UTC. */
export function fakeClock(start: number = Date.UTC(2030, 0, 1, 12)): FakeClock {
  let time = start;
  return Object.assign(() => time, {
    advance(milliseconds: number) {
      time += milliseconds;
    },
    set(next: number) {
      time = next;
    },
  });
}
