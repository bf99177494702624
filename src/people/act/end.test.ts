import { expect, test } from 'vitest';
import { testConfig } from '../../../test/support/app.ts';
import { eachDatabase, type MakeDatabase } from '../../../test/support/databases.ts';
import { freshAddress } from '../../../test/support/mails.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { storedApp, storedGrant } from '../../../test/support/stored-app.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { findAccount } from '../accounts/index.ts';
import { insertAttempt, type LoginAttemptsTable } from '../attempts/index.ts';
import { insertVerifiedEmail } from '../emails/index.ts';
import { listGrants } from '../grants/index.ts';
import { codeKeys, strangersKey } from '../limits/index.ts';
import { createSession, createSessionReader } from '../sessions/index.ts';
import type { By } from './by.ts';
import { endWhatIs } from './end.ts';
import type { Ends } from './kinds.ts';

const client = { actor: 'person', address: '203.0.113.9', device: 'a test' } as const;
const now = 1_900_000_000_000;
const everything = [
  'own session',
  'weak session',
  'strong session',
  'own attempt',
  'attempt',
  'attempt by email',
  'pending address',
  'confirmed address',
  'link to confirm',
  'link to recover',
  'guesses at the password',
  'guesses at codes',
  'known guesses at codes',
  'grant of own session',
  'grant that outlives sessions',
] as const;

/** An account that has one of everything that an act may end; `left` tells what it still has. */
async function whole(make: MakeDatabase) {
  const database = await make.shared();
  const { db } = database;
  const config = await testConfig();
  const { id: accountId } = await storedAccount(db, now);
  const sessionOf = (aal: 1 | 2) =>
    inTransaction(db, (tx) =>
      createSession(tx, config, {
        ...{
          accountId,
          transport: 'cookie',
          remember: false,
          client,
          now,
          trail: { id: 'att_1', note() {} },
        },
        proof: { amr: ['pwd'], aal },
      }),
    );
  const [own, weak, strong] = [await sessionOf(1), await sessionOf(1), await sessionOf(2)];
  const attemptOf = async (name_hash: string | null): Promise<LoginAttemptsTable> => {
    const who = { id: newId(), secret_hash: newId(), account_id: accountId, name_hash, amr: '[]' };
    const sessionOptions = { is_multi_factor: 0, transport: 'cookie', remember: 0 } as const;
    const attempt = { ...who, ...sessionOptions, expires_at: now + 1000, used_at: null };
    await inTransaction(db, (tx) => insertAttempt(tx, attempt));
    return attempt;
  };
  const [attempt, other, byEmail] = [await attemptOf(null), await attemptOf(null), await attemptOf(newId())];
  const [address, pending] = [freshAddress(), freshAddress()];
  await inTransaction(db, (tx) => insertVerifiedEmail(tx, accountId, { address, key: address }, now));
  const asked = {
    account_id: accountId,
    address: pending,
    address_key: pending,
    verified_at: null,
    created_at: now,
  };
  await db
    .insertInto('emails')
    .values({ id: newId(), ...asked })
    .execute();
  for (const purpose of ['verify-email', 'recover'] as const) {
    const link = { token_hash: hashToken(newId()), purpose, address, sent_at: now, expires_at: now + 1000 };
    const state = { used_at: null, ended_at: null, ended_by: null, mail_id: null, trail_id: null };
    await db
      .insertInto('links')
      .values({ ...link, ...state, account_id: accountId })
      .execute();
  }
  const keys = [strangersKey(accountId), ...codeKeys(accountId)];
  for (const key of keys) {
    const row = { key, account_id: accountId, count: 3, blocked_until: 0, expires_at: now + 1000 };
    await db.insertInto('limits').values(row).execute();
  }
  const { id: app } = await storedApp(db, now);
  const grantOf = (session: string | null) => storedGrant(db, { app, account: accountId, session, now });
  const grants = [await grantOf(own.session.id), await grantOf(null)];
  const caller = await createSessionReader(database, config).find(own.token, 'cookie', now);
  if (!caller) throw new Error('There is no session.');
  const left = async () => {
    const rows = await Promise.all([
      db.selectFrom('sessions').select('id as what').where('account_id', '=', accountId).execute(),
      db.selectFrom('login_attempts').select('id as what').where('account_id', '=', accountId).execute(),
      db.selectFrom('emails').select('address as what').where('account_id', '=', accountId).execute(),
      db
        .selectFrom('links')
        .select('purpose as what')
        .where('account_id', '=', accountId)
        .where('ended_at', 'is', null)
        .execute(),
      db.selectFrom('limits').select('key as what').where('account_id', '=', accountId).execute(),
      (await listGrants(db, accountId, now)).map(({ id }) => ({ what: id })),
    ]);
    const found = rows.flat().map(({ what }): string => what);
    const ids = [own.session.id, weak.session.id, strong.session.id, attempt.id, other.id, byEmail.id];
    const all = [...ids, pending, address, 'verify-email', 'recover', ...keys, ...grants];
    return everything.filter((_, at) => found.includes(all[at] ?? ''));
  };
  const notes: unknown[] = [];
  const actor = { client, trail: { id: 'att_1', note: (step: unknown) => void notes.push(step) } };
  const bySession: By = { kind: 'session', caller, require: async () => {}, ...actor };
  const byAttempt: By = { kind: 'attempt', accountId, attempt, over: () => expect.fail('over'), ...actor };
  const byOperator: By = { kind: 'operator', accountId, ...actor };
  return {
    bySession,
    byAttempt,
    byOperator,
    left,
    notes,
    end: (ends: Ends, by: By = bySession) =>
      inTransaction(db, (tx) => endWhatIs({ ends, told: 'ended' }, tx, by, now)),
    version: async () => (await findAccount(db, accountId))?.security_version ?? 0,
  };
}

const without = (...gone: readonly (typeof everything)[number][]) =>
  everything.filter((one) => !gone.includes(one));

eachDatabase('what an act ends', (make) => {
  test.each([
    ['nothing', {}, []],
    ['other sessions', { sessions: 'others' }, ['weak session', 'strong session']],
    ['weak sessions', { sessions: 'weak' }, ['own session', 'weak session']],
    ['attempts', { attempts: 'others' }, ['own attempt', 'attempt', 'attempt by email']],
    ['attempts by email', { attempts: 'by-email' }, ['attempt by email']],
    ['what was asked for', { links: ['verify-email'] }, ['pending address', 'link to confirm']],
    ['ways back', { links: ['recover'] }, ['link to recover']],
    ['guesses at the password', { guesses: 'at-the-password' }, ['guesses at the password']],
    [
      'guesses before a recovery',
      { guesses: 'before-a-recovery' },
      ['guesses at the password', 'known guesses at codes'],
    ],
    ['guesses at codes', { guesses: 'at-codes' }, ['guesses at codes', 'known guesses at codes']],
    ['what apps were allowed', { grants: true }, ['grant of own session', 'grant that outlives sessions']],
  ] as const satisfies readonly (readonly [string, Ends, readonly (typeof everything)[number][]])[])(
    'is that alone and of this account alone, by a session: %s',
    async (_, ends, gone) => {
      const [one, other] = [await whole(make), await whole(make)];
      const { securityVersion } = await one.end(ends);
      expect(await one.left()).toEqual(without(...gone));
      expect(await other.left()).toEqual(everything);
      expect(securityVersion).toBeUndefined();
    },
  );

  test('leaves the attempt that acts, and every session ends that an attempt does not hold', async () => {
    const { byAttempt, end, left } = await whole(make);
    expect(await end({ sessions: 'others', attempts: 'others' }, byAttempt)).toMatchObject({ sessions: 3 });
    expect(await left()).toEqual(
      without('own session', 'weak session', 'strong session', 'attempt', 'attempt by email'),
    );
  });

  test('leaves no session where an operator acts, who holds none', async () => {
    const { byOperator, end, left } = await whole(make);
    await end({ sessions: 'others' }, byOperator);
    expect(await left()).toEqual(without('own session', 'weak session', 'strong session'));
  });

  test('makes strangers of known browsers by another version of the account, which it answers', async () => {
    const { end, version } = await whole(make);
    const before = await version();
    expect(await end({ browsers: true })).toEqual({ sessions: 0, securityVersion: before + 1 });
    expect(await version()).toBe(before + 1);
  });

  test('is told to the trail where sessions ended and a person has to know why', async () => {
    const { end, notes } = await whole(make);
    await end({ sessions: 'others' });
    expect(notes).toEqual([]);
    const second = await whole(make);
    await second.end({ sessions: 'others', why: 'password-changed' });
    await second.end({ sessions: 'others', why: 'password-changed' });
    expect(second.notes).toEqual([{ code: 'sessions-ended', count: 2, why: 'password-changed' }]);
  });
});
