import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { type Database, type Db, inTransaction } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import { createLogger } from '../../kit/log.ts';
import { appendAudit, cutAudit, reportHead, rotateAuditKey, verifyAudit } from './index.ts';

const secretKey = 'a-key-of-tests-that-nobody-else-has';
const keep = days(730);
const client = { address: '', device: '' };

function listen() {
  const lines: { msg: string; seq?: number }[] = [];
  const log = createLogger({ level: 'info', format: 'json', write: (line) => lines.push(JSON.parse(line)) });
  return { log, lines };
}

const append = ({ db }: Database, at: number, key = secretKey) =>
  inTransaction(db, (tx) =>
    appendAudit(
      tx,
      { secretKey: key },
      {
        ...{ actor: { kind: 'person', id: 'ada' }, act: 'data-read', target: null, reason: null },
        ...{ requestId: null, client, at },
      },
    ),
  );

const seqs = async (db: Db) =>
  (await db.selectFrom('audit').select('seq').orderBy('seq').execute()).map(({ seq }) => seq);

eachDatabase('the beginning of the audit log', (make) => {
  const cut = (db: Db, now: number) => cutAudit({ db, secretKey, log: listen().log }, { keep, now });

  test('is cut off once it is a month late, and the chain stays whole', async () => {
    const database = await make();
    const { db } = database;
    const heads = [];
    for (const at of [1, 2, 3, days(31), days(40)]) heads.push(await append(database, at));
    await cut(db, keep + days(30));
    expect(await seqs(db), 'kept until then').toEqual([1, 2, 3, 4, 5]);
    const now = keep + days(30) + 1;
    await Promise.all([cut(db, now), cut(db, now)]);
    expect(await seqs(db)).toEqual([4, 5, 6]);
    const services = { db, secretKey };
    expect(await verifyAudit(services)).toMatchObject({ outcome: 'whole', first: 4, head: { seq: 6 } });
    const outcomes = [];
    for (const head of heads) outcomes.push((await verifyAudit(services, head)).outcome);
    expect(outcomes).toEqual(['too-old', 'too-old', 'whole', 'whole', 'whole']);
    const forged = { seq: 3, hash: '0'.repeat(64) };
    expect(await verifyAudit(services, forged), 'the last that was cut off').toMatchObject({
      outcome: 'other',
    });
    await cut(db, keep + days(100));
    expect(await seqs(db)).toEqual([6, 7]);
    expect(await verifyAudit(services)).toMatchObject({ outcome: 'whole', first: 6 });
  });

  test('takes the keys along that nothing else was written under', async () => {
    const database = await make();
    const { db } = database;
    await append(database, 1, 'an earlier key');
    const rotated = { from: 'an earlier key', to: secretKey };
    await inTransaction(db, (tx) => rotateAuditKey(tx, rotated, { client, at: days(40) }));
    await cut(db, keep + days(31));
    expect(await seqs(db)).toEqual([2, 3]);
    expect(await db.selectFrom('audit_keys').selectAll().execute()).toEqual([]);
    expect(await verifyAudit({ db, secretKey })).toMatchObject({ outcome: 'whole', first: 2 });
  });

  test('stays where somebody gave rows an old time, and no one else can cut it off', async () => {
    const database = await make();
    const { db } = database;
    for (const at of [1, 2, days(800), days(800)]) await append(database, at);
    await db.updateTable('audit').set({ at: 3 }).where('seq', '>', 2).execute();
    await cut(db, days(801));
    expect(await seqs(db)).toEqual([3, 4, 5]);
    expect(await verifyAudit({ db, secretKey })).toEqual({ outcome: 'broken', seq: 3, why: 'changed' });
    await db.deleteFrom('audit').where('seq', '<', 5).execute();
    expect(await verifyAudit({ db, secretKey })).toMatchObject({
      outcome: 'broken',
      why: 'beginning-missing',
    });
  });
});

eachDatabase('the beginning of the audit log, where nobody can check it', (make) => {
  const cut = (db: Db, now: number) => cutAudit({ db, secretKey, log: listen().log }, { keep, now });

  test('is cut off when the row is old that says that its key was lost, whatever times its rows have', async () => {
    const database = await make();
    const { db } = database;
    const lost = 'a key that was lost';
    for (const at of [1, 2]) await append(database, at, lost);
    await inTransaction(db, (tx) =>
      rotateAuditKey(tx, { from: undefined, to: secretKey }, { client, at: days(40) }),
    );
    await cut(db, keep + days(35));
    expect(await seqs(db)).toEqual([1, 2, 3]);
    await cut(db, keep + days(40));
    expect(await seqs(db), 'the newest row stays, for the next one to follow').toEqual([3, 4]);
    expect(await verifyAudit({ db, secretKey })).toMatchObject({ outcome: 'whole', first: 3 });
  });

  test('stays where somebody says without the key that it was lost', async () => {
    const database = await make();
    const { db } = database;
    for (const at of [days(800), days(800), days(800)]) await append(database, at);
    await db.updateTable('audit').set({ at: 1 }).where('seq', '<', 3).execute();
    await db.insertInto('audit_keys').values({ last_seq: 2, sealed: null }).execute();
    await cut(db, days(801));
    expect(await seqs(db)).toEqual([1, 2, 3]);
    expect(await verifyAudit({ db, secretKey })).toMatchObject({ outcome: 'broken', why: 'key-missing' });
  });
});

eachDatabase('the head of the audit log', (make) => {
  test('is told to the log of each process once, whoever has written the row', async () => {
    const database = await make();
    const { db } = database;
    const { log, lines } = listen();
    await reportHead({ db, log });
    expect(lines).toEqual([]);
    await inTransaction(db, (tx) =>
      appendAudit(
        tx,
        { secretKey, log },
        {
          ...{ actor: { kind: 'person', id: 'ada' }, act: 'data-read', target: null, reason: null },
          ...{ requestId: null, client, at: 1 },
        },
      ),
    );
    await reportHead({ db, log });
    await append(database, 2);
    await reportHead({ db, log });
    await reportHead({ db, log });
    expect(lines.map(({ msg, seq }) => `${msg} ${seq}`)).toEqual(['audit head 1', 'audit head 2']);
    const other = listen();
    await reportHead({ db, log: other.log });
    expect(other.lines).toHaveLength(1);
  });
});
