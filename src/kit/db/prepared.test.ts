import { type RawBuilder, sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { prepared } from './prepared.ts';
import { inTransaction, inTransactionSyncedLater } from './transaction.ts';

interface Line {
  key: string;
  count: number;
}

const write = prepared((db, line: Line) =>
  db
    .insertInto('limits')
    .values({ key: line.key, account_id: null, count: line.count, blocked_until: 7, expires_at: line.count }),
);
const read = prepared((db, { key }: { key: string }) =>
  db.selectFrom('limits').select(['count', 'blocked_until', 'expires_at']).where('key', '=', key),
);

eachDatabase('a prepared query', (make) => {
  test('is built once, and each run has its own values, also one that stands in two places', async () => {
    let built = 0;
    const twice = prepared((db, { count }: { count: number }) => {
      built += 1;
      return db
        .selectFrom('limits')
        .select('key')
        .where(sql<boolean>`count = ${count} and expires_at = ${count}`);
    });
    const { db } = await make();
    await write(db, { key: 'a', count: 1 });
    await write(db, { key: 'b', count: 2 });
    expect(await read(db, { key: 'a' })).toEqual([{ count: 1, blocked_until: 7, expires_at: 1 }]);
    expect(await read(db, { key: 'b' })).toEqual([{ count: 2, blocked_until: 7, expires_at: 2 }]);
    expect(await read(db, { key: 'c' })).toEqual([]);
    expect([await twice(db, { count: 1 }), await twice(db, { count: 2 })]).toEqual([
      [{ key: 'a' }],
      [{ key: 'b' }],
    ]);
    expect(built).toBe(1);
  });

  test('has no limit that is a parameter: SQLite would plan it anew each time', async () => {
    const limited = (most: number | RawBuilder<number>) =>
      prepared((db) => db.selectFrom('limits').select('key').limit(most));
    const { db } = await make.shared();
    await expect(limited(1)(db, {})).rejects.toThrow('Write the limit into the SQL');
    expect(await limited(sql<number>`1`)(db, {})).toEqual([]);
  });

  test('belongs to the transaction that it is given: it sees what that wrote, and is undone with it', async () => {
    const { db } = await make();
    const undone = inTransaction(db, async (tx) => {
      await write(tx, { key: 'a', count: 1 });
      expect(await read(tx, { key: 'a' })).toHaveLength(1);
      expect(await read(db, { key: 'a' }), 'nobody else sees it').toEqual([]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await read(db, { key: 'a' })).toEqual([]);
  });

  test('of a transaction that is over does nothing, whoever else writes meanwhile', async () => {
    const { db } = await make();
    let late = async () => {};
    const undone = inTransaction(db, async (tx) => {
      late = () => write(tx, { key: 'late', count: 1 }).then(() => undefined);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await inTransaction(db, async (tx) => {
      await write(tx, { key: 'other', count: 1 });
      await expect(late()).rejects.toThrow('over');
    });
    await expect(late()).rejects.toThrow('over');
    expect([await read(db, { key: 'late' }), await read(db, { key: 'other' })]).toMatchObject([[], [{}]]);
  });

  test('a transaction whose sync may wait is seen at once, and undone like any other', async () => {
    const { db } = await make();
    await inTransactionSyncedLater(db, (tx) => write(tx, { key: 'a', count: 1 }));
    expect(await read(db, { key: 'a' })).toHaveLength(1);
    const undone = inTransactionSyncedLater(db, async (tx) => {
      await write(tx, { key: 'b', count: 1 });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await read(db, { key: 'b' })).toEqual([]);
  });
});
