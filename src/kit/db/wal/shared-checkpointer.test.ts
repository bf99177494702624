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
    const size = () => statSync(`${file}-wal`).size;
    let count = 0;
    const write = async (rows: number) => {
      for (const end = count + rows; count < end; count += 1) {
        const { db } = count % 10 === 0 ? primary : worker;
        await sql`insert into notes values (${text})`.execute(db);
      }
    };
    // Written from its beginning again, it doesn't grow. SQLite would move it by itself at 64 MB, which are 7,500 rows.
    let hasBegunAnew = false;
    while (!hasBegunAnew && count < 6000) {
      await write(100);
      const before = size();
      await write(100);
      hasBegunAnew = size() === before;
    }
    expect(hasBegunAnew).toBe(true);
    expect(told).toBe(count * 0.9);
    const { rows } = await sql<{ count: number }>`select count(*) as count from notes`.execute(worker.db);
    expect(rows).toEqual([{ count }]);
  } finally {
    await worker.close();
    await primary.close();
    rmSync(folder, { recursive: true });
  }
});
