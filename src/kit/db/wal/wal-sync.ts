import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Brings what SQLite has committed onto the disk: the same as `pragma synchronous = full`, but on the thread pool,
 * and once for all commits that wait together. Whoever awaits `sync` before telling of a commit has told of nothing
 * that a power cut can take back, such as a used code or an ended session.
 * Only the -wal file is held open: SQLite's locks, which closing any handle would drop, lie on the other files.
 */
export class WalSync {
  readonly #file: string;
  #wal: FileHandle | undefined;
  #last: Promise<void> = Promise.resolve();
  #notBegun: Promise<void> | undefined;

  constructor(databaseFile: string) {
    this.#file = databaseFile;
  }

  /** Resolves when everything that was committed before the call is on the disk. */
  sync(): Promise<void> {
    // One that has begun may have missed this commit; one that has not will take it along.
    this.#notBegun ??= this.#after(this.#last);
    return this.#notBegun;
  }

  async close(): Promise<void> {
    await this.#last.catch(() => {});
    await this.#wal?.close();
    this.#wal = undefined;
  }

  #after(last: Promise<void>): Promise<void> {
    this.#last = last
      .catch(() => {})
      .then(async () => {
        this.#notBegun = undefined;
        this.#wal ??= await this.#open();
        await this.#wal.datasync();
      });
    return this.#last;
  }

  async #open(): Promise<FileHandle> {
    const wal = await open(`${this.#file}-wal`, 'r+');
    if (process.platform === 'win32') return wal;
    // The file is new: after a power cut a folder that was not synced may not know of it.
    const folder = await open(dirname(this.#file));
    await folder.sync().finally(() => folder.close());
    return wal;
  }
}
