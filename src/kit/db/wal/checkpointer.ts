import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { seconds } from '../../duration.ts';

/** About as much log as SQLite itself lets grow before it tidies up. */
const commitsBetween = 100;

/** In milliseconds: what was deleted is gone from the log within a minute, also when the first try finds a reader. */
const emptyWithin = seconds(30);
const emptyAgainAfter = seconds(3);

/** What is told of each commit, so that the log doesn't grow without end. */
export interface CommitCounter {
  /** Called after commits; comes back at once. */
  countCommits(count: number): void;
  close(): Promise<void>;
}

/** Runs work while nobody writes to the database. */
export type WhenNobodyWrites = (work: () => Promise<void>) => Promise<void>;

/**
 * Moves SQLite's log into its file on a thread of its own. In the thread of the event loop it would be a commit
 * now and then that takes 14 ms and more. The thread starts when there is first something to move. The log is also
 * emptied half a minute after a commit: it holds the pages as they were before something was deleted from them.
 */
export class Checkpointer implements CommitCounter {
  readonly #file: string;
  readonly #whenNobodyWrites: WhenNobodyWrites;
  readonly #whenEmptying: WhenNobodyWrites;
  #commits = 0;
  #worker: Worker | undefined;
  #running: Promise<void> | undefined;
  #emptying: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** Emptying the log locks the database by itself: `whenEmptying` must not hold that lock, and is the same unless said. */
  constructor(file: string, whenNobodyWrites: WhenNobodyWrites, whenEmptying = whenNobodyWrites) {
    this.#file = file;
    this.#whenNobodyWrites = whenNobodyWrites;
    this.#whenEmptying = whenEmptying;
  }

  countCommits(count: number): void {
    this.#commits += count;
    this.#emptyAfter(emptyWithin);
    if (this.#commits < commitsBetween || this.#running) return;
    this.#commits = 0;
    void this.#run(() => this.#checkpoint());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#emptying);
    await this.#running;
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #emptyAfter(wait: number): void {
    if (this.#isClosed || this.#emptying) return;
    this.#emptying = setTimeout(async () => {
      await this.#running;
      await this.#run(() => this.#empty());
    }, wait).unref();
  }

  #run(work: () => Promise<void>): Promise<void> {
    const running = work()
      // No loss: the log grows until SQLite moves it by itself, and is emptied later.
      .catch(async () => {
        await this.#worker?.terminate();
        this.#worker = undefined;
      })
      .finally(() => {
        if (this.#running === running) this.#running = undefined;
      });
    this.#running = running;
    return running;
  }

  /**
   * Twice: the log starts anew only when all of it has been moved, and under load there is always a commit that
   * the first pass has missed. The second has little to do, so writers are kept waiting for it.
   */
  async #checkpoint(): Promise<void> {
    await this.#pass('passive');
    await this.#whenNobodyWrites(async () => {
      await this.#pass('passive');
    });
  }

  /** What is committed meanwhile sets the clock again. */
  async #empty(): Promise<void> {
    this.#emptying = undefined;
    try {
      await this.#pass('passive');
      await this.#whenEmptying(async () => {
        if ((await this.#pass('truncate')) === 'busy') this.#emptyAfter(emptyAgainAfter);
      });
    } catch (error) {
      this.#emptyAfter(emptyWithin);
      throw error;
    }
  }

  async #pass(mode: 'passive' | 'truncate'): Promise<'done' | 'busy'> {
    this.#worker ??= this.#startWorker();
    const worker = this.#worker;
    const answered = once(worker, 'message') as Promise<['done' | 'busy']>;
    // It keeps the process alive only while somebody waits for it.
    worker.ref();
    worker.postMessage(mode);
    const [answer] = await answered.finally(() => worker.unref());
    return answer;
  }

  #startWorker(): Worker {
    const program = new URL(`./checkpoint-worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(program, { workerData: { file: this.#file }, name: 'checkpoint' });
    // `once` above hears of an error as well; between two passes nobody does.
    worker.on('error', () => {});
    return worker;
  }
}
