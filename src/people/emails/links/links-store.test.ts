import { expect, test } from 'vitest';
import { eachDatabase, type MakeDatabase } from '../../../../test/support/databases.ts';
import { storedAccount } from '../../../../test/support/stored-account.ts';
import { inTransaction, type Tx } from '../../../kit/db/index.ts';
import { newId } from '../../../kit/ids.ts';
import {
  consumeLink,
  deleteExpiredLinks,
  endLinks,
  findLastLink,
  findLink,
  findNewestLink,
  findSentLink,
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
      sent_at: now,
      expires_at: now + 1000,
    } as const;
    const row = { ...link, mail_id: null, trail_id: null, ...more };
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

  test('keeps no address once it was used: that may be taken off the account while the link is still told of', async () => {
    const { db, put, consume } = await mailbox(make);
    const hash = await put();
    expect(await findSentLink(db, hash)).toMatchObject({ address: 'ada@example.com' });
    await consume(hash);
    expect(await findSentLink(db, hash)).toMatchObject({ used_at: now, address: '' });
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

  test('that nobody used ends without those that were used, and is told of with what ended it', async () => {
    const [one, other] = [await mailbox(make), await mailbox(make)];
    const used = await one.put();
    await one.consume(used);
    const unused = await one.put();
    const verify = await one.put({ purpose: 'verify-email' });
    const theirs = await other.put();
    const recover = { accountId: one.account_id, purpose: 'recover' } as const;
    await one.inTx((tx) => endLinks(tx, recover, { now: now + 5, by: 'account-changed' }));
    await one.inTx((tx) => endLinks(tx, recover, { now: now + 9, by: 'newer-link' }));
    const stateOf = async (hash: string) => {
      const { used_at, ended_at, ended_by, address } = (await findSentLink(one.db, hash)) ?? {};
      return [used_at, ended_at, ended_by, address];
    };
    expect(await stateOf(used)).toEqual([now, null, null, '']);
    expect(await stateOf(unused)).toEqual([null, now + 5, 'account-changed', '']);
    for (const hash of [verify, theirs]) {
      expect(await stateOf(hash)).toEqual([null, null, null, 'ada@example.com']);
    }
    expect([await one.isGood(unused), await one.consume(unused)]).toEqual([false, undefined]);
  });

  test('is found by the attempt that asked for it, or is the newest of the account', async () => {
    const { db, account_id: accountId, put } = await mailbox(make);
    const first = await put({ trail_id: 'att_1' });
    const second = await put({ trail_id: 'att_2', sent_at: now + 1 });
    const last = async (trailId?: string) =>
      (await findLastLink(db, { accountId, purpose: 'recover', trailId }))?.token_hash;
    expect([await last(), await last('att_1'), await last('att_3')]).toEqual([second, first, undefined]);
  });
});
