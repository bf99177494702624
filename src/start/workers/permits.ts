/** The answer to whoever asks for a turn to hash: how many waited before it, if it waited, or that too many wait. */
export type Turn = { readonly ahead?: number } | 'full';

interface Bounds {
  /** Hashes at once, over all workers. */
  readonly concurrency: number;
  /** How many may wait, over all workers. */
  readonly queue: number;
}

/**
 * Shares the turns to hash among workers, in the order of asking. What a worker held or waited for goes to the others when
 * it is gone.
 */
export class Permits<Worker> {
  #bounds: Bounds;
  #waiting: { readonly worker: Worker; begin(): void }[] = [];
  readonly #held = new Map<Worker, number>();

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** Hashes that are computed or wait now. */
  load(): { running: number; waiting: number } {
    const running = [...this.#held.values()].reduce((sum, count) => sum + count, 0);
    return { running, waiting: this.#waiting.length };
  }

  /** Calls `answer` at once, or when it's the worker's turn. */
  ask(worker: Worker, answer: (turn: Turn) => void): void {
    const { running, waiting } = this.load();
    if (running < this.#bounds.concurrency) {
      this.#hold(worker, 1);
      answer({});
    } else if (waiting >= this.#bounds.queue) answer('full');
    else this.#waiting.push({ worker, begin: () => answer({ ahead: waiting }) });
  }

  giveBack(worker: Worker): void {
    this.#hold(worker, -1);
    this.#passOn();
  }

  /** The worker is gone. */
  forget(worker: Worker): void {
    this.#held.delete(worker);
    this.#waiting = this.#waiting.filter((one) => one.worker !== worker);
    this.#passOn();
  }

  /** After a new configuration. What runs already goes on. */
  resize(bounds: Bounds): void {
    this.#bounds = bounds;
    this.#passOn();
  }

  #hold(worker: Worker, more: number): void {
    const count = (this.#held.get(worker) ?? 0) + more;
    if (count > 0) this.#held.set(worker, count);
    else this.#held.delete(worker);
  }

  #passOn(): void {
    while (this.load().running < this.#bounds.concurrency) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#hold(next.worker, 1);
      next.begin();
    }
  }
}
