import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { days, minutes } from '../../kit/duration.ts';
import { actingAsCommand, disableAccount } from '../../operate/accounts/index.ts';
import { listKeysOf, revokeFound } from '../../operate/keys/index.ts';
import { newKey } from '../../people/keys/index.ts';
import { sweep } from '../../start/sweep.ts';
import { warnOfKeyEnds } from './warn-of-ends.ts';

async function person(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword, { data: { tea: 'green' } });
  return { self, username, accountId: body.account?.id ?? '' };
}

async function keyOf(self: Browser, scopes: readonly string[], more: object = {}): Promise<string> {
  const made = await self.post('/api/me/keys', { name: 'Backup', scopes, ...more });
  expect(made.status, made.text).toBe(201);
  return (made.body as { key?: string }).key ?? '';
}

/** A program: no cookie, only the key. */
const send = (
  app: TestApp,
  key: string,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  body?: unknown,
) => app.browser().send(method, url, body, { headers: { authorization: `Bearer ${key}` } });

eachApp('access keys', (open) => {
  test('open what they are for, and nothing else', async () => {
    const app = await open();
    const { self, username } = await person(app);
    const key = await keyOf(self, ['data:read']);
    expect((await send(app, key, 'GET', '/api/me/data')).body).toEqual({ tea: 'green' });
    expect((await send(app, key, 'GET', '/api/me')).body).toMatchObject({
      status: 403,
      code: 'key-not-enough',
    });
    expect((await send(app, key, 'PUT', '/api/me/data', {})).body).toMatchObject({ code: 'key-not-enough' });
    const wide = await keyOf(self, ['account:read', 'data:write']);
    expect((await send(app, wide, 'GET', '/api/me')).body).toMatchObject({ username });
    expect((await send(app, wide, 'PUT', '/api/me/data', { tea: 'black' })).status).toBe(200);
    expect((await self.get('/api/me/data')).body).toEqual({ tea: 'black' });
    expect((await send(app, wide, 'GET', '/api/me/data')).body).toMatchObject({ code: 'key-not-enough' });
  });

  test('end when they expire, are revoked, and with the password', async () => {
    const app = await open();
    const { self } = await person(app);
    const [short, revoked, long] = [
      await keyOf(self, ['data:read'], { days: 1 }),
      await keyOf(self, ['data:read']),
      await keyOf(self, ['data:read'], { days: 365 }),
    ];
    const status = async (key: string) => (await send(app, key, 'GET', '/api/me/data')).status;
    const { keys } = (await self.get('/api/me/keys')).body as { keys: { id: string; ending: string }[] };
    expect(keys.map(({ ending }) => ending)).toEqual(
      expect.arrayContaining([short.slice(-4), long.slice(-4)]),
    );
    const id = keys.find(({ ending }) => ending === revoked.slice(-4))?.id;
    expect((await self.send('DELETE', `/api/me/keys/${id}`)).status).toBe(204);
    expect((await self.send('DELETE', `/api/me/keys/${id}`)).status).toBe(404);
    expect([await status(short), await status(revoked), await status(long)]).toEqual([200, 401, 200]);
    app.clock.advance(days(1));
    expect([await status(short), await status(long)]).toEqual([401, 200]);
  });

  test('V7.4.3 end with the password of their account', async () => {
    const app = await open();
    const { self } = await person(app);
    const key = await keyOf(self, ['data:read']);
    await self.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword });
    expect((await send(app, key, 'GET', '/api/me/data')).body).toMatchObject({
      status: 401,
      code: 'key-invalid',
    });
  });

  test('V7.5.1 are made only by whoever has just confirmed who they are, and never by a key', async () => {
    const app = await open();
    const { self } = await person(app);
    const key = await keyOf(self, ['account:read', 'data:read', 'data:write']);
    const wanted = { name: 'Another', scopes: ['data:read'] };
    expect((await send(app, key, 'POST', '/api/me/keys', wanted)).body).toMatchObject({
      code: 'key-not-enough',
    });
    app.clock.advance(minutes(11));
    expect((await self.post('/api/me/keys', wanted)).body).toMatchObject({ code: 'proof-required' });
  });

  test('V2.3.4 an account has at most fifty, however many are made at once', async () => {
    const app = await open();
    const { self, accountId } = await person(app);
    const row = {
      account_id: accountId,
      name: 'Old',
      scopes: '[]',
      ending: '0000',
      created_at: 1,
      expires_at: 1,
    };
    const rest = { used_at: null, used_from: null, warned_at: null };
    const old = Array.from({ length: 48 }, (_, at) => ({
      ...row,
      ...rest,
      id: `${accountId}-${at}`,
      key_hash: `${accountId}-${at}`,
    }));
    await app.services.db.insertInto('access_keys').values(old).execute();
    const wanted = { name: 'One more', scopes: ['data:read'] };
    const made = await Promise.all(Array.from({ length: 50 }, () => self.post('/api/me/keys', wanted)));
    const refused = made.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(48);
    for (const { body } of refused) expect(body).toMatchObject({ status: 409, code: 'too-many-keys' });
  });

  test('V7.4.2 are worth nothing once their account is disabled or gone', async () => {
    const app = await open();
    const [one, other] = [await person(app), await person(app)];
    const keys = [await keyOf(one.self, ['data:read']), await keyOf(other.self, ['data:read'])];
    await disableAccount(app.services, actingAsCommand('Sends spam'), one.accountId);
    await other.self.send('DELETE', '/api/me', { password: goodPassword });
    for (const key of keys)
      expect((await send(app, key, 'GET', '/api/me/data')).body).toMatchObject({ code: 'key-invalid' });
  });

  test('one that was found is revoked by whoever reports it, who learns nothing, and its owner is told', async () => {
    const app = await open();
    const { self, username, accountId } = await person(app);
    const address = await proveAddress(app, self);
    const report = (key: string) => app.browser({ address: '192.0.2.7' }).post('/api/keys/leaked', { key });
    const [one, other] = [
      await keyOf(self, ['data:read']),
      await keyOf(self, ['data:read'], { name: 'Sync' }),
    ];
    const answers = [
      await report(one),
      await report(one),
      await report(newKey().key),
      await report('lkp_nothing'),
    ];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['200 {}']));
    expect((await send(app, one, 'GET', '/api/me/data')).body).toMatchObject({ code: 'key-invalid' });
    expect((await send(app, other, 'GET', '/api/me/data')).status).toBe(200);
    expect(await listKeysOf(app.services, accountId)).toMatchObject([
      { name: 'Sync', ending: other.slice(-4), isExpired: false },
    ]);
    const found = await revokeFound(app.services, actingAsCommand(), other);
    expect(found).toEqual({ username, name: 'Sync', toldTo: address });
    expect(await revokeFound(app.services, actingAsCommand(), other)).toBeUndefined();
    const subjects = (await mailsTo(app, address)).map(({ subject }) => subject.replace(/ at .*/, ''));
    expect(subjects.slice(-4)).toEqual([
      ...Array.from({ length: 2 }, () => 'An access key was created'),
      ...Array.from({ length: 2 }, () => 'An access key was found and revoked'),
    ]);
    const { db } = app.services;
    const events = await db
      .selectFrom('events')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('type', '=', 'key-leaked')
      .execute();
    expect(events.map(({ actor, address: from }) => [actor, from])).toEqual(
      expect.arrayContaining([
        ['server', ''],
        ['command', ''],
      ]),
    );
    const many = await Promise.all(Array.from({ length: 60 }, () => report(newKey().key)));
    expect(many.filter(({ status }) => status === 429).length, 'three have come before').toBe(3);
    expect((await report('lkp_nothing')).status).toBe(200);
  });

  test('the owner of one that ends within a week is told once, whatever processes there are', async () => {
    const app = await open();
    const { self } = await person(app);
    const address = await proveAddress(app, self);
    await keyOf(self, ['data:read'], { name: 'Monthly', days: 30 });
    await keyOf(self, ['data:read'], { name: 'Weekly', days: 7 });
    const other = { ...app.services, database: { ...app.services.database } };
    const told = async () =>
      (await mailsTo(app, address)).filter(
        ({ text }) => text.includes('expires on') && text.includes('stop working'),
      );
    app.clock.advance(days(23) - 1);
    await sweep(app.services);
    expect(await told()).toEqual([]);
    app.clock.advance(1);
    await Promise.all([warnOfKeyEnds(app.services), warnOfKeyEnds(other), sweep(app.services)]);
    expect((await told()).map(({ text }) => /"Monthly"/.test(text))).toEqual([true]);
    app.clock.advance(minutes(61));
    await sweep(app.services);
    expect(await told()).toHaveLength(1);
  });
});
