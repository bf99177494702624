import { expect, test } from 'vitest';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { everyRow } from '../../../test/support/every-row.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { days } from '../../kit/duration.ts';
import { newId } from '../../kit/ids.ts';
import { isNewProgram } from './known-program.ts';

const script = { actor: 'person', address: '2001:db8:1:2::3', device: 'my-script/1.0' } as const;

eachDatabase('a program that logs in', (make) => {
  test('is new once; elsewhere, by another name, or after a change of factors it is new again', async () => {
    const database = await make.shared();
    const clock = fakeClock();
    const owner = { accountId: newId(), securityVersion: 1 };
    const isNew = (whose = owner, from: { actor: 'person'; address: string; device: string } = script) =>
      inTransaction(database.db, (tx) => isNewProgram(tx, { clock }, whose, from));
    expect([await isNew(), await isNew()]).toEqual([true, false]);
    expect(await isNew(owner, { ...script, address: '2001:db8:1:2:9::1' }), 'the same network').toBe(false);
    expect(await isNew(owner, { ...script, address: '2001:db8:1:3::3' }), 'another network').toBe(true);
    expect(await isNew(owner, { ...script, device: 'my-script/1.1' }), 'another name').toBe(true);
    expect(await isNew({ ...owner, securityVersion: 2 }), 'after a change').toBe(true);
    expect(await isNew({ ...owner, accountId: newId() }), 'another account').toBe(true);
    const kept = (await everyRow(database)).map(({ text }) => text).join();
    expect(kept, 'what is kept is a hash').not.toContain('my-script');
  });

  test('is known for 30 days after each login', async () => {
    const { db } = await make.shared();
    const clock = fakeClock();
    const owner = { accountId: newId(), securityVersion: 1 };
    const isNew = () => inTransaction(db, (tx) => isNewProgram(tx, { clock }, owner, script));
    const seen = [await isNew()];
    for (const wait of [days(30) - 1, days(30) - 1, days(30)]) {
      clock.advance(wait);
      seen.push(await isNew());
    }
    expect(seen).toEqual([true, false, false, true]);
  });
});
