import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { type Database, inTransaction } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { admitForOperator } from './admission.ts';
import {
  createAccountReader,
  deleteAccount,
  findAccount,
  findData,
  insertAccount,
  writeData,
} from './store.ts';

const add = ({ db }: Database, id: string, key: string) =>
  inTransaction(db, (tx) =>
    insertAccount(
      tx,
      {
        id,
        username: key.toUpperCase(),
        username_key: key,
        data: '{}',
        created_at: 5,
        updated_at: 5,
        last_login_at: null,
      },
      admitForOperator('create'),
      [],
    ),
  );

eachDatabase('stored accounts', (make) => {
  test('V15.4.2 a key is given once, to one of 50 racers', async () => {
    const database = await make();
    const added = await Promise.all(Array.from({ length: 50 }, () => add(database, newId(), 'soham')));
    expect(added.filter(Boolean)).toHaveLength(1);
    expect(await createAccountReader(database).findByKey('soham')).toMatchObject({
      username: 'SOHAM',
      created_at: 5,
    });
  });

  test('what nobody has is found by no key, a NUL and half a character included', async () => {
    const { findByKey } = createAccountReader(await make());
    for (const key of ['nobody', '', '\0', 'a\0b', '\ud800', '%', '_', "' or 1=1"]) {
      expect(await findByKey(key)).toBeUndefined();
    }
  });

  test('the document is written over the version that was read, by one of 50 writers', async () => {
    const database = await make();
    const id = newId();
    await add(database, id, 'writer');
    const versions = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        writeData(database.db, id, { data: `{"at":${at}}`, now: 9, fields: [], expected: 1 }),
      ),
    );
    expect(versions.filter((version) => version !== undefined)).toEqual([2]);
    expect(await findData(database.db, id)).toEqual({
      data: `{"at":${versions.indexOf(2)}}`,
      data_version: 2,
    });
    expect(await writeData(database.db, id, { data: '[]', now: 10, fields: [] })).toBe(3);
    expect((await findAccount(database.db, id))?.updated_at).toBe(10);
    expect(await writeData(database.db, newId(), { data: '[]', now: 10, fields: ['/name'] })).toBeUndefined();
  });

  test('one is deleted once', async () => {
    const database = await make();
    const id = newId();
    await add(database, id, 'leaver');
    const racers = await Promise.all(
      Array.from({ length: 10 }, () => inTransaction(database.db, (tx) => deleteAccount(tx, id))),
    );
    expect(racers.filter(Boolean)).toHaveLength(1);
  });
});
