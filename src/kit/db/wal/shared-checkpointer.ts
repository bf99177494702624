import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { isBusy } from '../sqlite.ts';
import { Checkpointer, type WhenNobodyWrites } from './checkpointer.ts';

/**
 * A checkpointer for a file that several processes write to. Those are kept waiting by SQLite's own lock, for the second
 * pass alone; emptying the log takes that lock by itself.
 */
export function createSharedCheckpointer(file: string): Checkpointer {
  return new Checkpointer(file, holdWriters(file), (work) => work());
}

/** On a connection that waits for nobody: the event loop goes on meanwhile. */
const holdWriters =
  (file: string): WhenNobodyWrites =>
  async (work) => {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      await beginWriting(database);
      await work();
    } finally {
      // Rolls back what nothing was written in.
      database.close();
    }
  };

async function beginWriting(database: DatabaseSync): Promise<void> {
  for (;;) {
    try {
      return database.exec('begin immediate');
    } catch (error) {
      if (!isBusy(error)) throw error;
      await pause(1);
    }
  }
}
