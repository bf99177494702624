import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import type { Database, Db } from './database.ts';
import { holdFreeRows, holdRows } from './hold-rows.ts';
import { inTransaction } from './transaction.ts';

const racers = 20;

eachDatabase('rows that a transaction holds', (make) => {
  let database: Database;
  beforeAll(async () => {
    database = await make();
  });

  /** A row of any table serves: `spent_challenges` has two columns and belongs to nobody. */
  const insert = (id: string, count = 0) =>
    database.db.insertInto('spent_challenges').values({ id, expires_at: count }).execute();
  const query = (db: Db, id: string) => db.selectFrom('spent_challenges').selectAll().where('id', '=', id);
  const countOf = async (id: string) => (await query(database.db, id).executeTakeFirstOrThrow()).expires_at;

  test(`are read by one of ${racers} at a time, each of whom sees what the one before wrote`, async () => {
    await insert('raced');
    const seen = await Promise.all(
      Array.from({ length: racers }, () =>
        inTransaction(database.db, async (tx) => {
          const { expires_at: count } = await holdRows(tx, query(tx, 'raced')).executeTakeFirstOrThrow();
          // The window in which another would read the same, if it could.
          await setTimeout(2);
          await sql`update spent_challenges set expires_at = ${count + 1} where id = 'raced'`.execute(tx);
          return count;
        }),
      ),
    );
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: racers }, (_, n) => n));
    expect(await countOf('raced')).toBe(racers);
  });

  test('are passed over by a sweep, which takes the others and waits for nobody', async () => {
    await Promise.all([insert('held', 1), insert('free', 1)]);
    let swept: string[] = [];
    const sweep = () =>
      inTransaction(database.db, async (tx) => {
        const due = tx.selectFrom('spent_challenges').select('id').where('expires_at', '=', 1);
        swept = (await holdFreeRows(tx, due).execute()).map(({ id }) => id);
      });
    let sweeping = Promise.resolve();
    const whenSwept = await inTransaction(database.db, async (tx) => {
      await holdRows(tx, query(tx, 'held')).execute();
      sweeping = sweep();
      // SQLite has one writer, so there the sweep can only begin afterwards.
      if (make.dialect === 'postgres') await sweeping;
      return [...swept];
    });
    await sweeping;
    if (make.dialect === 'postgres') expect(whenSwept).toEqual(['free']);
    else expect(swept.toSorted()).toEqual(['free', 'held']);
  });
});
