/** The thread of `checkpointer.ts`: moves the log into the file whenever it is asked to. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const { file } = workerData as { file: string };
const database = new DatabaseSync(file, { timeout: 1000 });
database.exec('pragma synchronous = full');

const checkpoints = {
  /** Waits for nobody and holds nobody up. */
  passive: database.prepare('pragma wal_checkpoint(passive)'),
  /** Empties the log too; waits for readers, and says so when they take too long. */
  truncate: database.prepare('pragma wal_checkpoint(truncate)'),
};

parentPort?.on('message', (mode: keyof typeof checkpoints) => {
  parentPort?.postMessage(checkpoints[mode].get()?.busy === 0 ? 'done' : 'busy');
});
