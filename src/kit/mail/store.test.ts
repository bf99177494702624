import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { migrations } from '../../migrations/index.ts';
import { type Database, inTransaction, migrate, openDatabase } from '../db/index.ts';
import { days } from '../duration.ts';
import { forgetLateMails, queueAgain, queueMail, releaseMails, resealMails } from './outbox.ts';
import {
  type ClaimedMail,
  claimMails,
  countWaitingMails,
  deleteMailsBefore,
  deleteMailsOf,
  findMail,
  findNewestMail,
  isMailDue,
  listMails,
  markFailed,
  markSent,
  putOff,
} from './store.ts';

const now = 1_900_000_000_000;
const lease = 1000;
const secretKey = 'a-key-that-only-the-tests-know-and-share';
const mail = {
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'a secret',
  html: '<p>a secret</p>',
  kind: 'notice',
  accountId: 'acc_ada',
} as const;

eachDatabase('the outbox', (make) => {
  let database: Database;
  let db: Database['db'];
  beforeAll(async () => {
    database = await make();
    db = database.db;
  });

  const queue = (at = now) => inTransaction(db, (tx) => queueMail(tx, secretKey, mail, at));
  const claim = (at = now, most = 1) => claimMails(db, { now: at, until: at + lease, most });
  const rowOf = (id: string) => db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
  const emptied = () => db.deleteFrom('outbox').execute();

  async function claimedOne(at = now): Promise<ClaimedMail> {
    await emptied();
    await queue(at);
    const [one] = await claim(at);
    if (!one) throw new Error('There was a mail to claim.');
    return one;
  }

  test('a mail is taken by one of fifty that come at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      await emptied();
      const id = await queue();
      const taken = await Promise.all(Array.from({ length: 50 }, () => claim()));
      expect(taken.flat()).toMatchObject([{ id, account_id: 'acc_ada', tries: 1 }]);
    }
  });

  test('whoever comes while another is taking a mail waits, and goes without it', async () => {
    await emptied();
    const id = await queue();
    const late: ReturnType<typeof claim>[] = [];
    const taken = await inTransaction(db, async (tx) => {
      const mine = await claimMails(tx, { now, until: now + lease, most: 1 });
      late.push(claim());
      await pause(100);
      return mine;
    });
    expect(taken).toMatchObject([{ id }]);
    expect(await Promise.all(late)).toEqual([[]]);
  });

  test('of twenty mails none is taken twice, by two that have a connection each', async () => {
    const location = await make.location();
    const [one, other] = [openDatabase(location), openDatabase(location)];
    try {
      await migrate(one, migrations, 0);
      for (let count = 0; count < 20; count += 1)
        await inTransaction(one.db, (tx) => queueMail(tx, secretKey, mail, now));
      const ids: string[] = [];
      while (await isMailDue(one.db, now)) {
        const takers = [one, other, one, other].map(({ db: own }) =>
          claimMails(own, { now, until: now + lease, most: 3 }),
        );
        ids.push(...(await Promise.all(takers)).flat().map(({ id }) => id));
      }
      expect(ids).toHaveLength(20);
      expect(new Set(ids).size).toBe(20);
    } finally {
      await one.close();
      await other.close();
    }
  });

  test('what was rolled back is never sent', async () => {
    await emptied();
    const failed = inTransaction(db, async (tx) => {
      await queueMail(tx, secretKey, mail, now);
      throw new Error('the act failed');
    });
    await expect(failed).rejects.toThrow('the act failed');
    expect(await isMailDue(db, now)).toBe(false);
    await queue();
    expect(await isMailDue(db, now)).toBe(true);
  });

  test('a mail comes free again when whoever took it is gone, and not before', async () => {
    const first = await claimedOne();
    expect(await claim(now + lease - 1)).toEqual([]);
    expect(await isMailDue(db, now + lease - 1)).toBe(false);
    const [second] = await claim(now + lease);
    expect(second).toMatchObject({ id: first.id, tries: 2 });
  });

  test('who comes back after losing its claim changes nothing', async () => {
    const late = await claimedOne();
    const [second] = await claim(now + lease);
    if (!second) throw new Error('It came free.');
    await putOff(db, late, now, 'late');
    await markFailed(db, late, now, 'late');
    expect(await claim(now + lease)).toEqual([]);
    expect(await findMail(db, secretKey, late.id)).toMatchObject({ failed_at: null, text: 'a secret' });
    await markSent(db, second, now + lease);
    expect(await findMail(db, secretKey, late.id)).toBeUndefined();
  });

  test('a mail that was put off waits for its time', async () => {
    const one = await claimedOne();
    await putOff(db, one, now + 60_000, 'ECONNECTION');
    expect(await claim(now + 59_999)).toEqual([]);
    expect(await findMail(db, secretKey, one.id)).toMatchObject({
      last_error: 'ECONNECTION',
      text: 'a secret',
    });
    expect(await claim(now + 60_000)).toHaveLength(1);
  });

  test('what was sent or given up is not taken again, and its text with the links in it is gone', async () => {
    const sent = await claimedOne();
    await markSent(db, sent, now);
    expect(await claim(now + days(1))).toEqual([]);
    expect(await rowOf(sent.id)).toMatchObject({ sent_at: now, sealed: null, last_error: null });
    const failed = await claimedOne();
    await markFailed(db, failed, now, 'EENVELOPE 550');
    expect(await claim(now + days(1))).toEqual([]);
    expect(await rowOf(failed.id)).toMatchObject({
      failed_at: now,
      sealed: null,
      last_error: 'EENVELOPE 550',
    });
    expect(await findMail(db, secretKey, failed.id)).toBeUndefined();
  });

  test('those that wait longest go first', async () => {
    await emptied();
    const ids = [await queue(now - 1), await queue(now - 3), await queue(now - 2)];
    const order = [await claim(), await claim(), await claim()].flat().map(({ id }) => ids.indexOf(id));
    expect(order).toEqual([1, 2, 0]);
  });

  test('mails are listed with the newest first, and old ones are removed', async () => {
    await emptied();
    const [old, newer, newest] = [await queue(now - 2), await queue(now - 1), await queue()];
    expect((await listMails(db, secretKey, 2)).map(({ id }) => id)).toEqual([newest, newer]);
    await deleteMailsBefore(db, now - 2);
    expect(await findMail(db, secretKey, old)).toBeUndefined();
    expect(await listMails(db, secretKey, 9)).toHaveLength(2);
  });

  test('mails about one account can be forgotten', async () => {
    await emptied();
    await queue();
    const kept = await inTransaction(db, (tx) =>
      queueMail(tx, secretKey, { ...mail, accountId: 'acc_bob' }, now),
    );
    await inTransaction(db, (tx) => deleteMailsOf(tx, 'acc_ada'));
    expect((await listMails(db, secretKey, 9)).map(({ id }) => id)).toEqual([kept]);
  });

  test('an id that nobody gave finds nothing', async () => {
    for (const id of ['', '\0', "' or 1=1", 'x'.repeat(10_000)])
      expect(await findMail(db, secretKey, id)).toBeUndefined();
  });

  test('the row of a mail holds neither its receiver nor its text, and opens under its own key and id alone', async () => {
    await emptied();
    const id = await queue();
    const text = JSON.stringify(await rowOf(id));
    for (const part of ['ada@example.com', 'Hello', 'secret']) expect(text).not.toContain(part);
    expect(await findMail(db, secretKey, id)).toMatchObject({ to: 'ada@example.com', subject: 'Hello' });
    expect(await findMail(db, `${secretKey}!`, id)).toBeUndefined();
    const other = await queue();
    const { sealed } = (await rowOf(id)) ?? { sealed: null };
    await db.updateTable('outbox').set({ sealed }).where('id', '=', other).execute();
    expect(await findMail(db, secretKey, other)).toBeUndefined();
  });

  test('a mail with a link can be asked for until the link is late, each time under another number', async () => {
    await emptied();
    const id = await inTransaction(db, (tx) =>
      queueMail(tx, secretKey, { ...mail, keptUntil: now + 100 }, now),
    );
    const again = (at: number) => inTransaction(db, (tx) => queueAgain(tx, id, at));
    await again(now);
    expect(await rowOf(id)).toMatchObject({ copies: 1 });
    const [first] = await claim();
    if (!first) throw new Error('It was queued.');
    await again(now);
    await markSent(db, first, now);
    expect(await findMail(db, secretKey, id)).toMatchObject({ sent_at: now, text: 'a secret' });
    await again(now);
    const [second] = await claim();
    expect(second).toMatchObject({ id, copies: 2 });
    // Whoever has sent the first copy says nothing about the second.
    await markFailed(db, first, now, 'late');
    if (second) await markSent(db, second, now + 99);
    await forgetLateMails(db, now + 99);
    expect(await findMail(db, secretKey, id)).toBeDefined();
    await forgetLateMails(db, now + 100);
    expect(await findMail(db, secretKey, id)).toBeUndefined();
    await again(now + 100);
    expect(await claim(now + 100)).toEqual([]);
  });

  test('a mail whose link is used is forgotten, at once or with its sending', async () => {
    await emptied();
    const put = () =>
      inTransaction(db, (tx) => queueMail(tx, secretKey, { ...mail, keptUntil: now + 100 }, now));
    const release = (id: string) => inTransaction(db, (tx) => releaseMails(tx, [id]));
    const sent = await put();
    const [one] = await claim();
    if (one) await markSent(db, one, now);
    await release(sent);
    expect(await findMail(db, secretKey, sent)).toBeUndefined();
    const waiting = await put();
    await release(waiting);
    expect(await findMail(db, secretKey, waiting)).toBeDefined();
    const [other] = await claim();
    if (other) await markSent(db, other, now);
    expect(await findMail(db, secretKey, waiting)).toBeUndefined();
  });

  test('mails are sealed anew when the key changes, once, however often it is tried', async () => {
    await emptied();
    const ids = [];
    for (let count = 0; count < 205; count += 1) ids.push(await queue());
    const newKey = `${secretKey}-new`;
    expect(await resealMails(db, secretKey, newKey)).toBe(205);
    expect(await resealMails(db, secretKey, newKey)).toBe(0);
    expect(await listMails(db, newKey, 300)).toHaveLength(205);
    expect(await findMail(db, secretKey, ids[0] ?? '')).toBeUndefined();
  });

  test('how many wait is counted, and what became of the newest can be looked up', async () => {
    await emptied();
    await queue();
    const one = await claimedOne();
    expect(await countWaitingMails(db)).toEqual({ count: 1, oldestAt: now });
    await markFailed(db, one, now, 'ECONNREFUSED at CONN');
    expect(await countWaitingMails(db)).toEqual({ count: 0, oldestAt: undefined });
    expect(await findNewestMail(db, 'acc_ada', ['notice'])).toMatchObject({ id: one.id, failed_at: now });
    expect(await findNewestMail(db, 'acc_ada', ['recover'])).toBeUndefined();
  });
});
