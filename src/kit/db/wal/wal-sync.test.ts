import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WalSync } from './wal-sync.ts';

let folder: string;
let sync: WalSync;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-test-'));
  sync = new WalSync(join(folder, 'a.sqlite'));
});

afterEach(async () => {
  await sync.close();
  await rm(folder, { recursive: true });
});

test('commits that wait together share one sync', async () => {
  await writeFile(join(folder, 'a.sqlite-wal'), 'frames');
  const [one, other] = [sync.sync(), sync.sync()];
  expect(other).toBe(one);
  await one;
});

test('a commit that comes while a sync runs waits for one that begins after it', async () => {
  await writeFile(join(folder, 'a.sqlite-wal'), 'frames');
  const first = sync.sync();
  // The first begins once the turn in which it was asked for is over.
  await new Promise((resolve) => setImmediate(resolve));
  const second = sync.sync();
  expect(second).not.toBe(first);
  const order: string[] = [];
  await Promise.all([first.then(() => order.push('first')), second.then(() => order.push('second'))]);
  expect(order).toEqual(['first', 'second']);
});

test('a sync that fails fails for those who wait for it, and the next is tried anew', async () => {
  await expect(sync.sync()).rejects.toThrow('ENOENT');
  await writeFile(join(folder, 'a.sqlite-wal'), 'frames');
  await expect(sync.sync()).resolves.toBeUndefined();
});
