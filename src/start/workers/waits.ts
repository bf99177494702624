import { minutes, seconds } from '../../kit/duration.ts';

const shortest = 100;
const longest = seconds(30);

/** A worker that has lived so long didn't fail at its start. */
const settled = minutes(1);

/** How long to wait before the next worker is started, in milliseconds: longer each time, so that a fault doesn't spin. */
export class Waits {
  #next = shortest;

  /** `lived` is how long the worker that ended had been running, in milliseconds. */
  after(lived: number): number {
    if (lived >= settled) this.#next = shortest;
    const wait = this.#next;
    this.#next = Math.min(longest, wait * 2);
    return wait;
  }
}
