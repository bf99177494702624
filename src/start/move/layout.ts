import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config/index.ts';
import {
  type ExactDatabase,
  type ExactSqlite,
  openExactSqlite,
  type TableLayout,
} from '../../kit/db/index.ts';
import { migrateDatabase, sqliteFile } from '../open-database.ts';

/**
 * The tables of this version. They come from SQLite, because a PostgreSQL schema may contain tables of other programs.
 * One of the two sides is SQLite; if it doesn't exist yet, an empty one is created temporarily.
 */
export async function readLayout(
  sides: readonly (ExactDatabase | undefined)[],
  config: Config,
): Promise<TableLayout[]> {
  const sqlite = sides.find((side): side is ExactSqlite => side !== undefined && 'layout' in side);
  if (sqlite) return sqlite.layout();
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-layout-'));
  try {
    const empty = { ...config, dataDir, database: { ...config.database, url: '' } };
    await migrateDatabase(empty);
    const database = openExactSqlite(sqliteFile(empty));
    const layout = database.layout();
    await database.close();
    return layout;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
