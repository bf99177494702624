import { expect, test, vi } from 'vitest';

// Of its own: an id is never earlier than the last one, and other tests of this process may have moved the clock ahead.
vi.resetModules();
const { newId } = await import('./ids.ts');
const ids = Array.from({ length: 20_000 }, newId);

test('an id is a UUID of version 7 that begins with the time of its birth', () => {
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const time = Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16);
  expect(Math.abs(Date.now() - time)).toBeLessThan(60_000);
});

test('ids are in the order of their birth, also those of one millisecond, and none comes twice', () => {
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
