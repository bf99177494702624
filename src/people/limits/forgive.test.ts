import { expect, test } from 'vitest';
import { eachDatabase, type MakeDatabase } from '../../../test/support/databases.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { never } from './asked/address-limit.ts';
import { allKnownKey, codeKeys, strangersKey } from './counters.ts';
import {
  beginNewCodeCount,
  beginNewCodeCounts,
  forgetGuessesBeforeRecovery,
  forgetPasswordGuesses,
} from './forgive.ts';
import { clearLimitsOf } from './store.ts';

const names = ['strangers', 'device', 'all known', 'codes', 'known codes'] as const;

/** Two accounts with a count of everything each; answers what is left of both after `work` on the first. */
async function leftAfter(make: MakeDatabase, work: (tx: Tx, accountId: string) => Promise<void>) {
  const { db } = await make.shared();
  const accounts = [await storedAccount(db), await storedAccount(db)] as const;
  const keysOf = (id: string) => [
    strangersKey(id),
    `${strangersKey(id)}:device:a`,
    allKnownKey(id),
    ...codeKeys(id),
  ];
  for (const { id } of accounts) {
    const row = { account_id: id, count: 3, blocked_until: 0, expires_at: never };
    await db
      .insertInto('limits')
      .values(keysOf(id).map((key) => ({ key, ...row })))
      .execute();
  }
  await inTransaction(db, (tx) => work(tx, accounts[0].id));
  const rows = await db.selectFrom('limits').select('key').execute();
  const left = accounts.map(({ id }) =>
    names.filter((_, at) => rows.some(({ key }) => key === keysOf(id)[at])),
  );
  expect(left[1], "another account's").toEqual(names);
  return left[0];
}

eachDatabase('counts of wrong guesses', (make) => {
  test('V6.3.1 stand for both sides of codes after a new password, and go for every password', async () => {
    expect(await leftAfter(make, forgetPasswordGuesses)).toEqual(['codes', 'known codes']);
  });

  test('V6.4.3 stand for codes of strangers after a recovery by email, which makes strangers of all', async () => {
    expect(await leftAfter(make, forgetGuessesBeforeRecovery)).toEqual(['codes']);
  });

  test.each([
    ['strangers', ['strangers', 'device', 'all known', 'known codes']],
    ['known', ['strangers', 'device', 'all known', 'codes']],
  ] as const)('begin anew for the codes of one side (%s)', async (side, left) => {
    expect(await leftAfter(make, (tx, id) => beginNewCodeCount(tx, id, side))).toEqual(left);
  });

  test('begin anew for the codes of both sides', async () => {
    expect(await leftAfter(make, beginNewCodeCounts)).toEqual(['strangers', 'device', 'all known']);
  });

  test('go all at once when an operator unlocks the account', async () => {
    expect(await leftAfter(make, clearLimitsOf)).toEqual([]);
  });
});
