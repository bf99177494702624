import { sql } from 'kysely';
import pg from 'pg';
import { inject, vi } from 'vitest';
import type { Database } from '../../src/kit/db/index.ts';

/** Does something to a PostgreSQL server from outside of the database that is in trouble. */
export async function asAdmin(act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}

const nameOf = async ({ db }: Database): Promise<string> =>
  (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]?.name ?? '';

/** Has a database take no writes, as after a failover; answers what ends that. */
export async function makeReadOnly(database: Database): Promise<() => Promise<unknown>> {
  const { db, dialect } = database;
  if (dialect === 'sqlite') {
    await sql`pragma query_only = on`.execute(db);
    return () => sql`pragma query_only = off`.execute(db);
  }
  const name = await nameOf(database);
  const set = (how: string) =>
    asAdmin(async (client) => {
      await client.query(`alter database ${name} ${how}`);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    });
  // The connections that were ended are noticed one by one.
  const untilTrouble = (expected: string | undefined) =>
    vi.waitFor(async () => {
      const write = sql`update accounts set id = id where false`.execute(db);
      const trouble = await write.then(
        () => undefined,
        (error: unknown) => database.troubleOf(error) ?? 'another',
      );
      if (trouble !== expected) throw new Error(`The database is ${trouble ?? 'well'}.`);
    });
  await set('set default_transaction_read_only = on');
  await untilTrouble('read-only');
  return async () => {
    await set('reset default_transaction_read_only');
    await untilTrouble(undefined);
  };
}
