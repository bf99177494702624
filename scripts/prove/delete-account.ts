import { join } from 'node:path';
import { sql } from 'kysely';
import { type Database, inTransaction, type Tx } from '../../src/kit/db/index.ts';
import { deleteMailsOf } from '../../src/kit/mail/store.ts';
import { deleteAccount } from '../../src/people/accounts/store.ts';
import { deleteEventsOf } from '../../src/people/events/store.ts';
import { clearLimitsOf } from '../../src/people/limits/store.ts';
import { filledId, openFilled } from './fill-tables.ts';
import { inFolder, withPostgres } from './places.ts';
import type { Numbers, Proof } from './proof.ts';

/** So many are deleted, one after the other, spread over all. */
const deletions = 200;

export const deleteAccountProof: Proof = {
  name: 'delete-account',
  claim:
    'Deleting one of 1,000,000 accounts with all that belongs to it takes at most 1 ms of processor time on SQLite and reads only its own rows on PostgreSQL.',
  unit: 'accounts',
  sizes: { full: 1_000_000, smallest: 2000 },
  async run(wanted) {
    return { ...(await onSqlite(wanted)), ...(await onPostgres(wanted)) };
  },
};

type Wanted = Parameters<Proof['run']>[0];

function onSqlite(wanted: Wanted): Promise<Numbers> {
  return inFolder(async (folder) => {
    const database = await openFilled({ file: join(folder, 'latchkey.sqlite') }, wanted);
    try {
      const { processor, wall } = await deleteSome(database, wanted.size);
      if (processor > 1) throw new Error(`A deletion took ${processor} ms of processor time on SQLite.`);
      return { sqliteProcessorMs: processor, sqliteMedianMs: wall };
    } finally {
      await database.close();
    }
  });
}

function onPostgres(wanted: Wanted): Promise<Numbers> {
  return withPostgres(async (url) => {
    const database = await openFilled({ url, poolSize: 2 }, wanted);
    try {
      await sql`analyze`.execute(database.db);
      const scanned = await rowsScanned(database, filledId(1));
      if (scanned > 0) throw new Error(`A deletion read ${scanned} rows of whole tables on PostgreSQL.`);
      const { wall } = await deleteSome(database, wanted.size);
      return { postgresMedianMs: wall, postgresRowsScanned: scanned };
    } finally {
      await database.close();
    }
  });
}

/** What `DELETE /api/me` does in its transaction. */
async function deleteAll(tx: Tx, id: string): Promise<void> {
  if (!(await deleteAccount(tx, id))) throw new Error(`There is no account ${id}.`);
  await deleteMailsOf(tx, id);
  await deleteEventsOf(tx, id);
  await clearLimitsOf(tx, id);
}

/**
 * What one deletion takes while it holds the writer, in milliseconds: this thread's processor time on average (some
 * kernels count it in steps of 4 ms, so a median would say 0), and the median of the wall time.
 */
async function deleteSome({ db }: Database, size: number): Promise<{ processor: number; wall: number }> {
  const times: number[] = [];
  let processor = 0;
  for (let count = 0; count < deletions; count++) {
    const id = filledId(2 + Math.floor((count * (size - 2)) / deletions));
    await inTransaction(db, async (tx) => {
      const [before, begin] = [process.threadCpuUsage(), performance.now()];
      await deleteAll(tx, id);
      const { user, system } = process.threadCpuUsage(before);
      times.push(performance.now() - begin);
      processor += (user + system) / 1000;
    });
  }
  const wall = times.sort((one, other) => one - other)[deletions / 2] ?? 0;
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return { processor: round(processor / deletions), wall: round(wall) };
}

/** How many rows the deletion of one account reads by going through whole tables. */
function rowsScanned({ db }: Database, id: string): Promise<number> {
  return inTransaction(db, async (tx) => {
    await deleteAll(tx, id);
    const { rows } = await sql<{ count: number }>`
      select coalesce(sum(seq_tup_read), 0)::bigint as count from pg_stat_xact_user_tables`.execute(tx);
    return rows[0]?.count ?? 0;
  });
}
