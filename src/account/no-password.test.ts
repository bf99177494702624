import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../test/support/app.ts';
import { type CreationOptions, softwareAuthenticator } from '../../test/support/authenticator.ts';
import type { Browser } from '../../test/support/browser-of.ts';
import { proveAddress } from '../../test/support/mails.ts';
import { losePassword } from '../../test/support/no-password.ts';
import { minutes } from '../kit/duration.ts';

/** Somebody whose account has no password, signed in within the last ten minutes. */
async function withoutPassword(app: TestApp, prepare?: (self: Browser) => Promise<unknown>) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  await prepare?.(self);
  const accountId = body.account?.id ?? '';
  await losePassword(app.services.db, accountId);
  return { self, username, accountId };
}

async function addPasskey(self: Browser, verifies: boolean): Promise<string> {
  const options = (await self.post('/api/me/passkeys/options')).body as unknown as CreationOptions;
  const response = softwareAuthenticator({ flags: { up: true, uv: verifies, be: true, bs: true } }).create(
    options,
  );
  const added = await self.post('/api/me/passkeys', { response });
  expect([added.status, added.body.passkey?.opensAlone]).toEqual([201, verifies]);
  return added.body.passkey?.id ?? '';
}

const events = async ({ services }: TestApp, accountId: string) =>
  (await services.db.selectFrom('events').select('type').where('account_id', '=', accountId).execute()).map(
    ({ type }) => type,
  );

eachApp('an account without a password', (open) => {
  test('gets one without proving another, after a verification alone', async () => {
    const app = await open();
    const { self, username, accountId } = await withoutPassword(app, (browser) => proveAddress(app, browser));
    const wanted = { newPassword: otherPassword };
    app.clock.advance(minutes(11));
    const late = await self.post('/api/me/password', wanted);
    expect([late.status, late.body.code]).toEqual([403, 'proof-required']);
    app.clock.advance(-minutes(11));
    const wrong = await self.post('/api/me/password', { ...wanted, currentPassword: goodPassword });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid-credentials']);
    expect((await self.post('/api/me/password', wanted)).status).toBe(204);
    expect(await events(app, accountId)).toContain('password-changed');
    expect((await app.browser().login(username, otherPassword)).status).toBe(200);
    const again = await self.post('/api/me/password', wanted);
    expect([again.status, again.body.code, again.body.errors?.[0]?.pointer]).toEqual([
      400,
      'invalid-request',
      '/currentPassword',
    ]);
  });

  test('says so in the overview of its factors and in its export, until it has one', async () => {
    const app = await open();
    const { self } = await withoutPassword(app, (browser) => proveAddress(app, browser));
    const isTold = async () => [
      (await self.get('/api/me/factors')).body,
      ((await self.get('/api/me/export')).body as { readonly factors?: unknown }).factors,
    ];
    expect(await isTold()).toMatchObject([{ hasPassword: false }, { hasPassword: false }]);
    expect((await self.post('/api/me/password', { newPassword: otherPassword })).status).toBe(204);
    expect(await isTold()).toMatchObject([{ hasPassword: true }, { hasPassword: true }]);
  });

  test('of ten first passwords at once exactly one is set', async () => {
    const app = await open();
    const { self, username } = await withoutPassword(app, (browser) => proveAddress(app, browser));
    const wanted = Array.from({ length: 10 }, (_, at) => `${otherPassword} ${at}`);
    const answers = await Promise.all(
      wanted.map((newPassword) => self.post('/api/me/password', { newPassword })),
    );
    const won = answers.flatMap(({ status }, at) => (status === 204 ? [wanted[at] ?? ''] : []));
    expect(won).toHaveLength(1);
    expect((await app.browser().login(username, won[0] ?? '')).status).toBe(200);
  });

  test('is deleted after a verification alone, and one that has a password never without it', async () => {
    const app = await open();
    const { self, accountId } = await withoutPassword(app);
    app.clock.advance(minutes(11));
    expect((await self.send('DELETE', '/api/me', {})).body.code).toBe('proof-required');
    app.clock.advance(-minutes(11));
    expect((await self.send('DELETE', '/api/me', {})).status).toBe(204);
    expect(await events(app, accountId)).toEqual(['account-deleted']);

    const owner = app.browser();
    await owner.register(freshName(), goodPassword);
    const refused = await owner.send('DELETE', '/api/me', {});
    expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([400, '/password']);
    expect((await owner.send('DELETE', '/api/me')).status).toBe(400);
    expect((await owner.get('/api/session')).status).toBe(200);
  });

  test('is not asked on its page for a password that it does not have', async () => {
    const app = await open();
    const { self } = await withoutPassword(app, (browser) => proveAddress(app, browser));
    const { text } = await self.get('/account');
    expect(text).not.toContain('name="currentPassword"');
    expect(text).not.toContain('id="delete-password"');
    expect(text).toContain('Set password');
    const done = await self.submit('/account/password', { newPassword: otherPassword });
    expect([done.status, done.headers.location]).toEqual([303, '/account?done=password-set#password']);
    const after = await self.get('/account?done=password-set');
    expect(after.text).toContain('Your password was set');
    expect(after.text).toContain('name="currentPassword"');
  });

  test('keeps the last passkey that lets it in, until there is another way', async () => {
    const app = await open();
    const ids: string[] = [];
    const { self, username } = await withoutPassword(app, async (browser) => {
      ids.push(await addPasskey(browser, true), await addPasskey(browser, false));
    });
    const remove = (at: number) => self.send('DELETE', `/api/me/passkeys/${ids[at]}`);
    const refused = await remove(0);
    expect([refused.status, refused.body.code]).toEqual([409, 'last-way-in']);
    expect((await self.get('/api/me/factors')).body.passkeys).toHaveLength(2);
    expect((await self.submit(`/account/security/passkeys/${ids[0]}/remove`, {})).status).toBe(409);
    expect((await remove(1)).status, 'one that opens nothing alone').toBe(204);
    expect((await self.post('/api/me/password', { newPassword: otherPassword })).status).toBe(204);
    expect((await remove(0)).status).toBe(204);
    expect((await app.browser().login(username, otherPassword)).status).toBe(200);
  });

  test('keeps the address that lets it in, until there is another way', async () => {
    const app = await open();
    const { self } = await withoutPassword(app, (browser) => proveAddress(app, browser));
    const refused = await self.send('DELETE', '/api/me/email');
    expect([refused.status, refused.body.code]).toEqual([409, 'last-way-in']);
    const page = await self.submit('/account/email/remove', {});
    expect([page.status, page.text]).toEqual([
      409,
      expect.stringContaining('Set a password or add a passkey'),
    ]);
    expect(page.text).toContain('Email only');
    expect((await self.get('/api/me/email')).body).not.toBeNull();
    await addPasskey(self, true);
    expect((await self.send('DELETE', '/api/me/email')).status).toBe(204);
  });

  test('V15.4.2 keeps one of its two last ways in, when both are removed at once', async () => {
    const app = await open();
    for (let round = 0; round < 5; round++) {
      const ids: string[] = [];
      const { self } = await withoutPassword(app, async (browser) => {
        await proveAddress(app, browser);
        ids.push(await addPasskey(browser, true));
      });
      const answers = await Promise.all([
        self.send('DELETE', '/api/me/email'),
        self.send('DELETE', `/api/me/passkeys/${ids[0]}`),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409]);
    }
  });
});
