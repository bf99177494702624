import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword } from '../../test/support/app.ts';
import { storedApp, storedGrant } from '../../test/support/stored-app.ts';
import { totpCode } from '../../test/support/totp-codes.ts';
import { minutes } from '../kit/duration.ts';

eachApp('taking along everything that is kept about oneself', (open) => {
  test('is one file with all of it, and nothing that would let anybody in', async () => {
    const app = await open();
    const [self, other] = [app.browser(), app.browser()];
    const username = freshName();
    await other.register(freshName('somebody-else'), goodPassword);
    await self.register(username, goodPassword, { data: { colour: 'teal' } });
    await app.browser().login(username, otherPassword);
    const secret = (await self.post('/api/me/totp')).body.secret ?? '';
    const confirmed = await self.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
    const { db } = app.services;
    const television = await storedApp(db, app.clock());
    const account = (await self.get('/api/session')).body.account?.id ?? '';
    await storedGrant(db, { app: television.id, account, session: null, now: app.clock() });
    const answer = await self.get('/api/me/export');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="account.json"');
    const all = JSON.parse(answer.text);
    const parts = [
      'account',
      'email',
      'factors',
      'sessions',
      'identities',
      'apps',
      'data',
      'events',
      'trails',
    ];
    expect(Object.keys(all)).toEqual(parts);
    expect(all).toMatchObject({
      account: { username },
      data: { colour: 'teal' },
      factors: { hasSecondFactor: true, recoveryCodes: { left: 10 } },
      sessions: [{ current: true }],
      apps: [{ name: television.name, scopes: ['openid', 'offline_access'] }],
    });
    expect(all.events.map(({ type }: { type: string }) => type)).toContain('login-failed');
    expect(all.trails.length).toBeGreaterThan(1);
    const secrets = [secret, self.jar.get('latchkey'), '$argon2id', ...(confirmed.body.recoveryCodes ?? [])];
    for (const one of secrets) expect(answer.text).not.toContain(one);
    expect(answer.text).not.toContain('somebody-else');
  });

  test('V7.5.3 asks for a fresh proof', async () => {
    const app = await open();
    const self = app.browser();
    await self.register(freshName(), goodPassword);
    app.clock.advance(minutes(11));
    expect((await self.get('/api/me/export')).body.code).toBe('proof-required');
    await self.post('/api/reauthenticate', { password: goodPassword });
    expect((await self.get('/api/me/export')).status).toBe(200);
  });

  test('V7.5.3 so does the page, and leads back to where the button is', async () => {
    const app = await open();
    const self = app.browser();
    await self.register(freshName(), goodPassword);
    app.clock.advance(minutes(11));
    const asked = await self.get('/account/export');
    expect([asked.status, asked.headers.location]).toEqual([
      303,
      '/account/prove?next=%2Faccount%3Fdone%3Dconfirmed%23data',
    ]);
    const next = '/account?done=confirmed#data';
    const proved = await self.submit('/account/prove', { factor: 'password', password: goodPassword, next });
    expect([proved.status, proved.headers.location]).toEqual([303, next]);
    expect((await self.get('/account?done=confirmed')).text).toContain('Your download is ready.');
    const { headers, text } = await self.get('/account/export');
    expect(headers['content-disposition']).toBe('attachment; filename="account.json"');
    expect(headers['cache-control']).toBe('no-store');
    expect(Object.keys(JSON.parse(text))).toContain('trails');
  });

  test('leads a stranger who signs in for it to where the button is, too', async () => {
    const { browser } = await open();
    const asked = await browser().get('/account/export');
    expect([asked.status, asked.headers.location]).toEqual([
      303,
      '/login?next=%2Faccount%3Fdone%3Dconfirmed%23data',
    ]);
  });
});
