import { expect, test } from 'vitest';
import { eachDatabase, type MakeDatabase } from '../../../test/support/databases.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import {
  consumeLink,
  deleteExpiredLinks,
  deleteLinksOf,
  deleteUnusedLinks,
  findLink,
  findNewestLink,
  type NewLink,
  putLink,
  wasLinkSent,
} from './links-store.ts';

const now = 1_900_000_000_000;

async function mailbox(make: MakeDatabase) {
  const { db } = await make.shared();
  const { id: account_id } = await storedAccount(db);
  const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => inTransaction(db, work);
  /** Writes a link that is good for a second, and answers its hash. */
  const put = async (more: Partial<NewLink> = {}) => {
    const address = 'ada@example.com';
    const link = {
      token_hash: newId(),
      purpose: 'recover',
      account_id,
      address,
      expires_at: now + 1000,
    } as const;
    const row = { ...link, mail_id: null, ...more };
    await inTx((tx) => putLink(tx, row));
    return row.token_hash;
  };
  const consume = (hash: string, at = now) => inTx((tx) => consumeLink(tx, 'recover', hash, at));
  const isGood = async (hash: string) => (await findLink(db, 'recover', hash, now)) !== undefined;
  return { db, account_id, inTx, put, consume, isGood };
}

eachDatabase('a link', (make) => {
  test('V2.3.4 is used once, by one of 50', async () => {
    const { account_id, put, consume, isGood } = await mailbox(make);
    const hash = await put();
    const used = (await Promise.all(Array.from({ length: 50 }, () => consume(hash)))).filter(Boolean);
    expect(used).toEqual([expect.objectContaining({ account_id, address: 'ada@example.com', used_at: now })]);
    expect(await isGood(hash)).toBe(false);
  });

  test('is good until its time, and not at it', async () => {
    const { db, put, consume } = await mailbox(make);
    const hash = await put();
    expect(await findLink(db, 'recover', hash, now + 999)).toBeDefined();
    expect(await findLink(db, 'recover', hash, now + 1000)).toBeUndefined();
    expect(await consume(hash, now + 1000)).toBeUndefined();
    expect(await consume(hash, now + 999)).toBeDefined();
  });

  test('V6.6.2 is good for its own purpose alone', async () => {
    const { db, inTx, put, consume } = await mailbox(make);
    const hash = await put({ purpose: 'verify-email' });
    expect(await consume(hash)).toBeUndefined();
    expect(await findLink(db, 'recover', hash, now)).toBeUndefined();
    expect(await inTx((tx) => consumeLink(tx, 'verify-email', hash, now))).toBeDefined();
  });

  test('of a use that was undone is as good as before', async () => {
    const { inTx, put, isGood } = await mailbox(make);
    const hash = await put();
    const undone = inTx(async (tx) => {
      await consumeLink(tx, 'recover', hash, now);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await isGood(hash)).toBe(true);
  });

  test('stays good beside a newer one to the same address, and ends with one to another', async () => {
    const { put, isGood } = await mailbox(make);
    const [one, two] = [await put(), await put()];
    expect([await isGood(one), await isGood(two)]).toEqual([true, true]);
    const otherPurpose = await put({ purpose: 'verify-email', address: 'new@example.com' });
    expect([await isGood(one), await isGood(two)]).toEqual([true, true]);
    const three = await put({ address: 'new@example.com' });
    expect([await isGood(one), await isGood(two), await isGood(three)]).toEqual([false, false, true]);
    expect(otherPurpose).toBeDefined();
  });

  test('to send again is the one that is good for longest, to this address', async () => {
    const { db, account_id, put, consume } = await mailbox(make);
    const wanted = { account_id, purpose: 'recover', address: 'ada@example.com' } as const;
    const newest = async () => (await findNewestLink(db, wanted, now))?.token_hash;
    expect(await newest()).toBeUndefined();
    const longer = await put({ expires_at: now + 2000 });
    const shorter = await put();
    await put({ expires_at: now });
    expect(await newest()).toBe(longer);
    await consume(longer);
    expect(await newest()).toBe(shorter);
    expect(await findNewestLink(db, { ...wanted, address: 'eve@example.com' }, now)).toBeUndefined();
  });

  test('was sent, whatever became of it, until it is removed', async () => {
    const { db, put, consume } = await mailbox(make);
    const hash = await put();
    await consume(hash);
    expect([await wasLinkSent(db, hash), await wasLinkSent(db, newId())]).toEqual([true, false]);
    await deleteExpiredLinks(db, now + 1000);
    expect(await wasLinkSent(db, hash)).toBe(false);
  });

  test('that nobody used ends without those that were used, and with all of the account', async () => {
    const [one, other] = [await mailbox(make), await mailbox(make)];
    const used = await one.put();
    await one.consume(used);
    const verify = await one.put({ purpose: 'verify-email' });
    const theirs = await other.put();
    // Put straight beside it: `putLink` removes those that were used.
    const unused = newId();
    const row = { token_hash: unused, purpose: 'recover', address: 'a@example.com', mail_id: null } as const;
    await one.db
      .insertInto('links')
      .values({ ...row, account_id: one.account_id, used_at: null, expires_at: now + 1 })
      .execute();
    const sent = () => Promise.all([used, unused, verify, theirs].map((hash) => wasLinkSent(one.db, hash)));
    await one.inTx((tx) => deleteUnusedLinks(tx, one.account_id, 'recover'));
    expect(await sent()).toEqual([true, false, true, true]);
    await one.inTx((tx) => deleteLinksOf(tx, one.account_id, 'recover'));
    expect(await sent()).toEqual([false, false, true, true]);
    await one.inTx((tx) => deleteLinksOf(tx, one.account_id));
    expect(await sent()).toEqual([false, false, false, true]);
  });
});
