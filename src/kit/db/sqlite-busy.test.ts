import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inTransaction, openDatabase } from './index.ts';

test('a write waits for another process that writes, and the event loop does not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-busy-'));
  const file = join(folder, 'busy.sqlite');
  const database = openDatabase({ file });
  const other = new DatabaseSync(file);
  try {
    await sql`create table notes (text text)`.execute(database.db);
    other.exec('begin immediate');
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const alone = sql`insert into notes values ('alone')`.execute(database.db);
    const inside = inTransaction(database.db, (tx) => sql`insert into notes values ('inside')`.execute(tx));
    await pause(600);
    delay.disable();
    // SQLite itself would wait for seconds; a busy machine stalls the loop for some hundred milliseconds.
    expect(delay.max / 1e6, 'longest stall in milliseconds').toBeLessThan(1500);
    other.exec('commit');
    await Promise.all([alone, inside]);
    const { rows } = await sql<{ text: string }>`select text from notes`.execute(database.db);
    expect(rows.map(({ text }) => text).sort()).toEqual(['alone', 'inside']);
  } finally {
    other.close();
    await database.close();
    rmSync(folder, { recursive: true });
  }
});
