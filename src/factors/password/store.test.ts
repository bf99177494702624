import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { type Database, inTransaction, migrate, openDatabase } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { migrations } from '../../migrations/index.ts';
import { admitForOperator } from '../../people/accounts/admission.ts';
import { insertAccount } from '../../people/accounts/store.ts';
import { findCosts } from './costs.ts';
import { deletePassword, findPassword, insertPassword, rehashPassword, setPassword } from './store.ts';

async function withPassword({ db }: Database, hash: string) {
  const id = newId();
  await inTransaction(db, async (tx) => {
    const row = {
      id,
      username: id,
      username_key: id,
      data: '{}',
      created_at: 1,
      updated_at: 1,
      last_login_at: null,
    };
    await insertAccount(tx, row, admitForOperator('create'), []);
    await insertPassword(tx, {
      account_id: id,
      hash,
      wraps: null,
      pepper: '',
      weak: 1,
      version: 1,
      changed_at: 1,
    });
  });
  return id;
}

const next = (hash: string) => ({ hash, wraps: null, pepper: '', weak: 0 });

eachDatabase('a stored password', (make) => {
  test('a rehash keeps the version, and happens only to the hash that was verified', async () => {
    const database = await make();
    const id = await withPassword(database, 'old');
    const rehash = (from: string, to: string) =>
      inTransaction(database.db, (tx) => rehashPassword(tx, id, from, next(to)));
    expect(await rehash('old', 'better')).toBe(true);
    expect(await rehash('old', 'late')).toBe(false);
    expect(await findPassword(database.db, id)).toMatchObject({ hash: 'better', version: 1, changed_at: 1 });
  });

  test('is deleted once', async () => {
    const database = await make();
    const id = await withPassword(database, 'old');
    const remove = () => inTransaction(database.db, (tx) => deletePassword(tx, id));
    const racers = await Promise.all(Array.from({ length: 20 }, remove));
    expect(racers.filter(Boolean)).toHaveLength(1);
    expect(await findPassword(database.db, id)).toBeUndefined();
  });

  test('S12 is counted by what it costs, through each way in which a hash comes or goes', async () => {
    const database = await make();
    const { db } = database;
    const [old, newer] = ['m=8,t=1,p=1', 'm=16,t=2,p=1'];
    const phc = (parameters: string, salt = 'c2FsdA') => `$argon2id$v=19$${parameters}$${salt}$aGFzaA`;
    const counted = async () => {
      const rows = await db.selectFrom('password_costs').selectAll().execute();
      return Object.fromEntries(
        rows.map(({ recipe, parameters, count }) => [`${recipe} ${parameters}`, count]),
      );
    };
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await withPassword(database, phc(old)));
    await withPassword(database, 'damaged');
    expect(await counted()).toEqual({ [`argon2id ${old}`]: 5 });

    const [one = '', two = '', three = '', four = ''] = ids;
    const change = (work: Parameters<typeof inTransaction>[1]) => inTransaction(db, work);
    await change((tx) => setPassword(tx, one, next(phc(newer)), 2));
    await change((tx) => setPassword(tx, one, next(phc(newer)), 2));
    await change((tx) => rehashPassword(tx, two, phc(old), next(phc(newer))));
    await change((tx) => setPassword(tx, three, next(phc(newer)), 2));
    await change((tx) => rehashPassword(tx, three, phc(newer), next(phc(newer, 'c2FsdDI'))));
    expect(await counted()).toEqual({ [`argon2id ${old}`]: 2, [`argon2id ${newer}`]: 3 });

    await change((tx) => deletePassword(tx, four));
    await change((tx) => deletePassword(tx, four));
    const undone = change(async (tx) => {
      await deletePassword(tx, one);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await counted()).toEqual({ [`argon2id ${old}`]: 1, [`argon2id ${newer}`]: 3 });

    await Promise.all(ids.slice(0, 3).map((id) => change((tx) => deletePassword(tx, id))));
    expect(await findCosts(db)).toEqual([{ recipe: 'argon2id', parameters: old }]);
  });

  test('S12 that 0.1.0 has written is counted by the migration, in pages', async () => {
    const database = openDatabase(await make.location());
    try {
      const before = migrations.filter(({ name }) => name < '0017');
      await migrate(database, before, 0);
      const rows = Array.from({ length: 5003 }, (_, at) => ({
        id: `id-${String(at).padStart(5, '0')}`,
        hash: at === 7 ? 'damaged' : `$argon2id$v=19$m=${at % 2 ? 8 : 16},t=1,p=1$c2FsdA$aGFzaA`,
      }));
      for (let at = 0; at < rows.length; at += 500) {
        const page = rows.slice(at, at + 500);
        await sql`insert into accounts (id, username, username_key, data, data_version, created_at, updated_at)
          values ${sql.join(page.map(({ id }) => sql`(${id}, ${id}, ${id}, '{}', 1, 0, 0)`))}`.execute(
          database.db,
        );
        await sql`insert into passwords (account_id, hash, pepper, weak, version, changed_at)
          values ${sql.join(page.map(({ id, hash }) => sql`(${id}, ${hash}, '', 0, 1, 0)`))}`.execute(
          database.db,
        );
      }
      await migrate(database, migrations, 0);
      const counted = await database.db
        .selectFrom('password_costs')
        .selectAll()
        .orderBy('parameters')
        .execute();
      expect(counted.map(({ parameters, count }) => [parameters, count])).toEqual([
        ['m=16,t=1,p=1', 2502],
        ['m=8,t=1,p=1', 2500],
      ]);
    } finally {
      await database.close();
    }
  });
});
