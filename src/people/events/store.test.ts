import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { deleteEventsOf, deleteOldEvents, listEvents, recordEvent } from './store.ts';

const client = { actor: 'person', address: '203.0.113.1', device: 'Firefox on Linux' } as const;

eachDatabase('the audit log', (make) => {
  test('V16.2.1 has a line with who, what, when and from where, the newest first', async () => {
    const { db } = await make();
    await inTransaction(db, async (tx) => {
      await recordEvent(tx, { type: 'account-registered', accountId: 'a', client, at: 7 });
      await recordEvent(tx, { type: 'login-failed', accountId: 'a', client, at: 8, detail: { failures: 2 } });
      await recordEvent(tx, { type: 'logged-out', accountId: 'a', sessionId: 's', client, at: 9 });
      await recordEvent(tx, { type: 'login-failed', accountId: null, client, at: 9 });
    });
    const events = await listEvents(db, 'a', 10);
    expect(events.map(({ type, at, session_id, detail }) => [type, at, session_id, detail])).toEqual([
      ['logged-out', 9, 's', null],
      ['login-failed', 8, null, '{"failures":2}'],
      ['account-registered', 7, null, null],
    ]);
    expect(events[0]).toMatchObject(client);
    expect(await listEvents(db, 'a', 1)).toHaveLength(1);
  });

  test('an act that is undone leaves no line', async () => {
    const { db } = await make();
    const undone = inTransaction(db, async (tx) => {
      await recordEvent(tx, { type: 'logged-out', accountId: 'b', client, at: 1 });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await listEvents(db, 'b', 10)).toEqual([]);
  });

  test("an account's lines can be removed, and no other's", async () => {
    const { db } = await make();
    await inTransaction(db, async (tx) => {
      for (const accountId of ['c', 'd'])
        await recordEvent(tx, { type: 'logged-out', accountId, client, at: 1 });
      await deleteEventsOf(tx, 'c');
    });
    expect([(await listEvents(db, 'c', 9)).length, (await listEvents(db, 'd', 9)).length]).toEqual([0, 1]);
  });

  test('what is kept no longer goes, the oldest first, and of nobody the newest stay', async () => {
    const { db } = await make();
    const write = (accountId: string | null, at: number) =>
      inTransaction(db, (tx) => recordEvent(tx, { type: 'login-failed', accountId, client, at }));
    await db.deleteFrom('events').execute();
    const rows = Array.from({ length: 1100 }, (_, at) => ({
      id: `0-${String(at).padStart(5, '0')}`,
      at,
      type: 'login-failed',
      account_id: 'c',
      session_id: null,
      ...client,
      detail: null,
    }));
    for (let from = 0; from < rows.length; from += 100) {
      await db
        .insertInto('events')
        .values(rows.slice(from, from + 100))
        .execute();
    }
    for (const at of [2000, 2001, 2002, 2003]) await write(null, at);
    await write('c', 2004);
    const times = async () => {
      const left = await db.selectFrom('events').select(['at', 'account_id']).orderBy('id').execute();
      return left.map(({ at, account_id }) => `${account_id ?? 'nobody'} ${at}`);
    };
    await deleteOldEvents(db, { before: 1098, beforeOfNobody: 2000 });
    const nobodys = ['nobody 2001', 'nobody 2002', 'nobody 2003'];
    expect(await times()).toEqual(['c 1099', ...nobodys, 'c 2004']);
    await deleteOldEvents(db, { before: 0, beforeOfNobody: 0, most: 2 });
    expect(await times()).toEqual(['c 1099', 'nobody 2002', 'nobody 2003', 'c 2004']);
  });
});
