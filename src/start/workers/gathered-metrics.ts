import { seconds } from '../../kit/duration.ts';
import { countsIn, sumMetrics } from './sum-metrics.ts';

/** What is asked for its metrics. */
interface Asked {
  send(message: { readonly kind: 'read-metrics'; readonly id: number }): void;
}

/** How long a worker may take to answer. */
const patience = seconds(2);

/**
 * The metrics of all processes. What a worker has counted stays when it is gone, as it was last known; of one that doesn't
 * answer in time the gauges are left out.
 */
export class GatheredMetrics<Worker extends Asked> {
  readonly #patience: number;
  /** The latest of each worker that lives. */
  readonly #known = new Map<Worker, string>();
  readonly #waiting = new Map<number, () => void>();
  /** The counts of those that are gone. */
  #left = '';
  #lastId = 0;

  constructor(within = patience) {
    this.#patience = within;
  }

  /** Asks all of them; `own` are those of the process that asks. */
  async read(workers: readonly Worker[], own: () => Promise<string>): Promise<string> {
    const answered = new Set<Worker>();
    const [mine] = await Promise.all([
      own(),
      ...workers.map(async (worker) => {
        if (await this.#ask(worker)) answered.add(worker);
      }),
    ]);
    const theirs = [...this.#known].map(([worker, text]) => (answered.has(worker) ? text : countsIn(text)));
    return sumMetrics([mine, ...theirs, this.#left]);
  }

  /** Takes the answer of a worker, or its last word, which has no `id`. */
  take(worker: Worker, { id, text }: { readonly id?: number; readonly text: string }): void {
    this.#known.set(worker, text);
    if (id !== undefined) this.#waiting.get(id)?.();
  }

  /** The worker is gone. */
  forget(worker: Worker): void {
    this.keep(this.#known.get(worker) ?? '');
    this.#known.delete(worker);
  }

  /** Keeps the counts of metrics that begin anew. */
  keep(text: string): void {
    this.#left = sumMetrics([this.#left, countsIn(text)]);
  }

  /** Whether it has answered in time. */
  async #ask(worker: Worker): Promise<boolean> {
    this.#lastId += 1;
    const id = this.#lastId;
    try {
      return await new Promise((resolve) => {
        setTimeout(() => resolve(false), this.#patience).unref();
        this.#waiting.set(id, () => resolve(true));
        worker.send({ kind: 'read-metrics', id });
      });
    } finally {
      this.#waiting.delete(id);
    }
  }
}
