import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { type Database, inTransaction } from '../../kit/db/index.ts';
import { checkOf, setCheck } from '../installation/index.ts';
import { appendAudit, rotateAuditKey, verifyAudit } from './index.ts';

const client = { address: '', device: 'latchkey secret rotate' };

const append = ({ db }: Database, secretKey: string) =>
  inTransaction(db, (tx) =>
    appendAudit(
      tx,
      { secretKey },
      {
        ...{ actor: { kind: 'person', id: 'ada' }, act: 'data-read', target: null, reason: null },
        ...{ requestId: null, client, at: 1 },
      },
    ),
  );

const rotate = ({ db }: Database, from: string | undefined, to: string) =>
  inTransaction(db, async (tx) => {
    await setCheck(tx, 'secretKey', checkOf(to));
    await rotateAuditKey(tx, { from, to }, { client, at: 2 });
  });

const [first, second, third] = ['the first secret key', 'the second secret key', 'the third secret key'];

eachDatabase('the audit log under a new secret key', (make) => {
  /** Two rows under the first key, one under the second, and what says that it was rotated, twice. */
  async function rotatedTwice() {
    const database = await make();
    await append(database, first);
    const kept = await append(database, first);
    await rotate(database, first, second);
    await append(database, second);
    await rotate(database, second, third);
    return { database, kept };
  }

  test('stays verifiable from its first row on, and a rotation is done once', async () => {
    const { database, kept } = await rotatedTwice();
    await rotate(database, second, third);
    const { db } = database;
    const acts = await db.selectFrom('audit').select('act').orderBy('seq').execute();
    const rotated = 'secret-key-rotated';
    expect(acts.map(({ act }) => act)).toEqual(['data-read', 'data-read', rotated, 'data-read', rotated]);
    const whole = { outcome: 'whole', head: { seq: 5 }, unchecked: 0 };
    expect(await verifyAudit({ db, secretKey: third }, kept)).toMatchObject(whole);
    const keys = await db.selectFrom('audit_keys').selectAll().orderBy('last_seq').execute();
    expect(keys.map(({ last_seq }) => last_seq)).toEqual([2, 4]);
    for (const key of [first, second]) {
      expect(await verifyAudit({ db, secretKey: key })).toMatchObject({ outcome: 'broken' });
    }
  });

  test('goes on when the old one was lost, and says how many rows nobody can check', async () => {
    const { database, kept } = await rotatedTwice();
    const next = 'the key after the lost one';
    await rotate(database, undefined, next);
    const head = await append(database, next);
    const { db } = database;
    const whole = { outcome: 'whole', head, first: 1, unchecked: 5 };
    expect(await verifyAudit({ db, secretKey: next }, kept)).toEqual(whole);
    await db.deleteFrom('audit').where('seq', '=', 3).execute();
    expect(await verifyAudit({ db, secretKey: next })).toMatchObject({ seq: 3, why: 'missing' });
  });

  test('shows a key that was taken away, or that somebody says was lost', async () => {
    const { database } = await rotatedTwice();
    const { db } = database;
    const services = { db, secretKey: third };
    await db.updateTable('audit_keys').set({ sealed: null }).where('last_seq', '=', 2).execute();
    expect(await verifyAudit(services)).toEqual({ outcome: 'broken', seq: 3, why: 'key-missing' });
    await db.deleteFrom('audit_keys').execute();
    expect(await verifyAudit(services)).toEqual({ outcome: 'broken', seq: 1, why: 'changed' });
    await db.insertInto('audit_keys').values({ last_seq: 5, sealed: null }).execute();
    expect(await verifyAudit(services)).toEqual({ outcome: 'broken', seq: 1, why: 'key-missing' });
  });

  test('does not make whole what was changed before', async () => {
    const database = await make();
    const { db } = database;
    const [kept] = [await append(database, first), await append(database, first)];
    await db.deleteFrom('audit').where('seq', '=', 2).execute();
    await db.updateTable('audit_head').set(kept).execute();
    await rotate(database, first, second);
    expect(await verifyAudit({ db, secretKey: second })).toEqual({ outcome: 'broken', seq: 2, why: 'noted' });
  });
});
