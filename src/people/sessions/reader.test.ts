import { expect, test } from 'vitest';
import { type Settings, testConfig } from '../../../test/support/app.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { type Database, inTransaction } from '../../kit/db/index.ts';
import { days, hours, minutes } from '../../kit/duration.ts';
import { createSession, type Transport } from './create.ts';
import { createSessionReader } from './reader.ts';
import { deleteExpiredSessions, revokeSession } from './store.ts';

const client = { actor: 'person', address: '203.0.113.1', device: 'Firefox on Linux' } as const;
const now = 1_900_000_000_000;

/** A session of a new account, and how it is found at a time. */
async function opened(
  database: Database,
  settings: Settings = {},
  transport: Transport = 'cookie',
  remember = false,
) {
  const config = await testConfig(settings);
  const account = await storedAccount(database.db, now);
  const proof = { amr: ['pwd'], aal: 1 } as const;
  const wanted = {
    accountId: account.id,
    transport,
    remember,
    proof,
    client,
    now,
    trail: { id: 'att_1', note() {} },
  };
  const made = await inTransaction(database.db, (tx) => createSession(tx, config, wanted));
  const reader = createSessionReader(database, config);
  const findAt = (at: number) => reader.find(made.token, transport, at);
  const row = () =>
    database.db
      .selectFrom('sessions')
      .select(['last_seen_at', 'idle_expires_at', 'expires_at', 'unused'])
      .where('id', '=', made.session.id)
      .executeTakeFirst();
  return { ...made, account, reader, findAt, row };
}

eachDatabase('a session', (make) => {
  test('is found by its token, with its account', async () => {
    const { account, session: made, findAt } = await opened(await make.shared());
    expect(await findAt(now)).toMatchObject({
      account: { id: account.id, username: account.username, created_at: now },
      via: { kind: 'session', session: { id: made.id, amr: '["pwd"]', aal: 1 } },
    });
  });

  test('V7.3.1 ends after an hour without a use, to the millisecond', async () => {
    const { findAt } = await opened(await make.shared());
    expect(await findAt(now + hours(1))).toBeUndefined();
    expect(await findAt(now + hours(1) - 1)).toBeDefined();
  });

  test('V7.3.2 ends after 24 hours, however much it is used', async () => {
    const { findAt, row } = await opened(await make.shared());
    for (let at = 0.5; at < 24; at += 0.5) expect(await findAt(now + hours(at)), `hour ${at}`).toBeDefined();
    expect((await row())?.idle_expires_at, 'the idle end is never later').toBe(now + days(1));
    expect(await findAt(now + days(1) - 1)).toBeDefined();
    expect(await findAt(now + days(1))).toBeUndefined();
  });

  test('V7.1.1 with remember ends after 7 days without a use, and after 30 in any case', async () => {
    const { findAt, row } = await opened(await make.shared(), {}, 'cookie', true);
    expect(await findAt(now + days(7))).toBeUndefined();
    expect(await findAt(now + days(6))).toBeDefined();
    expect(await row()).toMatchObject({ idle_expires_at: now + days(13), expires_at: now + days(30) });
    for (let day = 12; day < 30; day += 6) expect(await findAt(now + days(day)), `day ${day}`).toBeDefined();
    expect(await findAt(now + days(30) - 1)).toBeDefined();
    expect(await findAt(now + days(30))).toBeUndefined();
  });

  test('is noted as used at most once a minute', async () => {
    const { findAt, row } = await opened(await make.shared());
    await findAt(now);
    await findAt(now + minutes(1) - 1);
    expect(await row()).toMatchObject({ last_seen_at: now, idle_expires_at: now + minutes(60) });
    await findAt(now + minutes(1));
    expect(await row()).toMatchObject({ last_seen_at: now + minutes(1), idle_expires_at: now + minutes(61) });
    await findAt(now + minutes(2) - 1);
    expect((await row())?.last_seen_at).toBe(now + minutes(1));
  });

  test('is unused until its first use, which is noted at once', async () => {
    const { findAt, row } = await opened(await make.shared());
    expect(await row()).toMatchObject({ unused: 1 });
    await Promise.all(Array.from({ length: 20 }, () => findAt(now + 1)));
    expect(await row()).toMatchObject({ unused: 0, last_seen_at: now + 1 });
    await findAt(now + 2);
    expect((await row())?.last_seen_at, 'a second use in the same minute').toBe(now + 1);
  });

  test('that opens nothing says why: it lay idle, was too old, or was ended', async () => {
    const database = await make.shared();
    const { account, findAt, reader, session, token } = await opened(database);
    const why = (at: number) => reader.explain(token, 'cookie', at);
    const accountId = account.id;
    expect(await why(now + hours(1))).toEqual({ reason: 'idle', at: now + hours(1), accountId });
    for (let at = 0.5; at < 24; at += 0.5) await findAt(now + hours(at));
    expect(await why(now + days(1))).toEqual({ reason: 'absolute', at: now + days(1), accountId });
    await deleteExpiredSessions(database.db, now + days(2));
    expect(await why(now + days(2)), 'and still says so once it is swept').toEqual({
      reason: 'absolute',
      at: now + days(1),
      accountId,
    });
    expect(await why(now + days(8)), 'for a week').toEqual({ reason: 'unknown' });
    const other = await opened(database);
    const end = { why: 'password-changed', at: now } as const;
    await inTransaction(database.db, (tx) => revokeSession(tx, other.account.id, other.session.id, end));
    expect(await other.reader.explain(other.token, 'cookie', now)).toEqual({
      reason: 'password-changed',
      at: now,
      accountId: other.account.id,
    });
    expect(await other.reader.explain(`${other.token.slice(0, -1)}!`, 'cookie', now)).toEqual({
      reason: 'unknown',
    });
    expect(await other.reader.explain(other.token, 'bearer', now), 'by another transport').toEqual({
      reason: 'unknown',
    });
    expect(session.id).not.toBe(other.session.id);
  });

  test('that 50 use at once in a new minute stands as one use', async () => {
    const { findAt, row } = await opened(await make.shared());
    const at = (n: number) => now + minutes(5) + n;
    const found = await Promise.all(Array.from({ length: 50 }, (_, n) => findAt(at(n))));
    expect(found).not.toContain(undefined);
    const { last_seen_at: seen = 0, idle_expires_at: idle = 0 } = (await row()) ?? {};
    expect(seen).toBeGreaterThanOrEqual(at(0));
    expect(idle - seen).toBe(minutes(60));
  });

  test.each(['cookie', 'bearer'] as const)('for a %s is found by no other transport', async (transport) => {
    const { token, reader, findAt } = await opened(await make.shared(), {}, transport);
    const other = transport === 'cookie' ? 'bearer' : 'cookie';
    expect(await reader.find(token, other, now)).toBeUndefined();
    const disguised = `${other === 'cookie' ? 'lks' : 'lkb'}_${token.slice(4)}`;
    expect(await reader.find(disguised, other, now)).toBeUndefined();
    expect(await findAt(now)).toBeDefined();
  });

  test('is not found by its token where its row says another transport', async () => {
    const database = await make.shared();
    const { session: made, findAt } = await opened(database);
    await database.db
      .updateTable('sessions')
      .set({ transport: 'bearer' })
      .where('id', '=', made.id)
      .execute();
    expect(await findAt(now)).toBeUndefined();
  });

  test('V7.4.1 is found nowhere once it was ended, by a reader that has found it before', async () => {
    const database = await make.shared();
    const { account, session: made, findAt } = await opened(database);
    expect(await findAt(now)).toBeDefined();
    await inTransaction(database.db, (tx) =>
      revokeSession(tx, account.id, made.id, { why: 'ended', at: now }),
    );
    expect(await findAt(now)).toBeUndefined();
  });

  test('that proved too little opens nothing once a second factor is required', async () => {
    const database = await make.shared();
    const { findAt, token, session: made } = await opened(database);
    expect(await findAt(now)).toBeDefined();
    const login = { ...(await testConfig()).login, secondFactor: 'required' } as const;
    const strict = createSessionReader(database, await testConfig({ login }));
    expect(await strict.find(token, 'cookie', now)).toBeUndefined();
    await database.db.updateTable('sessions').set({ aal: 2 }).where('id', '=', made.id).execute();
    expect(await strict.find(token, 'cookie', now)).toBeDefined();
  });
});
