import { expect, test } from 'vitest';
import { testConfig } from '../../../test/support/app.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { type Database, inTransaction, type Tx } from '../../kit/db/index.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { createSession } from './create.ts';
import { requireLiving } from './living.ts';
import {
  deleteExpiredSessions,
  findProofTimes,
  listSessions,
  renewProof,
  replaceToken,
  revokeOtherSessions,
  revokeSession,
  revokeWeakSessions,
} from './store.ts';

const client = { actor: 'person', address: '203.0.113.1', device: 'Firefox on Linux' } as const;
const now = 1_900_000_000_000;
const end = { why: 'ended', at: now } as const;
const config = await testConfig();

/** A new account with so many sessions; those in `strong` have proved a second factor. */
async function withSessions({ db }: Database, count: number, strong: readonly number[] = []) {
  const { id: accountId } = await storedAccount(db);
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const isStrong = strong.includes(at);
    const proof = { amr: isStrong ? ['pwd', 'otp'] : ['pwd'], aal: isStrong ? 2 : 1 } as const;
    const wanted = {
      accountId,
      transport: 'bearer',
      remember: false,
      proof,
      client,
      now,
      trail: { id: 'att_1', note() {} },
    } as const;
    ids.push((await inTransaction(db, (tx) => createSession(tx, config, wanted))).session.id);
  }
  const living = async () => (await listSessions(db, accountId, now)).map(({ id }) => ids.indexOf(id));
  const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => inTransaction(db, work);
  const id = (at: number) => ids[at] ?? '';
  const row = (at: number) =>
    db.selectFrom('sessions').selectAll().where('id', '=', id(at)).executeTakeFirstOrThrow();
  return { accountId, id, living, inTx, row };
}

eachDatabase("an account's sessions", (make) => {
  test('are listed with the newest first, and no longer once they have run out', async () => {
    const database = await make.shared();
    const one = await withSessions(database, 2);
    expect(await one.living()).toEqual([1, 0]);
    const { idle_expires_at: end } = await one.row(0);
    expect(await listSessions(database.db, one.accountId, end - 1)).toHaveLength(2);
    expect(await listSessions(database.db, one.accountId, end)).toEqual([]);
  });

  test('end one by one, each once, and only for the account that has it', async () => {
    const database = await make.shared();
    const [one, other] = [await withSessions(database, 3), await withSessions(database, 1)];
    expect(await one.inTx((tx) => revokeSession(tx, other.accountId, one.id(1), end))).toBe(false);
    for (const nobodys of ['', 'nobody', '\0', `${one.id(1)}\0`]) {
      expect(await one.inTx((tx) => revokeSession(tx, one.accountId, nobodys, end)), nobodys).toBe(false);
    }
    const racers = Array.from({ length: 20 }, () =>
      one.inTx((tx) => revokeSession(tx, one.accountId, one.id(1), end)),
    );
    expect((await Promise.all(racers)).filter(Boolean)).toHaveLength(1);
    expect([await one.living(), await other.living()]).toEqual([[2, 0], [0]]);
  });

  test('V7.4.3 end all but the one that stays, or all, and nobody else’s', async () => {
    const database = await make.shared();
    const [one, other] = [await withSessions(database, 3), await withSessions(database, 2)];
    expect(await one.inTx((tx) => revokeOtherSessions(tx, one.accountId, one.id(1), end))).toBe(2);
    expect(await one.living()).toEqual([1]);
    expect(await one.inTx((tx) => revokeOtherSessions(tx, one.accountId, '', end))).toBe(1);
    expect([await one.living(), await other.living()]).toEqual([[], [1, 0]]);
  });

  test('that were opened without a second factor end alone', async () => {
    const database = await make.shared();
    const [one, other] = [await withSessions(database, 3, [1]), await withSessions(database, 1)];
    expect(await one.inTx((tx) => revokeWeakSessions(tx, one.accountId, end))).toBe(2);
    expect([await one.living(), await other.living()]).toEqual([[1], [0]]);
  });

  test('that have run out are removed, and no other', async () => {
    const database = await make.shared();
    const one = await withSessions(database, 2);
    await database.db
      .updateTable('sessions')
      .set({ idle_expires_at: now })
      .where('id', '=', one.id(0))
      .execute();
    await database.db
      .updateTable('sessions')
      .set({ idle_expires_at: now + 1 })
      .where('id', '=', one.id(1))
      .execute();
    await deleteExpiredSessions(database.db, now);
    expect(await one.inTx((tx) => requireLiving(tx, { id: one.id(1), token_hash: '' }, now))).toBeUndefined();
    await expect(
      one.inTx((tx) => requireLiving(tx, { id: one.id(0), token_hash: '' }, now)),
    ).rejects.toMatchObject({
      code: 'not-signed-in',
    });
  });

  test('keep the time of their second factor when a password verifies them again, and take a new one when that does', async () => {
    const database = await make.shared();
    const one = await withSessions(database, 1, [0]);
    const renew = (level: 1 | 2, at: number) =>
      one.inTx((tx) => renewProof(tx, one.id(0), { amr: ['pwd', 'otp'], aal: 2, level, now: at }));
    expect(await renew(1, now + 5)).toBe(true);
    const row = await one.row(0);
    expect([row.auth_time, row.second_auth_time]).toEqual([now + 5, now]);
    expect(await renew(2, now + 9)).toBe(true);
    expect(await findProofTimes(database.db, row)).toEqual({ auth_time: now + 9, second_auth_time: now + 9 });
  });

  test('that were ended are verified no more', async () => {
    const one = await withSessions(await make.shared(), 1);
    await one.inTx((tx) => revokeSession(tx, one.accountId, one.id(0), end));
    const proof = { amr: ['pwd'], aal: 1, level: 1, now } as const;
    expect(await one.inTx((tx) => renewProof(tx, one.id(0), proof))).toBe(false);
  });

  test('V7.2.4 get a new token for one of 50 who hold the old one, which is worth nothing from then on', async () => {
    const database = await make.shared();
    const one = await withSessions(database, 1);
    const held = await one.row(0);
    const given = await Promise.all(
      Array.from({ length: 50 }, () => one.inTx((tx) => replaceToken(tx, held))),
    );
    const [token = '', ...others] = given.filter((token) => token !== undefined);
    expect(others).toEqual([]);
    const row = await one.row(0);
    expect(row.token_hash).toBe(hashToken(token));
    expect(token).toMatch(/^lkb_/);
    expect(await findProofTimes(database.db, held)).toBeUndefined();
    expect(await findProofTimes(database.db, row)).toEqual({ auth_time: now, second_auth_time: null });
  });
});
