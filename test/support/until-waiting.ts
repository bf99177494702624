import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { vi } from 'vitest';
import type { Database } from '../../src/kit/db/index.ts';

/**
 * Waits until so many transactions wait for rows that another one holds. SQLite tells of none: there they wait in this
 * process for the one connection that writes, and come to that in far less than this takes.
 */
export async function untilWaiting({ db, dialect }: Database, count: number): Promise<void> {
  if (dialect === 'sqlite') return setTimeout(500);
  const waiting = sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await vi.waitFor(
    async () => {
      const { rows } = await waiting.execute(db);
      if (rows.length < count) throw new Error(`${rows.length} of ${count} transactions wait.`);
    },
    { timeout: 15_000, interval: 20 },
  );
}
