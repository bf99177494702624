import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { type Db, inTransaction, type Tx } from '../../kit/db/index.ts';
import { type AuditEntry, type AuditHead, appendAudit } from './append.ts';
import { chainKey, hashOf, headMac } from './chain.ts';
import type { AuditTable } from './table.ts';
import { verifyAudit } from './verify.ts';

const secretKey = 'a-key-of-tests-that-nobody-else-has';

const entry: AuditEntry = {
  ...{ actor: { kind: 'person', id: 'ada' }, act: 'data-read', target: { kind: 'account', id: 'grace' } },
  ...{ reason: 'Asked for help', detail: { fields: 2 }, requestId: null, at: 7 },
  client: { address: '203.0.113.1', device: 'Firefox on Linux' },
};

async function append(db: Db, count: number, from = 1): Promise<AuditHead[]> {
  const heads: AuditHead[] = [];
  for (let at = from; at < from + count; at += 1) {
    heads.push(await inTransaction(db, (tx) => appendAudit(tx, { secretKey }, { ...entry, at })));
  }
  return heads;
}

const change = (tx: Tx, seq: number, fields: Partial<AuditTable>) =>
  tx.updateTable('audit').set(fields).where('seq', '=', seq).execute();

const rowAt = (tx: Tx, seq: number) =>
  tx.selectFrom('audit').selectAll().where('seq', '=', seq).executeTakeFirstOrThrow();

/** Writes every row from one on anew, each after the one before, as somebody does who has no key. */
async function relink(tx: Tx, from: number, hash: (row: AuditTable) => string): Promise<void> {
  let before = from === 1 ? '' : (await rowAt(tx, from - 1)).hash;
  const rows = await tx.selectFrom('audit').selectAll().where('seq', '>=', from).orderBy('seq').execute();
  for (const row of rows) {
    const hashed = hash({ ...row, prev_hash: before });
    await change(tx, row.seq, { prev_hash: before, hash: hashed });
    before = hashed;
  }
  await tx.updateTable('audit_head').set({ hash: before }).execute();
}

/** Of a row behind the newest, one in whose place SQLite lets a word be, which no number is greater than. */
const insertBehind = async (tx: Tx, seq: string) =>
  sql`insert into audit select ${sql.raw(seq)}, at, actor_kind, actor_id, act, target_kind, target_id, reason, detail,
    address, device, request_id, prev_hash, hash from audit where seq = 6`.execute(tx);

const plain = (row: AuditTable) => createHash('sha256').update(JSON.stringify(row)).digest('hex');

/**
 * Has the last two rows written once more, otherwise, as after a restored backup, and puts the sixth of them in the place
 * of the first sixth: it was written with the key, and its head too.
 */
async function spliceInFork(tx: Tx, isRelinked: boolean): Promise<void> {
  const [fourth, fifth] = [await rowAt(tx, 4), await rowAt(tx, 5)];
  await tx.deleteFrom('audit').where('seq', '>', 4).execute();
  const back = { seq: 4, hash: fourth.hash };
  await tx
    .updateTable('audit_head')
    .set({ ...back, mac: headMac(chainKey(secretKey), back) })
    .execute();
  for (const at of [50, 60]) await appendAudit(tx, { secretKey }, { ...entry, at });
  await change(tx, 5, fifth);
  if (isRelinked) await change(tx, 6, { prev_hash: fifth.hash });
}

interface Tampering {
  /** Changes a log of six rows. */
  by(tx: Tx): Promise<unknown>;
  readonly seq: number;
  readonly why: string;
}

const tamperings: Readonly<Record<string, Tampering>> = {
  'a deleted row': {
    by: (tx) => tx.deleteFrom('audit').where('seq', '=', 3).execute(),
    seq: 3,
    why: 'missing',
  },
  'the first row deleted': {
    by: (tx) => tx.deleteFrom('audit').where('seq', '=', 1).execute(),
    ...{ seq: 2, why: 'beginning-missing' },
  },
  'the newest row deleted': {
    by: (tx) => tx.deleteFrom('audit').where('seq', '=', 6).execute(),
    ...{ seq: 6, why: 'newest-missing' },
  },
  'the newest row deleted, and the head moved back': {
    async by(tx) {
      await tx.deleteFrom('audit').where('seq', '=', 6).execute();
      const { hash } = await rowAt(tx, 5);
      await tx.updateTable('audit_head').set({ seq: 5, hash }).execute();
    },
    ...{ seq: 5, why: 'head-changed' },
  },
  'all rows deleted': { by: (tx) => tx.deleteFrom('audit').execute(), seq: 1, why: 'newest-missing' },
  'the head deleted': { by: (tx) => tx.deleteFrom('audit_head').execute(), seq: 6, why: 'head-missing' },
  'another hash in the head': {
    by: (tx) =>
      tx
        .updateTable('audit_head')
        .set({ hash: '0'.repeat(64) })
        .execute(),
    ...{ seq: 6, why: 'head-changed' },
  },
  'two rows swapped': {
    async by(tx) {
      const [third, fourth] = [await rowAt(tx, 3), await rowAt(tx, 4)];
      await change(tx, 3, { ...fourth, seq: 3 });
      await change(tx, 4, { ...third, seq: 4 });
    },
    ...{ seq: 3, why: 'changed' },
  },
  'a row deleted, and the later ones numbered anew': {
    async by(tx) {
      await tx.deleteFrom('audit').where('seq', '=', 3).execute();
      for (const seq of [4, 5, 6]) await change(tx, seq, { seq: seq - 1 });
      const { hash } = await rowAt(tx, 5);
      await tx.updateTable('audit_head').set({ seq: 5, hash }).execute();
    },
    ...{ seq: 3, why: 'changed' },
  },
  'a row inserted, and the later ones numbered anew': {
    async by(tx) {
      for (const seq of [6, 5, 4]) await change(tx, seq, { seq: seq + 1 });
      await tx
        .insertInto('audit')
        .values({ ...(await rowAt(tx, 3)), seq: 4 })
        .execute();
    },
    ...{ seq: 4, why: 'changed' },
  },
  'a row behind the newest': {
    by: async (tx) =>
      tx
        .insertInto('audit')
        .values({ ...(await rowAt(tx, 6)), seq: 7 })
        .execute(),
    ...{ seq: 7, why: 'after-head' },
  },
  'a row before the first': {
    by: async (tx) =>
      tx
        .insertInto('audit')
        .values({ ...(await rowAt(tx, 1)), seq: 0 })
        .execute(),
    ...{ seq: 0, why: 'changed' },
  },
  'a number that JavaScript does not hold': {
    by: async (tx) => {
      await sql`update audit set at = 9007199254740993 where seq = 4`.execute(tx);
      await sql`update audit set seq = 9223372036854775807 where seq = 6`.execute(tx);
    },
    ...{ seq: 4, why: 'changed' },
  },
  'a row far behind the newest': {
    by: (tx) => sql`update audit set seq = 9223372036854775807 where seq = 6`.execute(tx),
    ...{ seq: 6, why: 'newest-missing' },
  },
  'a row of another branch, as a backup has it': {
    by: (tx) => spliceInFork(tx, false),
    ...{ seq: 6, why: 'unlinked' },
  },
  'a row of another branch, as if it followed': {
    by: (tx) => spliceInFork(tx, true),
    ...{ seq: 6, why: 'changed' },
  },
  'a space in the JSON of the detail': {
    by: (tx) => change(tx, 2, { detail: '{"fields": 2}' }),
    ...{ seq: 2, why: 'changed' },
  },
  'everything written anew with plain SHA-256': {
    async by(tx) {
      await change(tx, 2, { actor_id: 'mallory' });
      await relink(tx, 1, plain);
    },
    ...{ seq: 1, why: 'changed' },
  },
  'the chain written anew under another key from a row on': {
    by: (tx) => relink(tx, 4, (row) => hashOf(chainKey('another secret key'), row)),
    ...{ seq: 4, why: 'changed' },
  },
};

eachDatabase('the audit log', (make) => {
  /** What is said of a log of six rows after a change, which is undone. */
  async function verdictAfter(tamper: (tx: Tx) => Promise<unknown>, kept?: AuditHead) {
    const { db } = await make.shared();
    if (!(await db.selectFrom('audit_head').selectAll().executeTakeFirst())) await append(db, 6);
    const undone = new Error('undone');
    let verdict: Awaited<ReturnType<typeof verifyAudit>> | undefined;
    await inTransaction(db, async (tx) => {
      await tamper(tx);
      verdict = await verifyAudit({ db: tx, secretKey }, kept);
      throw undone;
    }).catch((error: unknown) => {
      if (error !== undone) throw error;
    });
    return verdict;
  }

  test('is whole without rows, and with some', async () => {
    const { db } = await make();
    const services = { db, secretKey };
    expect(await verifyAudit(services)).toMatchObject({ outcome: 'whole', head: { seq: 0 }, first: 1 });
    const [, second, third] = await append(db, 3);
    const whole = { outcome: 'whole', head: third, first: 1, unchecked: 0 };
    expect(await verifyAudit(services)).toEqual(whole);
    expect(await verifyAudit(services, second)).toEqual(whole);
    expect(await verifyAudit(services, third)).toEqual(whole);
  });

  test.each(Object.entries(tamperings))('shows %s', async (_name, { by, seq, why }) => {
    expect(await verdictAfter(by)).toEqual({ outcome: 'broken', seq, why });
  });

  test('shows a row behind the newest beside one whose number is a word, where one can be', async () => {
    if (make.dialect === 'postgres')
      return expect(verdictAfter((tx) => insertBehind(tx, "'x'"))).rejects.toThrow('bigint');
    const verdict = await verdictAfter(async (tx) => {
      await insertBehind(tx, "'x'");
      await insertBehind(tx, '7');
    });
    expect(verdict).toEqual({ outcome: 'broken', seq: 7, why: 'after-head' });
  });

  test('shows a change of any field of a row', async () => {
    const changed: { readonly [Field in keyof AuditTable]?: AuditTable[Field] } = {
      ...{
        at: 8,
        actor_kind: 'token',
        actor_id: null,
        act: 'audit-read',
        target_kind: null,
        target_id: 'ada',
      },
      ...{ reason: '', detail: null, address: '', device: '', request_id: '', prev_hash: '', hash: '' },
    };
    const seq = 4;
    for (const [field, value] of Object.entries(changed)) {
      const verdict = await verdictAfter((tx) => change(tx, seq, { [field]: value }));
      expect(verdict, field).toEqual({ outcome: 'broken', seq, why: 'changed' });
    }
    const columns = (await (await make.shared()).db.introspection.getTables()).find(
      ({ name }) => name === 'audit',
    );
    expect(['seq', ...Object.keys(changed)].sort()).toEqual(columns?.columns.map(({ name }) => name).sort());
  });
});
