import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { type Database, inTransaction } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { insertAccount } from '../../people/accounts/store.ts';
import {
  countParameters,
  deletePassword,
  findPassword,
  insertPassword,
  rehashPassword,
  replacePassword,
} from './store.ts';

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
    await insertAccount(tx, row);
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
  test('V15.4.2 of 50 parallel changes of one hash exactly one takes its place', async () => {
    const database = await make();
    const id = await withPassword(database, 'old');
    const versions = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        inTransaction(database.db, (tx) => replacePassword(tx, id, 'old', next(`new-${at}`), 2)),
      ),
    );
    expect(versions.filter((version) => version !== undefined)).toEqual([2]);
    const stored = await findPassword(database.db, id);
    expect(stored).toMatchObject({ hash: `new-${versions.indexOf(2)}`, version: 2, weak: 0, changed_at: 2 });
  });

  test('a rehash keeps the version, and happens only to the hash that was verified', async () => {
    const database = await make();
    const id = await withPassword(database, 'old');
    const rehash = (from: string, to: string) =>
      inTransaction(database.db, (tx) => rehashPassword(tx, id, from, next(to)));
    expect(await rehash('old', 'better')).toBe(true);
    expect(await rehash('old', 'late')).toBe(false);
    expect(await findPassword(database.db, id)).toMatchObject({ hash: 'better', version: 1, changed_at: 1 });
  });

  test('is deleted once, and only if it is the one that was verified', async () => {
    const database = await make();
    const id = await withPassword(database, 'old');
    const remove = (hash: string) => inTransaction(database.db, (tx) => deletePassword(tx, id, hash));
    expect(await remove('another')).toBe(false);
    const racers = await Promise.all(Array.from({ length: 20 }, () => remove('old')));
    expect(racers.filter(Boolean)).toHaveLength(1);
    expect(await findPassword(database.db, id)).toBeUndefined();
  });

  test('is counted by its parameters, in a sample of the oldest and the newest; one that is damaged counts as none', async () => {
    const database = await make();
    const [old, newer] = ['$argon2id$v=19$m=8,t=1,p=1$', '$argon2id$v=19$m=64,t=2,p=1$'];
    for (const parameters of [old, newer, 'damaged', old, newer, 'damaged', old]) {
      await withPassword(database, `${parameters}c2FsdA$aGFzaA`);
    }
    const counted = async (sample: number) => Object.fromEntries(await countParameters(database.db, sample));
    expect(await counted(1)).toEqual({ [old]: 2 });
    expect(await counted(2)).toEqual({ [old]: 2, [newer]: 1 });
    expect(await counted(1000), 'few accounts are in both halves').toEqual({ [old]: 6, [newer]: 4 });
  });
});
