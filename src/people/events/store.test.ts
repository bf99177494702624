import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { deleteEventsOf, listEvents, recordEvent } from './store.ts';

const client = { address: '203.0.113.1', device: 'Firefox on Linux' };

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
});
