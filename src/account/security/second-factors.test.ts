import { expect, test } from 'vitest';
import { eachApp, goodPassword, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { addPasskey, protectedPerson } from '../../../test/support/second-factors.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { setSecondFactorRule } from '../../people/accounts/index.ts';

/** Somebody with an authenticator app, whose account must have a second factor by a rule of its own. */
async function bound(app: TestApp) {
  const { self, username, accountId } = await protectedPerson(app);
  await inTransaction(app.services.db, (tx) => setSecondFactorRule(tx, accountId, true));
  return { self, username, accountId };
}

const removeApp = (self: Browser) => self.send('DELETE', '/api/me/totp');
const removeKey = (self: Browser, id: string) => self.send('DELETE', `/api/me/passkeys/${id}`);

eachApp('an account that must have a second factor', (open) => {
  test('keeps the last one and its recovery codes; with another beside it, it can be removed', async () => {
    const app = await open();
    const { self, username } = await bound(app);
    const kept = await removeApp(self);
    expect([kept.status, kept.body.code]).toEqual([409, 'second-factor-required']);
    expect(kept.body.detail).toContain('must have a second factor, and this is its last one');
    expect((await self.get('/api/me/factors')).body).toMatchObject({
      secondFactorRequired: true,
      totp: {},
      recoveryCodes: { left: 10 },
    });
    const page = await self.submit('/account/security/totp/remove', {});
    expect([page.status, page.text.includes('must keep a second factor')]).toEqual([409, true]);
    expect((await self.get('/account')).text).not.toContain('action="/account/security/totp/remove"');

    const id = await addPasskey(self);
    expect((await removeApp(self)).status).toBe(204);
    expect((await removeKey(self, id)).body.code, 'now the passkey is the last').toBe(
      'second-factor-required',
    );
    const next = (await app.browser().login(username, goodPassword)).body.next;
    expect(next?.map(({ factor }) => factor)).toEqual(['passkey', 'recovery-code']);
  });

  test('recovery codes are no second factor by themselves', async () => {
    const app = await open();
    const { self } = await bound(app);
    expect((await self.post('/api/me/recovery-codes')).body.codes).toHaveLength(10);
    expect((await removeApp(self)).body.code).toBe('second-factor-required');
  });

  test('the same under login.secondFactor; where it is optional, the last one goes', async () => {
    const app = await open({ login: { secondFactor: 'required' } });
    const { self, accountId } = await bound(await open());
    await inTransaction(app.services.db, (tx) => setSecondFactorRule(tx, accountId, false));
    const everybody = app.browser();
    everybody.jar.set('latchkey', self.jar.get('latchkey') ?? '');
    expect((await removeApp(everybody)).body.code).toBe('second-factor-required');
    expect((await removeApp(self)).status, 'the honest twin').toBe(204);
  });

  test('V15.4.2 of parallel removals one factor is left, whichever it is', async () => {
    const app = await open();
    for (let round = 0; round < 5; round++) {
      const { self } = await bound(app);
      const id = await addPasskey(self);
      const answers = await Promise.all([removeApp(self), removeKey(self, id)]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409]);
      expect((await self.get('/api/me/factors')).body).toMatchObject({ hasSecondFactor: true });
    }
  });

  test('V7.4.3 a removal ends every other session', async () => {
    const app = await open();
    const { self, username } = await bound(app);
    await addPasskey(self);
    const other = app.browser();
    const asked = await other.login(username, goodPassword);
    const [code] = (await self.post('/api/me/recovery-codes')).body.codes ?? [];
    await other.post(`/api/login/${asked.body.attempt}/recovery-code`, { code });
    expect((await other.get('/api/session')).status).toBe(200);
    await removeApp(self);
    expect([(await self.get('/api/session')).status, (await other.get('/api/session')).status]).toEqual([
      200, 401,
    ]);
  });
});
