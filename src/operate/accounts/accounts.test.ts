import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { proveAddress } from '../../../test/support/mails.ts';
import { losePassword } from '../../../test/support/no-password.ts';
import { addPasskey, setUpTotp } from '../../../test/support/second-factors.ts';
import { codeKeys, mostCodes, strangersKey } from '../../people/limits/index.ts';
import {
  actingAsCommand,
  findNamed,
  listAccounts,
  removeSecondFactors,
  requireSecondFactor,
  unlock,
} from './index.ts';

async function register(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, id: body.account?.id ?? '' };
}

function count(app: TestApp, id: string, key: string, failures: number) {
  const row = { key, account_id: id, count: failures, blocked_until: 0, expires_at: app.clock() + 1_000_000 };
  return app.services.db.insertInto('limits').values(row).execute();
}

const notesOf = async ({ services }: TestApp, username: string) =>
  (await listAccounts(services, { sort: 'oldest', limit: 10, search: username })).items.map(
    ({ account, notes }) => [account.username, notes],
  );

eachApp("an operator's use cases", (open) => {
  test('know an account by its name in upper or lower case and by its confirmed address, and no other', async () => {
    const app = await open();
    const { self, username } = await register(app);
    const address = await proveAddress(app, self);
    for (const name of [username.toUpperCase(), address]) {
      expect((await findNamed(app.services.db, name))?.username, name).toBe(username);
    }
    for (const name of [`${username}x`, '', 'nobody@example.com', `%`, 'a\0b', '\0@x.example']) {
      expect(await findNamed(app.services.db, name), name).toBeUndefined();
      const clearing = { name, passkeys: true };
      expect(await removeSecondFactors(app.services, actingAsCommand(), clearing), name).toBeUndefined();
    }
  });

  test('find nobody by what no name has in it', async () => {
    const app = await open();
    await register(app);
    for (const text of ['\0', 'a\0b']) expect(await notesOf(app, text)).toEqual([]);
  });

  test('list what is held up, and no longer when it is unlocked', async () => {
    const app = await open();
    const { id, username } = await register(app);
    await count(app, id, strangersKey(id), 100);
    await count(app, id, codeKeys(id)[1], mostCodes(app.config.limits));
    expect(await notesOf(app, username)).toEqual([
      [username, ['password turned off', 'codes turned off in known browsers']],
    ]);
    expect(await unlock(app.services, actingAsCommand(), id)).toMatchObject({
      username,
      isNew: true,
      value: 150,
    });
    expect(await unlock(app.services, actingAsCommand(), id)).toMatchObject({ username, isNew: false });
    expect(await notesOf(app, username)).toEqual([[username, []]]);
  });

  test('leave the passkeys of an account that nobody could sign in to without them', async () => {
    const app = await open();
    const { self, id, username } = await register(app);
    await setUpTotp(app, self);
    await addPasskey(self);
    await losePassword(app.services.db, id);
    const remove = async () =>
      (await removeSecondFactors(app.services, actingAsCommand(), { name: username, passkeys: true }))
        ?.cleared;
    expect(await remove()).toBe('last-way-in');
    expect((await self.get('/api/me/factors')).body).toMatchObject({ totp: {}, passkeys: [{}] });
    await proveAddress(app, self);
    expect(await remove()).toMatchObject({ sessions: 1 });
  });

  test('set the rule of an account once, and end its sessions without a second factor', async () => {
    const app = await open();
    const { self, id: accountId, username } = await register(app);
    const set = (required: boolean) =>
      requireSecondFactor(app.services, actingAsCommand(), { accountId, required });
    const unchanged = { username, sessions: 0, toldTo: null };
    expect(await set(true)).toEqual({ ...unchanged, isNew: true, sessions: 1 });
    expect((await self.get('/api/session')).status).toBe(401);
    expect(await set(true)).toEqual({ ...unchanged, isNew: false });
    expect(await set(false)).toEqual({ ...unchanged, isNew: true });
  });

  test('say of an account without a password how it is signed in to once its factors are gone', async () => {
    const app = await open();
    const { self, username, id } = await register(app);
    const remove = async () => {
      const removed = await removeSecondFactors(app.services, actingAsCommand(), {
        name: username,
        passkeys: true,
      });
      return [removed?.standing.canSignIn, removed?.standing.because];
    };
    await app.services.db.deleteFrom('passwords').where('account_id', '=', id).execute();
    expect(await remove()).toEqual(['no', expect.stringContaining('no other way to sign in')]);
    await proveAddress(app, self);
    expect(await remove()).toEqual([
      'yes',
      expect.stringMatching(/^by a link by email, .+ has no password\.$/),
    ]);
  });
});
