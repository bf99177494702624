import { busy } from './http/index.ts';
import { problem } from './problem.ts';
import type { Say } from './words/index.ts';

/**
 * Runs work of one key one after the other, in the order of asking; different keys do not wait for each other.
 * Of one key so many wait at most: one more is refused with `busy`, or a queue is where an attack would live.
 */
export class KeyedLock {
  readonly #most: number;
  readonly #refusal: Say;
  readonly #lines = new Map<string, { tail: Promise<unknown>; length: number }>();

  /** `refusal` is the sentence for whoever is one too many. */
  constructor(mostWaiting: number, refusal: Say) {
    this.#most = mostWaiting;
    this.#refusal = refusal;
  }

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(key) ?? { tail: Promise.resolve(), length: 0 };
    if (line.length > this.#most) {
      throw problem(busy, this.#refusal, { retryAfter: 1 });
    }
    const mine = line.tail.then(work);
    line.tail = mine.catch(() => {});
    line.length += 1;
    this.#lines.set(key, line);
    try {
      return await mine;
    } finally {
      line.length -= 1;
      if (line.length === 0) this.#lines.delete(key);
    }
  }
}
