import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseLocation, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { startPostgres } from '../../test/support/postgres.ts';

/** src/migrations/schema.sqlite.sql: what all migrations together make of an empty file. */
export async function makeSqliteSchema(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-schema-'));
  try {
    return await schemaOf({ file: join(folder, 'schema.sqlite') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** src/migrations/schema.postgres.sql: the same on a PostgreSQL that is started for it. */
export async function makePostgresSchema(): Promise<string> {
  const postgres = await startPostgres();
  try {
    return await schemaOf({ url: postgres.url, poolSize: 2 });
  } finally {
    await postgres.stop();
  }
}

async function schemaOf(location: DatabaseLocation): Promise<string> {
  const database = openDatabase(location);
  try {
    await migrate(database, migrations, 0);
    return await database.dumpSchema();
  } finally {
    await database.close();
  }
}
