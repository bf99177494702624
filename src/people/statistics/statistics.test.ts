import { describe, expect, test, vi } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword } from '../../../test/support/app.ts';
import { fakeClock } from '../../../test/support/clock.ts';
import { makeReadOnly } from '../../../test/support/database-troubles.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import type { Db } from '../../kit/db/index.ts';
import { days, hours, minutes, seconds } from '../../kit/duration.ts';
import { createStatistics, deleteOldStatistics, readStatistics, type StatisticName } from './index.ts';
import { addCounts } from './store.ts';

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);

/** A connection that ends once the next transaction is kept, before anybody is told so. */
function losingOneAnswer(db: Db): Db {
  let isLost = false;
  const transaction = () => ({
    async execute(work: never) {
      const result = await db.transaction().execute(work);
      if (isLost) return result;
      isLost = true;
      throw new Error('The connection has ended.');
    },
  });
  return new Proxy(db, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name, target)),
  });
}

eachDatabase('statistics', (make) => {
  const open = async () => {
    const database = await make();
    const { db } = database;
    const clock = fakeClock();
    const warn = vi.fn();
    const counter = (over = db) => createStatistics({ db: over, clock, log: { warn } });
    const read = async (name: StatisticName, span: '24-hours' | '90-days' = '24-hours') =>
      (await readStatistics({ db, clock }, { names: [name], span })).counts[name];
    return { database, db, clock, warn, counter, read };
  };

  test('are read hour by hour and day by day, with zeros in between', async () => {
    const { clock, counter, read, db } = await open();
    const { count, flush } = counter();
    const countAt = (time: number, name: StatisticName = 'sign-ins') => {
      clock.set(time);
      count(name);
    };
    const now = Date.UTC(2030, 2, 31, 23, 59);
    const today = Date.UTC(2030, 2, 31);
    countAt(today - days(90) + hours(24) - 1);
    countAt(today - days(89));
    countAt(today - 1);
    countAt(today);
    countAt(today + minutes(59));
    countAt(now);
    countAt(now, 'registrations');
    await flush();
    const first = [2, ...Array(22).fill(0), 1];
    expect(await read('sign-ins')).toEqual(first);
    expect(await read('sign-ins', '90-days')).toEqual([1, ...Array(87).fill(0), 1, 3]);
    expect(await read('emails-sent', '90-days')).toEqual(Array(90).fill(0));
    const both = await readStatistics(
      { db, clock },
      { names: ['sign-ins', 'registrations'], span: '24-hours' },
    );
    expect(both.counts).toEqual({ 'sign-ins': first, registrations: [...Array(23).fill(0), 1] });
    expect([both.starts.length, both.starts[0], both.starts.at(-1)]).toEqual([24, today, today + hours(23)]);
  });

  test('of two processes at once are all there', async () => {
    const { counter, read } = await open();
    const counters = [counter(), counter()];
    const names = ['sign-ins', 'registrations', 'failed-other'] as const;
    for (let round = 0; round < 20; round += 1) {
      for (const { count } of counters) names.forEach(count);
      await Promise.all(counters.map(({ flush }) => flush()));
    }
    for (const name of names) expect(sum(await read(name)), name).toBe(40);
  });

  test('wait while the database takes no writes, and are written once it does', async () => {
    const { database, counter, read, warn } = await open();
    const { count, flush } = counter();
    count('sign-ins');
    await flush();
    const makeWritable = await makeReadOnly(database);
    for (let round = 0; round < 3; round += 1) {
      count('sign-ins');
      await flush();
    }
    expect(sum(await read('sign-ins'))).toBe(1);
    expect(warn, 'once for each outage').toHaveBeenCalledTimes(1);
    await makeWritable();
    count('sign-ins');
    await flush();
    expect(sum(await read('sign-ins'))).toBe(5);
  });

  test('are added once when the answer of the database is lost', async () => {
    const { db, counter, read } = await open();
    const { count, flush } = counter(losingOneAnswer(db));
    count('sign-ins');
    await flush();
    expect(sum(await read('sign-ins')), 'kept already').toBe(1);
    count('sign-ins');
    await flush();
    expect(sum(await read('sign-ins'))).toBe(2);
  });

  test('are all or none of a batch', async () => {
    const { db, clock, read } = await open();
    const counts = [
      { hour: Math.floor(clock() / hours(1)), name: 'sign-ins', count: 1 },
      { hour: Math.floor(clock() / hours(1)), name: 'registrations', count: null as never },
    ];
    const batch = { writer: 'one', number: 1, counts };
    await expect(addCounts(db, batch, clock())).rejects.toThrow();
    await addCounts(db, { ...batch, counts: counts.slice(0, 1) }, clock());
    expect(sum(await read('sign-ins'))).toBe(1);
  });

  test('are kept as long as a chart shows them', async () => {
    const { db, clock, counter, read } = await open();
    const { count, flush } = counter();
    const start = Date.UTC(2030, 0, 1);
    clock.set(start);
    count('sign-ins');
    await flush();
    const left = async (time: number) => {
      clock.set(time);
      await deleteOldStatistics(db, time);
      return sum(await read('sign-ins', '90-days'));
    };
    expect(await left(start + days(90) - 1)).toBe(1);
    expect(await left(start + days(90))).toBe(0);
    expect(await db.selectFrom('statistics').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('statistics_writers').selectAll().execute()).toEqual([]);
  });
});

eachApp('what happened', (open, make) => {
  test('is counted once each, and reading a session is not', async () => {
    const app = await open.on(await make());
    const { statistics } = app.services;
    const names = [
      'registrations',
      'sign-ins',
      'failed-incorrect-password',
      'failed-unknown-account',
    ] as const;
    const read = async () => {
      await statistics.flush();
      const { counts } = await readStatistics(app.services, { names, span: '24-hours' });
      return names.map((name) => counts[name].at(-1));
    };
    const username = freshName();
    const self = app.browser();
    await self.register(username, goodPassword);
    expect(await read()).toEqual([1, 0, 0, 0]);
    await self.login(username, goodPassword);
    await self.login(username, otherPassword);
    await self.login(freshName(), otherPassword);
    const count = vi.spyOn(statistics, 'count');
    for (let times = 0; times < 3; times += 1) expect((await self.get('/api/session')).status).toBe(200);
    expect(count).not.toHaveBeenCalled();
    count.mockRestore();
    expect(await read()).toEqual([1, 1, 1, 1]);
  });

  test('is written when the server stops', async () => {
    const app = await open.on(await make());
    await app.browser().register(freshName(), goodPassword);
    const { db, clock } = app.services;
    await app.app.close();
    const { counts } = await readStatistics({ db, clock }, { names: ['registrations'], span: '90-days' });
    expect(sum(counts.registrations)).toBe(1);
  });
});

describe('the counter', () => {
  test('writes by itself within ten seconds, and no more once it has stopped', async () => {
    vi.useFakeTimers();
    try {
      const written = vi.fn();
      const transaction = () => ({ execute: written });
      const statistics = createStatistics({
        db: { transaction } as never,
        clock: fakeClock(),
        log: { warn() {} },
      });
      statistics.count('sign-ins');
      await vi.advanceTimersByTimeAsync(seconds(10) - 1);
      expect(written).not.toHaveBeenCalled();
      statistics.count('sign-ins');
      await vi.advanceTimersByTimeAsync(1);
      expect(written).toHaveBeenCalledTimes(1);
      await statistics.stop();
      statistics.count('sign-ins');
      await vi.advanceTimersByTimeAsync(minutes(1));
      expect(written).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
