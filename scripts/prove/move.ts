import { join } from 'node:path';
import {
  type ExactDatabase,
  type ExactSqlite,
  openExactPostgres,
  openExactSqlite,
} from '../../src/kit/db/index.ts';
import { moveData, movedTables, rowsIn, type Survey, survey } from '../../src/operate/move/index.ts';
import { openFilled } from './fill-tables.ts';
import { inFolder, withPostgres } from './places.ts';
import type { Numbers, Proof } from './proof.ts';

/** What a move may take beyond the process itself, however much is moved: a page of each side, and the driver's buffers. */
const mostMegabytes = 200;

export const moveProof: Proof = {
  name: 'move-100000',
  claim:
    'A move of 100,000 accounts to PostgreSQL and back leaves every table as it was, and takes no more memory than a move of a few.',
  unit: 'accounts',
  sizes: { full: 100_000, smallest: 2000 },
  run: ({ size, say }) =>
    inFolder((folder) => withPostgres((url) => thereAndBack({ folder, url, size, say }))),
};

interface Way {
  readonly folder: string;
  readonly url: string;
  readonly size: number;
  say(line: string): void;
}

async function thereAndBack({ folder, url, size, say }: Way): Promise<Numbers> {
  const [source, back] = [join(folder, 'source.sqlite'), join(folder, 'back.sqlite')];
  const places = [
    [{ file: source }, size],
    [{ file: back }, 0],
    [{ url, poolSize: 1 }, 0],
  ] as const;
  for (const [place, accounts] of places) await (await openFilled(place, { size: accounts, say })).close();
  const there = await moved(openExactSqlite(source), await openExactPostgres(url));
  say(`to PostgreSQL: ${there.seconds} s`);
  const again = await moved(await openExactPostgres(url), openExactSqlite(back));
  say(`back: ${again.seconds} s`);
  const [before, after] = [await sumOf(source), await sumOf(back)];
  if (JSON.stringify(before) !== JSON.stringify(after)) throw new Error('The tables are not as they were.');
  const rows = rowsIn(before);
  const peak = Math.max(there.megabytes, again.megabytes);
  if (peak > mostMegabytes) throw new Error(`A move took ${peak} MB.`);
  return {
    rows,
    toPostgresSeconds: there.seconds,
    toPostgresRowsPerSecond: Math.round(rows / there.seconds),
    toSqliteSeconds: again.seconds,
    toSqliteRowsPerSecond: Math.round(rows / again.seconds),
    memoryGrowthMB: peak,
  };
}

/** How long a move takes, its second reading of both sides included, and by how much the process grows at most. */
async function moved(
  source: ExactDatabase,
  target: ExactDatabase,
): Promise<{ seconds: number; megabytes: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const begin = performance.now();
  try {
    const sqlite = [source, target].find((side): side is ExactSqlite => 'layout' in side);
    if (!sqlite) throw new Error('One side is SQLite.');
    const { outcome } = await moveData({
      source,
      target,
      tables: movedTables(sqlite.layout()),
      names: { source: 'the source', target: 'the target' },
      dryRun: false,
      now: Date.now(),
      onProgress: () => {
        most = Math.max(most, process.memoryUsage().rss);
      },
    });
    if (outcome !== 'moved') throw new Error(`The move ended with: ${outcome}.`);
  } finally {
    await source.close();
    await target.close();
  }
  const seconds = Math.round((performance.now() - begin) / 100) / 10;
  return { seconds: Math.max(seconds, 0.1), megabytes: Math.round((most - before) / 1e6) };
}

async function sumOf(file: string): Promise<Survey> {
  const database = openExactSqlite(file);
  try {
    return await survey(database, movedTables(database.layout()));
  } finally {
    await database.close();
  }
}
