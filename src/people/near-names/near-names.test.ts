import { expect, test } from 'vitest';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { hours } from '../../kit/duration.ts';
import { createLogger } from '../../kit/log.ts';
import { createNearNames } from './keeper.ts';
import { hashOfHour, lettersOf, mayBeName, nearTo } from './letters.ts';
import { countNearNames, deleteOldNearNames } from './store.ts';

const secretKey = 'a-key-that-only-the-tests-know-and-share';
const hash = hashOfHour(secretKey, 1);
const isNear = (name: string, typed: string) => nearTo(name, hash)(lettersOf(typed, hash));

test.each(['da', 'aa', 'ad', 'adaa', 'aada', 'zada', 'adaz', 'adza', 'eda', 'ade', 'aea', 'daa', 'aad'])(
  '%s is one letter away from ada',
  (typed) => expect(isNear('ada', typed)).toBe(true),
);

test.each(['ada', 'a', 'adabc', 'abb', 'dab', 'bcd', '', 'adaada', 'ebe', 'zadaz'])(
  '%s is not one letter away from ada',
  (typed) => expect(isNear('ada', typed)).toBe(false),
);

test('letters of any script count as one each', () => {
  expect(isNear('日本語', '日本')).toBe(true);
  expect(isNear('a😀b', 'ab')).toBe(true);
  expect(isNear('jürgen', 'jurgen')).toBe(true);
});

test('another hour or another key makes other hashes, so that nothing can be put together', () => {
  const stored = lettersOf('ade', hash);
  expect(nearTo('ada', hashOfHour(secretKey, 2))(stored)).toBe(false);
  expect(nearTo('ada', hashOfHour(`${secretKey}x`, 1))(stored)).toBe(false);
  expect(stored).not.toContain('ade');
});

test('what looks like a password is never kept', () => {
  const names = ['ada', 'ada.b_c-1', 'a da', 'ada@example.com', 'jürgen', '日本語'];
  const others = ['', 'correct horse battery', 'p@ss word!', 'S3cret!?', 'x'.repeat(101), 'a@b@c d'];
  expect(names.map(mayBeName)).toEqual(names.map(() => true));
  expect(others.map(mayBeName)).toEqual(others.map(() => false));
});

eachDatabase('names that nobody has', (make) => {
  const open = async () => {
    const { db } = await make();
    const clock = fakeClock();
    const log = createLogger({ level: 'error', format: 'json', write() {} });
    const keeper = createNearNames({ db, clock, secretKey, log });
    const count = async (...names: string[]) => {
      await keeper.flush();
      return countNearNames(db, { names, secretKey, now: clock() });
    };
    return { db, clock, keeper, count };
  };

  test('are counted for an hour, over the turn of a clock hour too', async () => {
    const { db, clock, keeper, count } = await open();
    keeper.keep('ade', '192.0.2.1');
    clock.advance(hours(1) - 1000);
    keeper.keep('da', '192.0.2.1');
    expect([await count('ada'), await count('bert'), await count('ada', 'bda')]).toEqual([2, 0, 2]);
    clock.advance(2000);
    expect(await count('ada')).toBe(1);
    clock.advance(hours(1));
    await deleteOldNearNames(db, clock());
    expect(await db.selectFrom('near_names').selectAll().execute()).toEqual([]);
  });

  test('are no more than twenty of an address in an hour, and others have room beside it', async () => {
    const { clock, keeper, count } = await open();
    for (let at = 0; at < 30; at++) keeper.keep('grade', '192.0.2.9');
    keeper.keep('grade', '192.0.2.10');
    expect(await count('grada')).toBe(21);
    for (let at = 0; at < 30; at++) keeper.keep('grade', `2001:db8:1:2:${at}::1`);
    expect(await count('grada'), 'a whole network of IPv6 is one').toBe(41);
    clock.advance(hours(1));
    keeper.keep('grade', '192.0.2.9');
    expect(await count('grada')).toBe(1);
  });

  test('are no more than twenty of the addresses that one sender has in IPv6', async () => {
    const { keeper, count } = await open();
    for (let at = 0; at < 30; at++) keeper.keep('grade', `2001:db8::${at}`);
    keeper.keep('grade', '2001:db8:0:1::');
    expect(await count('grada')).toBe(21);
  });

  test('are no more than two thousand in an hour, from wherever they come', async () => {
    const { db, keeper } = await open();
    for (let at = 0; at < 2100; at++) keeper.keep('grade', `192.0.2.${at}`);
    await keeper.flush();
    const rows = await db.selectFrom('near_names').select('id').execute();
    expect(rows.length).toBe(2000);
  });

  test('that cannot be written hold nothing up', async () => {
    const { db, keeper } = await open();
    await db.schema.dropTable('near_names').execute();
    keeper.keep('ade', '192.0.2.1');
    await expect(keeper.flush()).resolves.toBeUndefined();
  });
});
