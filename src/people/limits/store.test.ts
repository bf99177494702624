import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eachApp } from '../../../test/support/app.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { clearLimit, consumeChallenge, findLimit, giveBack, type Reservation, reserve } from './store.ts';
import { deleteExpiredLimits } from './sweep-limits.ts';

const never = 8_640_000_000_000_000;
const now = 1_900_000_000_000;
let keys = 0;

function wanted(changes: Partial<Reservation> = {}): Reservation {
  keys += 1;
  return {
    key: `test:${keys}`,
    accountId: null,
    now,
    expiresAt: now + 1000,
    sliding: false,
    most: 3,
    challengeFrom: never,
    proved: false,
    waitFrom: never,
    firstWait: 0,
    longestWait: 0,
    ...changes,
  };
}

eachDatabase('counting a try', (make) => {
  test('each takes the next number, until no more are allowed', async () => {
    const { db } = await make();
    const one = wanted();
    const counts = [
      await reserve(db, one),
      await reserve(db, one),
      await reserve(db, one),
      await reserve(db, one),
    ];
    expect(counts).toEqual([1, 2, 3, undefined]);
  });

  test('V15.4.2 of 50 at once as many pass as are allowed, each with a number of its own', async () => {
    const { db } = await make();
    const one = wanted({ most: 7 });
    const counts = await Promise.all(Array.from({ length: 50 }, () => reserve(db, one)));
    expect(counts.filter((count) => count !== undefined).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('a window ends where it began, a sliding one moves on', async () => {
    const { db } = await make();
    for (const sliding of [false, true]) {
      const one = wanted({ sliding });
      await reserve(db, one);
      await reserve(db, { ...one, now: now + 600, expiresAt: now + 1600 });
      const later = await reserve(db, { ...one, now: now + 1000, expiresAt: now + 2000 });
      expect(later, sliding ? 'sliding' : 'fixed').toBe(sliding ? 3 : 1);
    }
  });

  test('from a count on, only who has proved work passes', async () => {
    const { db } = await make();
    const one = wanted({ challengeFrom: 1 });
    expect(await reserve(db, one)).toBe(1);
    expect(await reserve(db, one)).toBeUndefined();
    expect(await reserve(db, { ...one, proved: true })).toBe(2);
    expect(await reserve(db, wanted({ challengeFrom: 0 }))).toBeUndefined();
  });

  test('waits begin with their count, and the last stays', async () => {
    const { db } = await make();
    const one = wanted({ most: 100, expiresAt: never, waitFrom: 2, firstWait: 10, longestWait: 20 });
    expect(await reserve(db, one)).toBe(1);
    expect(await reserve(db, one)).toBe(2);
    expect(await reserve(db, { ...one, now: now + 9 })).toBeUndefined();
    expect(await reserve(db, { ...one, now: now + 10 })).toBe(3);
    expect(await reserve(db, { ...one, now: now + 29 })).toBeUndefined();
    expect(await reserve(db, { ...one, now: now + 30 })).toBe(4);
    expect((await findLimit(db, one.key))?.blocked_until).toBe(now + 50);
  });

  test('with waitFrom 1 the first one brings a wait already', async () => {
    const { db } = await make();
    const one = wanted({ waitFrom: 1, firstWait: 10, longestWait: 10 });
    expect(await reserve(db, one)).toBe(1);
    expect(await reserve(db, { ...one, now: now + 9 })).toBeUndefined();
  });

  test('two tries that read the clock in another order than they are counted both pass', async () => {
    const { db } = await make();
    const one = wanted();
    expect(await reserve(db, one)).toBe(1);
    expect(await reserve(db, { ...one, now: now - 5 })).toBe(2);
  });

  test('what is given back counts no more, and never less than nothing', async () => {
    const { db } = await make();
    const one = wanted();
    await reserve(db, one);
    for (let n = 0; n < 3; n++) await giveBack(db, one.key);
    expect((await findLimit(db, one.key))?.count).toBe(0);
    await clearLimit(db, one.key);
    expect(await findLimit(db, one.key)).toBeUndefined();
  });

  test('V2.3.4 a proof of work is used once, by one of 50', async () => {
    const { db } = await make();
    const used = await Promise.all(Array.from({ length: 50 }, () => consumeChallenge(db, 'nonce', now)));
    expect(used.filter(Boolean)).toHaveLength(1);
    expect(await consumeChallenge(db, 'another', now)).toBe(true);
  });

  test('V15.4.3 what is removed meanwhile keeps nobody waiting who counts under two keys', async () => {
    const { db } = await make();
    const [account, address] = [wanted(), wanted()];
    for (const one of [address, account]) {
      await reserve(db, one);
      await giveBack(db, one.key);
    }
    let removed = Promise.resolve();
    const counts = await inTransaction(db, async (tx) => {
      const first = await reserve(tx, account);
      removed = deleteExpiredLimits(db, now);
      // So long that it has begun, where it can: it takes the address and comes to the account.
      await setTimeout(300);
      return [first, await reserve(tx, address)];
    });
    await removed;
    expect(counts).toEqual([1, 1]);
    expect((await findLimit(db, account.key))?.count).toBe(1);
  });

  test('V14.2.7 only what has run out is removed', async () => {
    const { db } = await make();
    const [over, open] = [wanted({ expiresAt: now }), wanted({ expiresAt: now + 1 })];
    for (const one of [over, open]) await reserve(db, one);
    await consumeChallenge(db, 'over', now);
    await consumeChallenge(db, 'open', now + 1);
    await deleteExpiredLimits(db, now);
    expect(await findLimit(db, over.key)).toBeUndefined();
    expect(await findLimit(db, open.key)).toBeDefined();
    expect(await consumeChallenge(db, 'open', now + 1)).toBe(false);
  });
});

eachApp('GET /api/challenge', (open) => {
  test('gives a new challenge each time, signed and for ten minutes', async () => {
    const { browser, clock } = await open();
    const [one, two] = [await browser().get('/api/challenge'), await browser().get('/api/challenge')];
    const parameters = (answer: typeof one) => JSON.parse(answer.text).parameters;
    expect(one.status).toBe(200);
    expect(parameters(one).nonce).not.toBe(parameters(two).nonce);
    expect(parameters(one).expiresAt).toBe(clock() / 1000 + 600);
    expect(JSON.parse(one.text).signature).toMatch(/^[0-9a-f]{64}$/);
  });
});
