import { expect, test } from 'vitest';
import { KeyedLock } from './keyed-lock.ts';

const full = () => 'Too many are waiting.';
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('work of one key runs one after the other, in the order of asking', async () => {
  const lock = new KeyedLock(10, full);
  const log: string[] = [];
  const work = (name: string) =>
    lock.run('key', async () => {
      log.push(`${name} begins`);
      await turn();
      log.push(`${name} ends`);
      return name;
    });
  expect(await Promise.all([work('a'), work('b'), work('c')])).toEqual(['a', 'b', 'c']);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('different keys do not wait for each other', async () => {
  const lock = new KeyedLock(10, full);
  const never = lock.run('stuck', () => new Promise(() => {}));
  expect(await Promise.race([lock.run('free', async () => 'done'), never])).toBe('done');
});

test('work that fails says so to its own caller, and the next has its turn', async () => {
  const lock = new KeyedLock(10, full);
  const failed = lock.run('key', async () => {
    throw new Error('of its own');
  });
  const next = lock.run('key', async () => 'done');
  await expect(failed).rejects.toThrow('of its own');
  expect(await next).toBe('done');
  expect(await lock.run('key', async () => 'later')).toBe('later');
});

test('V2.4.1 so many of one key wait, one more is told to come back, and room is made again', async () => {
  const lock = new KeyedLock(2, full);
  const { promise, resolve: end } = Promise.withResolvers<string>();
  const runs = [1, 2, 3].map(() => lock.run('key', () => promise));
  await expect(lock.run('key', () => promise)).rejects.toMatchObject({
    code: 'busy',
    options: { retryAfter: 1 },
  });
  expect(await lock.run('other', async () => 'done')).toBe('done');
  end('done');
  expect(await Promise.all(runs)).toEqual(['done', 'done', 'done']);
  expect(await lock.run('key', async () => 'again')).toBe('again');
});
