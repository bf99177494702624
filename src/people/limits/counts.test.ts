import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { minutes } from '../../kit/duration.ts';
import { allKnownKey, codeKeys, strangersKey } from './counters.ts';
import { findCounts, findCountsOf } from './counts.ts';

async function register(app: TestApp): Promise<string> {
  return (await app.browser().register(freshName(), goodPassword)).body.account?.id ?? '';
}

/** Counts under a key; `wait` and `ends` are in milliseconds from now. */
function count(
  app: TestApp,
  id: string,
  key: string,
  failures: number,
  { wait = 0, ends = minutes(90) } = {},
) {
  const now = app.clock();
  const row = { key, account_id: id, count: failures, blocked_until: now + wait, expires_at: now + ends };
  return app.services.db.insertInto('limits').values(row).execute();
}

const countsOf = (app: TestApp, id: string) =>
  findCounts(app.services.db, app.config.limits, id, app.clock());

eachApp('what is counted against an account', (open) => {
  test('is nothing at first', async () => {
    const app = await open();
    expect(await countsOf(app, await register(app))).toEqual({
      strangers: 0,
      known: 0,
      codes: 0,
      total: 0,
      holds: [],
    });
  });

  test('is told by whom it holds up, the longest wait for all known browsers, and each guess once', async () => {
    const app = await open();
    const id = await register(app);
    const key = strangersKey(id);
    const [strangers, known] = codeKeys(id);
    await count(app, id, key, 6, { wait: minutes(5) });
    await count(app, id, `${key}:device:a`, 5, { wait: minutes(1) });
    await count(app, id, `${key}:device:b`, 7, { wait: minutes(3) });
    await count(app, id, `${key}:session:c`, 9, { wait: minutes(9) });
    await count(app, id, allKnownKey(id), 21);
    await count(app, id, strangers, 50);
    await count(app, id, known, 2);
    const now = app.clock();
    expect(await countsOf(app, id)).toEqual({
      strangers: 6,
      known: 21,
      codes: 52,
      total: 79,
      holds: [
        { of: 'password', by: 'strangers', failures: 6, until: now + minutes(5), isFull: false },
        { of: 'code', by: 'strangers', failures: 50, until: now, isFull: true },
        { of: 'password', by: 'known', failures: 7, until: now + minutes(3), isFull: false },
      ],
    });
  });

  test('is over when it expires, and a wait when it ends', async () => {
    const app = await open();
    const id = await register(app);
    await count(app, id, strangersKey(id), 6, { wait: minutes(5), ends: minutes(10) });
    app.clock.advance(minutes(5));
    expect(await countsOf(app, id)).toMatchObject({ strangers: 6, holds: [] });
    app.clock.advance(minutes(5));
    expect(await countsOf(app, id)).toMatchObject({ strangers: 0, total: 0 });
  });

  test('is nobody else’s, also when many are asked about at once', async () => {
    const app = await open();
    const ids = [await register(app), await register(app), await register(app)] as const;
    await count(app, ids[0], strangersKey(ids[0]), 3);
    await count(app, ids[2], strangersKey(ids[2]), 5);
    const { db } = app.services;
    const of = await findCountsOf(db, app.config.limits, ids, app.clock());
    expect(ids.map((id) => of(id).strangers)).toEqual([3, 0, 5]);
    expect((await findCountsOf(db, app.config.limits, [], app.clock()))(ids[0]).total).toBe(0);
  });
});
