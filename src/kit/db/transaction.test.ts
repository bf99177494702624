import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { admitForOperator } from '../../people/accounts/admission.ts';
import { findAccount, insertAccount } from '../../people/accounts/store.ts';
import { newId } from '../ids.ts';
import { inTransaction } from './index.ts';

const admission = admitForOperator('create');

const account = (id: string) => ({
  id,
  username: id,
  username_key: id,
  data: '{}',
  created_at: 1,
  updated_at: 1,
  last_login_at: null,
});

eachDatabase('a transaction', (make) => {
  test('V2.3.3 keeps all that was done in it, or nothing', async () => {
    const { db } = await make();
    const [kept, lost] = [newId(), newId()];
    await inTransaction(db, (tx) => insertAccount(tx, account(kept), admission, []));
    const failing = inTransaction(db, async (tx) => {
      await insertAccount(tx, account(lost), admission, []);
      throw new Error('after the first write');
    });
    await expect(failing).rejects.toThrow('after the first write');
    expect(await findAccount(db, kept)).toBeDefined();
    expect(await findAccount(db, lost)).toBeUndefined();
  });

  test('works after one that failed in the database itself', async () => {
    const { db } = await make();
    await expect(inTransaction(db, (tx) => sql`select * from nowhere`.execute(tx))).rejects.toThrow();
    const id = newId();
    await inTransaction(db, (tx) => insertAccount(tx, account(id), admission, []));
    expect(await findAccount(db, id)).toBeDefined();
  });

  test('30 at once lose nothing', async () => {
    const { db } = await make();
    const id = newId();
    await inTransaction(db, (tx) => insertAccount(tx, account(id), admission, []));
    const add = sql`update accounts set data_version = data_version + 1 where id = ${id}`;
    await Promise.all(Array.from({ length: 30 }, () => inTransaction(db, (tx) => add.execute(tx))));
    const row = await db
      .selectFrom('accounts')
      .select('data_version')
      .where('id', '=', id)
      .executeTakeFirst();
    expect(row?.data_version).toBe(31);
  });

  test('answers numbers as numbers, up to the last time that a date can hold', async () => {
    const { db } = await make();
    const id = newId();
    await inTransaction(db, (tx) =>
      insertAccount(tx, { ...account(id), created_at: 8_640_000_000_000_000 }, admission, []),
    );
    expect((await findAccount(db, id))?.created_at).toBe(8_640_000_000_000_000);
  });

  test('V1.2.4 what a value holds is never read as SQL', async () => {
    const { db } = await make();
    const nasty = "x'); drop table accounts; --";
    await inTransaction(db, (tx) =>
      insertAccount(tx, { ...account(newId()), username_key: nasty }, admission, []),
    );
    const row = await db
      .selectFrom('accounts')
      .select('username_key')
      .where('username_key', '=', nasty)
      .execute();
    expect(row).toEqual([{ username_key: nasty }]);
  });
});

eachDatabase('a database', (make) => {
  test('says which errors mean that it is away', async () => {
    const database = await make();
    const wrong = await sql`select * from nowhere`.execute(database.db).catch((error: unknown) => error);
    expect(database.isAway(wrong)).toBe(false);
    expect(database.isAway(new Error('something else'))).toBe(false);
    expect(database.isAway(undefined)).toBe(false);
    const away =
      database.dialect === 'sqlite'
        ? [
            Object.assign(new Error('database is locked'), { errcode: 5 }),
            Object.assign(new Error('full'), { errcode: 13 }),
          ]
        : ['57P01', '53300', '08006', '40P01', '40001', 'ECONNREFUSED'].map((code) =>
            Object.assign(new Error('of the server'), { code }),
          );
    for (const error of away) expect(database.isAway(error), JSON.stringify(error)).toBe(true);
  });
});
