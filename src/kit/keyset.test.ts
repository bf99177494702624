import { expect, test } from 'vitest';
import { type Place, pageOf } from './keyset.ts';

const all = [9, 8, 7, 6, 5, 4, 3];

/** What a query would find of them. */
function find({ before, after, limit }: Place<number>): number[] {
  const below = all.filter((one) => (before === undefined || one < before) && (after ?? 0) < one);
  return (after === undefined ? below : below.toReversed()).slice(0, limit + 1);
}

const page = (place: Place<number>) => pageOf(find(place), place, (one) => one);

test('leads down to the end and up again, through the same pages', () => {
  const top = page({ limit: 3 });
  expect(top).toEqual({ items: [9, 8, 7], newer: undefined, older: 7 });
  const middle = page({ limit: 3, before: top.older });
  expect(middle).toEqual({ items: [6, 5, 4], newer: 6, older: 4 });
  const last = page({ limit: 3, before: middle.older });
  expect(last).toEqual({ items: [3], newer: 3, older: undefined });
  expect(page({ limit: 3, after: last.newer })).toEqual(middle);
  expect(page({ limit: 3, after: middle.newer })).toEqual(top);
});

test('has no neighbours where there is nothing', () => {
  const empty = { items: [], newer: undefined, older: undefined };
  expect([page({ limit: 3, before: 3 }), page({ limit: 3, after: 9 })]).toEqual([empty, empty]);
});
