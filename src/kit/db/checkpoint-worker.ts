/** The thread of `checkpointer.ts`: moves the log into the file whenever it is asked to. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const { file } = workerData as { file: string };
const database = new DatabaseSync(file, { timeout: 1000 });
database.exec('pragma synchronous = full');

/** `passive` waits for nobody and holds nobody up. */
const checkpoint = database.prepare('pragma wal_checkpoint(passive)');

parentPort?.on('message', () => {
  checkpoint.get();
  parentPort?.postMessage('done');
});
