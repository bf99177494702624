import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** About as much log as SQLite itself lets grow before it tidies up. */
const commitsBetween = 100;

/**
 * Moves SQLite's log into its file on a thread of its own. In the thread of the event loop it would be a commit
 * now and then that takes 14 ms and more. The thread starts when there is first enough to move.
 */
export class Checkpointer {
  readonly #file: string;
  readonly #whenNobodyWrites: (work: () => Promise<void>) => Promise<void>;
  #commits = 0;
  #worker: Worker | undefined;
  #running: Promise<void> | undefined;

  constructor(file: string, whenNobodyWrites: (work: () => Promise<void>) => Promise<void>) {
    this.#file = file;
    this.#whenNobodyWrites = whenNobodyWrites;
  }

  /** Called after each commit; comes back at once. */
  countCommit(): void {
    this.#commits += 1;
    if (this.#commits < commitsBetween || this.#running) return;
    this.#commits = 0;
    this.#running = this.#checkpoint().finally(() => {
      this.#running = undefined;
    });
  }

  async close(): Promise<void> {
    await this.#running;
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  /**
   * Twice: the log starts anew only when all of it has been moved, and under load there is always a commit that
   * the first pass has missed. The second has little to do, so writers are kept waiting for it.
   * A failure is no loss: the log grows until SQLite moves it by itself.
   */
  async #checkpoint(): Promise<void> {
    try {
      await this.#pass();
      await this.#whenNobodyWrites(() => this.#pass());
    } catch {
      await this.#worker?.terminate();
      this.#worker = undefined;
    }
  }

  async #pass(): Promise<void> {
    this.#worker ??= this.#startWorker();
    const worker = this.#worker;
    const done = once(worker, 'message');
    // It keeps the process alive only while somebody waits for it.
    worker.ref();
    worker.postMessage('checkpoint');
    await done.finally(() => worker.unref());
  }

  #startWorker(): Worker {
    const program = new URL(`./checkpoint-worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(program, { workerData: { file: this.#file }, name: 'checkpoint' });
    // `once` above hears of an error as well; between two passes nobody does.
    worker.on('error', () => {});
    return worker;
  }
}
