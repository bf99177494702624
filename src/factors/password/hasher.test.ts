import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { testConfig } from '../../../test/support/app.ts';
import { leastTime } from '../../../test/support/least-time.ts';
import { createPasswordHasher } from './hasher.ts';

const pepper = 'a pepper of the tests, long enough for one';
const hasherWith = async (changes: { hash?: object; pepper?: string } = {}) =>
  createPasswordHasher(
    await testConfig({ hash: changes.hash ?? {}, password: { pepper: changes.pepper ?? '' } }),
  );
const stored = (made: { hash: string; wraps: 'md5' | null; pepper: string }) => ({
  account_id: 'x',
  ...made,
  weak: 0,
  version: 1,
  changed_at: 0,
});

test('V11.4.2 a hash is argon2id in PHC form, with a salt of its own', async () => {
  const hasher = await hasherWith();
  const [one, two] = [await hasher.hash('walrus'), await hasher.hash('walrus')];
  expect(one.hash).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(one.hash).not.toBe(two.hash);
  expect(one).toMatchObject({ wraps: null, pepper: '' });
});

test.each(['walrus', '\0', 'a\0b', 'x'.repeat(2048), '💩'.repeat(64), 'é'])(
  'V6.2.8 %j fits its own hash alone',
  async (password) => {
    const hasher = await hasherWith();
    const made = stored(await hasher.hash(password));
    expect(await hasher.verify(made, password)).toBe(true);
    for (const other of [`${password} `, `${password}\0`, password.slice(0, -1), '', `${password}x`]) {
      expect(await hasher.verify(made, other), JSON.stringify(other)).toBe(false);
    }
  },
);

test('nothing fits where there is no account, and it is hashed all the same', async () => {
  const hasher = await hasherWith({ hash: { memory: 65_536, iterations: 2 } });
  const begin = performance.now();
  const verified = hasher.verify(undefined, 'walrus');
  expect(hasher.load().running).toBe(1);
  expect(await verified).toBe(false);
  expect(performance.now() - begin).toBeGreaterThan(10);
});

test('an MD5 that is wrapped fits the password that it is of, as it was typed', async () => {
  const hasher = await hasherWith();
  const password = 'décomposé'.normalize('NFD');
  const md5 = createHash('md5').update(password).digest('hex');
  const made = stored(await hasher.wrapMd5(md5.toUpperCase()));
  expect(made.wraps).toBe('md5');
  expect(await hasher.verify(made, password)).toBe(true);
  expect(await hasher.verify(made, md5), 'the MD5 itself is no password').toBe(false);
  expect(hasher.isCurrent(made)).toBe(false);
});

test('a pepper goes into every hash; without it, or with another, none fits', async () => {
  const [plain, peppered] = [await hasherWith(), await hasherWith({ pepper })];
  const made = stored(await peppered.hash('walrus'));
  expect(await peppered.verify(made, 'walrus')).toBe(true);
  expect(made.pepper).not.toContain(pepper);
  expect(await plain.verify(made, 'walrus')).toBe(false);
  expect(await plain.verify({ ...made, pepper: '' }, 'walrus')).toBe(false);
  const old = stored(await plain.hash('walrus'));
  expect(await peppered.verify(old, 'walrus'), 'hashed before there was one').toBe(true);
  expect([peppered.isCurrent(old), peppered.isCurrent(made)]).toEqual([false, true]);
});

test('V11.2.2 a hash with other parameters still fits, and is not current', async () => {
  const [weak, strong] = [await hasherWith(), await hasherWith({ hash: { memory: 64, iterations: 2 } })];
  const made = stored(await weak.hash('walrus'));
  expect(await strong.verify(made, 'walrus')).toBe(true);
  expect([weak.isCurrent(made), strong.isCurrent(made)]).toEqual([true, false]);
});

test('V15.2.2 V16.3.4 as many run at once as are allowed, some wait, the rest is told to come back', async () => {
  const hasher = await hasherWith({ hash: { concurrency: 2, queue: 3, memory: 65_536 } });
  const work = Array.from({ length: 8 }, () =>
    hasher.hash('walrus').then(
      () => 'done',
      (error) => error.code,
    ),
  );
  expect(hasher.load()).toEqual({ running: 2, waiting: 3 });
  expect((await Promise.all(work)).toSorted()).toEqual([
    'busy',
    'busy',
    'busy',
    'done',
    'done',
    'done',
    'done',
    'done',
  ]);
  expect(hasher.load()).toEqual({ running: 0, waiting: 0 });
});

test('a trail is told who waited, and behind how many', async () => {
  const hasher = await hasherWith({ hash: { concurrency: 1 } });
  const waits: unknown[] = [];
  const trailOf = (who: string) => ({ note: (step: unknown) => waits.push([who, step]) });
  await Promise.all(['first', 'second', 'third'].map((who) => hasher.hash('walrus', trailOf(who))));
  await hasher.verify(undefined, 'walrus', { trail: trailOf('alone') });
  expect(waits).toEqual([
    ['second', { code: 'hash-queued', ahead: 0 }],
    ['third', { code: 'hash-queued', ahead: 1 }],
  ]);
});

test('a hash in the database that is damaged lets nobody in, and blocks no other', async () => {
  const hasher = await hasherWith({ hash: { concurrency: 1 } });
  const made = stored(await hasher.hash('walrus'));
  for (const hash of ['', 'x', made.hash.slice(0, -10), made.hash.replace('argon2id', 'argon2x')]) {
    const verdict = await hasher.verify({ ...made, hash }, 'walrus').catch(() => 'refused');
    expect(verdict).not.toBe(true);
  }
  expect(hasher.load()).toEqual({ running: 0, waiting: 0 });
  expect(await hasher.verify(made, 'walrus')).toBe(true);
});

test('a password longer than any that may be chosen is wrong, at the cost of a hash and of nothing else', async () => {
  const hasher = await hasherWith();
  const long = `a${'\u0315\u0300\u05b0'.repeat(1365)}`;
  for (const of of ['', long.slice(0, 100)]) {
    const made = stored(await hasher.hash(of));
    const verified: Promise<boolean>[] = [];
    const time = leastTime(() => void verified.push(hasher.verify(made, long)));
    expect(time, 'of the event loop').toBeLessThan(10);
    const { running, waiting } = hasher.load();
    expect(running + waiting).toBe(verified.length);
    expect(new Set(await Promise.all(verified))).toEqual(new Set([false]));
  }
  const workshop = 'x'.repeat(4096);
  const wrapped = stored(await hasher.wrapMd5(createHash('md5').update(workshop).digest('hex')));
  expect(await hasher.verify(wrapped, workshop), 'the workshop had no longest').toBe(true);
});

test('S12 a right password waits for nothing, a wrong one as long as the dearest hash takes, without the processor', async () => {
  const dear = { recipe: 'argon2id', parameters: 'm=65536,t=4,p=1' };
  const hasher = await hasherWith({ hash: { concurrency: 1 } });
  const made = stored(await hasher.hash('walrus'));
  await hasher.measure([dear]);
  const timed = async (password: string) => {
    const begin = performance.now();
    const verified = hasher.verify(made, password, { costs: async () => [dear] });
    // As many as wait for their padding at once: none of them holds the slot.
    const others = Array.from({ length: 5 }, () => hasher.verify(made, 'x', { costs: async () => [dear] }));
    const right = await verified;
    const time = performance.now() - begin;
    await Promise.all(others);
    return { right, time, all: performance.now() - begin };
  };
  const [shares, together]: [number[], number[]] = [[], []];
  // What else the machine does falls on one of them, and makes a share larger: so the least counts.
  for (let round = 0; round < 3; round++) {
    const right = await timed('walrus');
    const wrong = await timed('teapot');
    expect([right.right, wrong.right]).toEqual([true, false]);
    shares.push(right.time / wrong.time);
    together.push(wrong.all / wrong.time);
  }
  expect(Math.min(...shares)).toBeLessThan(1 / 3);
  expect(Math.min(...together)).toBeLessThan(2);
});

test('a hash that would take too long is neither computed to measure it nor waited for to its end', async () => {
  const hasher = await hasherWith();
  const begin = performance.now();
  await hasher.measure([{ recipe: 'argon2id', parameters: 'm=4194304,t=1000,p=64' }]);
  expect(performance.now() - begin).toBeLessThan(15_000);
});
