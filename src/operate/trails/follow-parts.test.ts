import { expect, test } from 'vitest';
import { eachApp } from '../../../test/support/app.ts';
import { firstIdAt } from '../../kit/ids.ts';
import { followParts } from './follow-parts.ts';

eachApp('whoever follows the parts of trails', (open) => {
  test('hears of each once, however many end in a moment and however late one comes to light', async () => {
    const { services } = await open();
    const { db } = services;
    const begin = Date.now() + 60_000;
    const idOf = (at: number) => firstIdAt(begin + at).replace(/0{12}$/, '000000000001');
    const part = { kind: 'login', account_id: null, outcome: 'done', steps: '[]' } as const;
    const insert = (times: readonly number[]) =>
      db
        .insertInto('trail_parts')
        .values(times.map((at) => ({ ...part, id: idOf(at), trail_id: idOf(at), at: begin + at })))
        .execute();
    const look = await followParts({ db });
    const many = Array.from({ length: 2500 }, (_, at) => at);
    for (let at = 0; at < many.length; at += 500) await insert(many.slice(at, at + 500));
    expect((await look()).map(({ id }) => id)).toEqual(many.map(idOf));
    expect(await look()).toEqual([]);
    await insert([3000]);
    expect((await look()).map(({ id }) => id)).toEqual([idOf(3000)]);
    await insert([2999]);
    expect((await look()).map(({ id }) => id)).toEqual([idOf(2999)]);
    expect(await look()).toEqual([]);
  });
});
