import { setTimeout as pause } from 'node:timers/promises';
import { seconds } from '../../kit/duration.ts';
import type { Logger } from '../../kit/log.ts';
import { stopWithin } from '../stop.ts';
import type { End, WorkerProcess } from './fork.ts';
import type { Brief } from './messages.ts';
import { Waits } from './waits.ts';

interface CrewOptions {
  readonly count: number;
  fork(brief: Brief): WorkerProcess;
  /** Called when a worker is gone, whatever the reason. */
  onGone(worker: WorkerProcess): void;
  readonly log: Pick<Logger, 'info' | 'error'>;
}

/** The place of a worker, which the next one takes when it ends. */
class Place {
  readonly waits = new Waits();
  worker: WorkerProcess | undefined;
  readonly #filled = Promise.withResolvers<void>();
  /** Resolves when its first worker is ready. */
  readonly filled = this.#filled.promise;

  take(worker: WorkerProcess): void {
    this.worker = worker;
    worker.ready.then(this.#filled.resolve, () => {});
  }
}

/** Keeps so many workers running, each replaced when it ends or when there is a new configuration. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #places: readonly Place[];
  readonly #living = new Set<WorkerProcess>();
  /** Resolves when the first one is ready: until then the start has failed, and nobody is replaced. */
  readonly #begun = Promise.withResolvers<void>();
  #brief: Brief;
  #isStopping = false;

  constructor(brief: Brief, options: CrewOptions) {
    this.#brief = brief;
    this.#options = options;
    this.#places = Array.from({ length: options.count }, () => new Place());
  }

  /** All that live, those that retire too. */
  get workers(): WorkerProcess[] {
    return [...this.#living];
  }

  /** Resolves when all of them are ready. Rejects with `WorkerFailure` if none could start. */
  async start(): Promise<void> {
    for (const place of this.#places) this.#occupy(place, this.#fork());
    const firsts = this.workers.map(({ ready }) => ready);
    await Promise.any(firsts).catch(async ({ errors: [failure] }: AggregateError) => {
      await this.stop();
      throw failure;
    });
    this.#begun.resolve();
    await Promise.all(this.#places.map(({ filled }) => filled));
  }

  /**
   * Replaces all workers by such as run with `brief`, one after the other: the old one takes no more connections when the
   * new one is ready. Rejects with `WorkerFailure`, and changes nothing, if the first one can't start.
   */
  async replaceAll(brief: Brief): Promise<void> {
    const first = this.#fork(brief);
    await first.ready;
    this.#brief = brief;
    const [place, ...others] = this.#places;
    if (place) await this.#succeed(place, first);
    for (const other of others) {
      const next = await this.#forkUntilReady(other);
      if (next) await this.#succeed(other, next);
    }
  }

  /** Has all of them finish what they have begun, for as long as a stop may take. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const { workers } = this;
    for (const worker of workers) worker.send({ kind: 'stop' });
    const late = setTimeout(() => {
      for (const worker of workers) worker.kill();
    }, stopWithin + seconds(1));
    await Promise.all(workers.map(({ ended }) => ended));
    clearTimeout(late);
  }

  #fork(brief = this.#brief): WorkerProcess {
    const worker = this.#options.fork(brief);
    this.#living.add(worker);
    void worker.ended.then(() => {
      this.#living.delete(worker);
      this.#options.onGone(worker);
    });
    return worker;
  }

  /** Puts a worker into a place. When it ends by itself, another is started after a wait. */
  #occupy(place: Place, worker: WorkerProcess): void {
    place.take(worker);
    void worker.ended.then(async (end) => {
      await this.#begun.promise;
      if (place.worker !== worker || this.#isStopping) return;
      await this.#waitAfter(place, worker, end);
      // A new configuration may have brought another meanwhile.
      if (place.worker !== worker || this.#isStopping) return;
      const next = this.#fork();
      this.#occupy(place, next);
      await next.ready.catch(() => {});
      if (!next.isGone) this.#options.log.info({ worker: next.pid }, 'A worker took the place of another.');
    });
  }

  /** The worker of a place gives way to another. */
  async #succeed(place: Place, next: WorkerProcess): Promise<void> {
    const { worker: old } = place;
    this.#occupy(place, next);
    if (!old || old.isGone) return;
    const { keepAliveTimeout } = old.brief.config.http;
    const late = setTimeout(() => old.kill(), keepAliveTimeout + 2 * stopWithin).unref();
    void old.ended.then(() => clearTimeout(late));
    await old.retire();
  }

  /** Undefined when all of them are stopped meanwhile. */
  async #forkUntilReady(place: Place): Promise<WorkerProcess | undefined> {
    while (!this.#isStopping) {
      const worker = this.#fork();
      try {
        await worker.ready;
        return worker;
      } catch {
        await this.#waitAfter(place, worker, await worker.ended);
      }
    }
    return undefined;
  }

  async #waitAfter({ waits }: Place, { pid, begunAt }: WorkerProcess, { by, reason }: End): Promise<void> {
    const wait = waits.after(performance.now() - begunAt);
    this.#options.log.error(
      { worker: pid, end: by, reason, wait },
      'A worker ended. Another takes its place.',
    );
    await pause(wait);
  }
}
