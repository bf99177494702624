import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../index.ts';
import { createSharedCheckpointer } from './shared-checkpointer.ts';

test('the log of two who write stays bounded, although one of them moves it alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-shared-'));
  const file = join(folder, 'shared.sqlite');
  const commits = createSharedCheckpointer(file);
  const primary = openDatabase({ file, commits });
  let told = 0;
  const worker = openDatabase({
    file,
    commits: {
      countCommits(count) {
        told += count;
        commits.countCommits(count);
      },
      async close() {},
    },
  });
  try {
    await sql`create table notes (text text)`.execute(primary.db);
    const text = 'x'.repeat(8000);
    for (let count = 0; count < 6000; count += 1) {
      const { db } = count % 10 === 0 ? primary : worker;
      await sql`insert into notes values (${text})`.execute(db);
    }
    expect(told).toBe(5400);
    // Unmoved it would be more than 60 MB, where SQLite moves it by itself.
    expect(statSync(`${file}-wal`).size).toBeLessThan(30_000_000);
    const { rows } = await sql<{ count: number }>`select count(*) as count from notes`.execute(worker.db);
    expect(rows).toEqual([{ count: 6000 }]);
  } finally {
    await worker.close();
    await primary.close();
    rmSync(folder, { recursive: true });
  }
});
