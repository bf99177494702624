import { expect, test } from 'vitest';
import { testConfig } from '../../../test/support/app.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { type Database, inTransaction } from '../../kit/db/index.ts';
import { hours, minutes } from '../../kit/duration.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { listEvents } from '../events/index.ts';
import { createSession, type NewSession } from './create.ts';
import { listSessions } from './store.ts';

const client = { actor: 'person', address: '203.0.113.1', device: 'Firefox on Linux' } as const;
const now = 1_900_000_000_000;
const config = await testConfig({
  session: {
    idle: minutes(30),
    absolute: hours(8),
    rememberIdle: hours(70),
    rememberAbsolute: hours(700),
    most: 3,
  },
});

/** Opens sessions of one new account. */
async function opener({ db }: Database, opened = config) {
  const { id: accountId } = await storedAccount(db);
  const notes: unknown[] = [];
  const open = (wanted: Partial<NewSession> = {}) => {
    const trail: NewSession['trail'] = { id: 'att_1', note: (step) => void notes.push(step) };
    const proof = { amr: ['pwd'], aal: 1 } as const;
    const whole = {
      accountId,
      transport: 'cookie',
      remember: false,
      proof,
      client,
      now,
      trail,
      ...wanted,
    } as const;
    return inTransaction(db, (tx) => createSession(tx, opened, whole));
  };
  const rows = () =>
    db.selectFrom('sessions').selectAll().where('account_id', '=', accountId).orderBy('id').execute();
  return { accountId, notes, open, rows };
}

eachDatabase('a session that is opened', (make) => {
  test('is a row with times, proof and client, and the hash of a token that is nowhere else', async () => {
    const { open, rows } = await opener(await make.shared());
    const { token, session } = await open({ proof: { amr: ['pwd', 'otp'], aal: 2 } });
    const [row] = await rows();
    expect(row).toMatchObject({
      id: session.id,
      token_hash: hashToken(token),
      transport: 'cookie',
      remember: 0,
      created_at: now,
      last_seen_at: now,
      idle_expires_at: now + minutes(30),
      expires_at: now + hours(8),
      amr: '["pwd","otp"]',
      aal: 2,
      auth_time: now,
      second_auth_time: now,
      address: client.address,
      device: client.device,
    });
    expect(JSON.stringify(row)).not.toContain(token.slice(4));
  });

  test('has proved no second factor where the password was all', async () => {
    const { open, rows } = await opener(await make.shared());
    await open();
    expect((await rows())[0]).toMatchObject({ aal: 1, second_auth_time: null });
  });

  test('lives longer where somebody asked to stay signed in', async () => {
    const { open } = await opener(await make.shared());
    const { session } = await open({ remember: true, transport: 'bearer' });
    expect([session.idle_expires_at, session.expires_at]).toEqual([now + hours(70), now + hours(700)]);
  });

  test('V7.3.2 lies idle no longer than it may live', async () => {
    const long = { ...config, session: { ...config.session, idle: hours(9) } };
    const { open } = await opener(await make.shared(), long);
    const { session } = await open();
    expect([session.idle_expires_at, session.expires_at]).toEqual([now + hours(8), now + hours(8)]);
  });

  test('V7.1.2 ends the oldest of an account that has as many as may live, and says so in the audit log', async () => {
    const database = await make.shared();
    const { accountId, notes, open, rows } = await opener(database);
    const first = await open();
    for (let count = 0; count < 2; count++) await open();
    expect([await rows(), notes]).toEqual([expect.objectContaining({ length: 3 }), []]);
    await open();
    expect((await rows()).map(({ id }) => id)).not.toContain(first.session.id);
    expect(await rows()).toHaveLength(3);
    expect(notes).toEqual([{ code: 'sessions-ended', count: 1, why: 'too-many' }]);
    expect(await listEvents(database.db, accountId, 10)).toEqual([
      expect.objectContaining({
        type: 'session-ended',
        session_id: first.session.id,
        detail: '{"reason":"too-many-sessions"}',
      }),
    ]);
  });

  test('ends none of another account, and counts none that has run out', async () => {
    const database = await make.shared();
    const [one, two] = [await opener(database), await opener(database)];
    for (let count = 0; count < 3; count++) {
      await one.open({ now: now - hours(9) });
      await two.open();
    }
    await one.open();
    expect([one.notes, two.notes]).toEqual([[], []]);
    expect(await listSessions(database.db, one.accountId, now)).toHaveLength(1);
    expect(await listSessions(database.db, two.accountId, now)).toHaveLength(3);
  });
});
