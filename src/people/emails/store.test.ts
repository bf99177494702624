import { expect, test } from 'vitest';
import { eachDatabase, type MakeDatabase } from '../../../test/support/databases.ts';
import { freshAddress } from '../../../test/support/mails.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { checkEmail } from './address.ts';
import { emailState, findOwnEmail } from './state.ts';
import {
  deletePendingEmail,
  deleteVerifiedEmail,
  findAccountByVerifiedEmail,
  findOwner,
  findVerifiedAddress,
  insertVerifiedEmail,
  putPendingEmail,
} from './store.ts';

const now = Date.UTC(2030, 0, 1, 12);

function emailOf(typed: string) {
  const { ok, ...email } = checkEmail(typed);
  if (!ok || !('key' in email)) throw new Error(typed);
  return email;
}

async function person(make: MakeDatabase) {
  const { db } = await make.shared();
  const account = await storedAccount(db);
  const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => inTransaction(db, work);
  return {
    db,
    ...account,
    inTx,
    askFor: (typed: string) => inTx((tx) => putPendingEmail(tx, account.id, emailOf(typed), now)),
    confirm: (typed: string) => inTx((tx) => insertVerifiedEmail(tx, account.id, emailOf(typed), now)),
  };
}

eachDatabase('an address', (make) => {
  test('that is only asked for belongs to nobody and opens nothing', async () => {
    const { db, id, username, askFor } = await person(make);
    const address = freshAddress();
    await askFor(address);
    expect(await findVerifiedAddress(db, id)).toBeUndefined();
    expect(await findAccountByVerifiedEmail(db, address)).toBeUndefined();
    expect(await findOwner(db, 'address', address)).toBeUndefined();
    expect(await findOwner(db, 'username', username)).toBeUndefined();
    expect(await emailState(db, id)).toEqual({ email: null, verified: false, pending: address });
  });

  test('that is asked for takes the place of the one before, and leaves the confirmed one', async () => {
    const { db, id, askFor, confirm } = await person(make);
    const [mine, typo, next] = [freshAddress(), freshAddress(), freshAddress()];
    await confirm(mine);
    await askFor(typo);
    await askFor(next);
    expect(await findOwnEmail(db, id)).toEqual({
      address: mine,
      verifiedAt: '2030-01-01T12:00:00.000Z',
      pending: next,
    });
  });

  test('that is confirmed is found by its key, with its account, as it was typed', async () => {
    const { db, id, username, confirm } = await person(make);
    const address = freshAddress();
    await confirm(` ${address.replace('person', 'Person').replace('example', 'EXAMPLE')} `);
    const typed = address.replace('person', 'Person').replace('example', 'EXAMPLE');
    expect(await findAccountByVerifiedEmail(db, address)).toMatchObject({ id, username });
    expect(await findOwner(db, 'address', address)).toEqual({ accountId: id, username, address: typed });
    expect(await findOwner(db, 'username', username)).toEqual({ accountId: id, username, address: typed });
    expect(await findVerifiedAddress(db, id)).toBe(typed);
  });

  test('V15.4.2 belongs to one of 30 accounts that confirm it at once, however they spell it', async () => {
    const { db } = await make.shared();
    const people = await Promise.all(Array.from({ length: 30 }, () => person(make)));
    const address = freshAddress();
    const spellings = [address, address.toUpperCase(), ` ${address}`];
    const confirmed = await Promise.all(
      people.map(({ confirm }, at) => confirm(spellings[at % spellings.length] ?? address)),
    );
    expect(confirmed.filter(Boolean)).toHaveLength(1);
    const [winner] = people.filter((_, at) => confirmed[at]);
    expect((await findAccountByVerifiedEmail(db, address))?.id).toBe(winner?.id);
  });

  test('may be asked for by many who each have it pending', async () => {
    const [one, two] = [await person(make), await person(make)];
    const address = freshAddress();
    for (const { askFor } of [one, two]) await askFor(address);
    for (const { db, id } of [one, two]) expect((await emailState(db, id)).pending).toBe(address);
  });

  test('is taken away as confirmed or as asked for, each without the other', async () => {
    const { db, id, inTx, askFor, confirm } = await person(make);
    const [mine, next] = [freshAddress(), freshAddress()];
    await confirm(mine);
    await askFor(next);
    await inTx((tx) => deletePendingEmail(tx, id));
    expect(await emailState(db, id)).toEqual({ email: mine, verified: true, pending: null });
    await askFor(next);
    await inTx((tx) => deleteVerifiedEmail(tx, id));
    expect(await emailState(db, id)).toEqual({ email: null, verified: false, pending: next });
    await inTx((tx) => deletePendingEmail(tx, id));
    expect(await findOwnEmail(db, id)).toBeNull();
  });

  test('is looked for under whatever was typed, NUL included', async () => {
    const { db } = await person(make);
    for (const key of ['', '\0', 'ada\0@example.com', '%', "' or 1=1"]) {
      expect(await findAccountByVerifiedEmail(db, key)).toBeUndefined();
      expect(await findOwner(db, 'username', key)).toBeUndefined();
      expect(await findOwner(db, 'address', key)).toBeUndefined();
    }
  });
});
