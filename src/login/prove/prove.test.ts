import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import { mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { setUpTotp } from '../../../test/support/second-factors.ts';
import { totpCode, wrongTotpCode } from '../../../test/support/totp-codes.ts';
import { minutes, seconds } from '../../kit/duration.ts';
import { listEvents } from '../../people/events/index.ts';
import { requireVerification } from './verification.ts';

async function person({ browser }: TestApp, more = {}) {
  const self = browser();
  const username = freshName();
  await self.register(username, goodPassword, more);
  return { self, username };
}

async function withApp(app: TestApp) {
  const { self, username } = await person(app);
  const { secret, codes } = await setUpTotp(app, self);
  app.clock.advance(minutes(11));
  return { self, username, secret, codes };
}

const prove = '/api/reauthenticate';

eachApp('proving again who one is', (open) => {
  test('V7.5.1 opens what is sensitive for ten minutes, by the password', async () => {
    const app = await open();
    const { self } = await person(app);
    app.clock.advance(minutes(11));
    const refused = await self.post('/api/me/totp');
    expect([refused.status, refused.body.code]).toEqual([403, 'proof-required']);
    expect((await self.post(prove, {})).body).toEqual({ status: 'more', next: [{ factor: 'password' }] });
    const wrong = await self.post(prove, { password: otherPassword });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid-credentials']);
    expect((await self.post('/api/me/totp')).status).toBe(403);
    const done = await self.post(prove, { password: goodPassword });
    expect(done.body).toMatchObject({
      status: 'complete',
      session: { amr: ['pwd'], aal: 1, authTime: new Date(app.clock()).toISOString(), current: true },
    });
    expect((await self.post('/api/me/totp')).status).toBe(200);
  });

  test('V7.5.1 goes by what the session has proved by now, for the holder of its present token alone', async () => {
    const app = await open();
    const { services, clock } = app;
    const { self } = await person(app);
    const held = () => self.jar.get('latchkey') ?? '';
    const before = (await services.sessions.find(held(), 'cookie', clock()))?.via.session;
    if (!before) throw new Error('There is no session.');
    const { secret } = await setUpTotp(app, self);
    await expect(requireVerification(services, before), 'a request beside it').resolves.toBeUndefined();
    clock.advance(minutes(11));
    const code = totpCode(secret, clock());
    await expect(requireVerification(services, before)).rejects.toMatchObject({
      options: { extra: { needs: 2 } },
    });
    expect((await self.post(prove, { factor: 'totp', code })).status).toBe(200);
    await expect(requireVerification(services, before), 'the old token').rejects.toMatchObject({
      options: { extra: { needs: 2 } },
    });
  });

  test('by the code of the app or a recovery code, each used up by it', async () => {
    const app = await open();
    const { self, secret, codes } = await withApp(app);
    const offered = (await self.post(prove, {})).body.next?.map(({ factor }) => factor);
    expect(offered).toEqual(['password', 'totp', 'recovery-code']);
    const code = totpCode(secret, app.clock());
    expect(
      (await self.post(prove, { factor: 'totp', code: wrongTotpCode(secret, app.clock()) })).status,
    ).toBe(401);
    expect((await self.post(prove, { factor: 'totp', code })).body.session).toMatchObject({ aal: 2 });
    expect((await self.post(prove, { factor: 'totp', code })).status, 'the same code').toBe(401);
    const paper = { factor: 'recovery-code', code: codes[0] };
    expect((await self.post(prove, paper)).status).toBe(200);
    expect((await self.post(prove, paper)).status).toBe(401);
  });

  test('V6.3.7 a recovery code that was used for it is told to the proved address', async () => {
    const app = await open();
    const { self, secret, codes } = await withApp(app);
    await self.post(prove, { factor: 'totp', code: totpCode(secret, app.clock()) });
    const email = await proveAddress(app, self);
    const before = (await mailsTo(app, email)).length;
    await self.post(prove, { factor: 'recovery-code', code: 'not a code' });
    expect(await mailsTo(app, email)).toHaveLength(before);
    await self.post(prove, { factor: 'recovery-code', code: codes[0] });
    const [mail, ...more] = (await mailsTo(app, email)).slice(before);
    expect([mail?.subject, more]).toEqual(['A recovery code was used at Latchkey', []]);
  });

  test('V7.2.4 gives the session a new token: a thief of the old one gains nothing by it', async () => {
    const app = await open();
    const { self, username } = await person(app);
    const thief = app.browser();
    thief.jar.set('latchkey', self.jar.get('latchkey') ?? '');
    const before = (await self.get('/api/session')).body.session?.id;
    const done = await self.post(prove, { password: goodPassword });
    expect(done.body.session?.id, 'the same session').toBe(before);
    expect((await self.get('/api/session')).body.session?.id).toBe(before);
    expect((await thief.get('/api/session')).status).toBe(401);

    const { token } = (await app.browser().login(username, goodPassword, { transport: 'bearer' })).body;
    const program = app.browser();
    const held = (bearer = '') => ({ headers: { authorization: `Bearer ${bearer}` } });
    const renewed = await program.post(prove, { password: goodPassword }, held(token));
    expect([renewed.status, renewed.cookies]).toEqual([200, []]);
    expect((await program.get('/api/session', held(token))).status).toBe(401);
    expect((await program.get('/api/session', held(renewed.headers['latchkey-token']))).status).toBe(200);
    expect(renewed.headers['latchkey-token']).toMatch(/^lkb_[\w-]{43}$/);
  });

  test('V7.2.4 of several proofs at once one counts, and whoever gave it stays logged in', async () => {
    const app = await open();
    const { self } = await person(app);
    const proofs = Array.from({ length: 5 }, () => self.post(prove, { password: goodPassword }));
    const statuses = (await Promise.all(proofs)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 401, 401, 401, 401]);
    expect((await self.get('/api/session')).status).toBe(200);
  });

  test('V6.3.1 guesses are counted for the session, and a stolen one cannot go on for ever', async () => {
    const app = await open();
    const { self, secret } = await withApp(app);
    const wrong = wrongTotpCode(secret, app.clock());
    const codes = [];
    for (let n = 0; n < 6; n++)
      codes.push((await self.post(prove, { factor: 'totp', code: wrong })).body.code);
    expect(codes.slice(4)).toEqual(['invalid-credentials', 'too-many-attempts']);
    const accountId = (await self.get('/api/me')).text.match(/"id":"([^"]+)"/)?.[1] ?? '';
    const limited = await listEvents(app.services.db, accountId, 50);
    expect(
      limited.filter(({ type }) => type === 'login-limited'),
      'the audit log says so',
    ).toHaveLength(1);
    app.clock.advance(seconds(31));
    expect((await self.post(prove, { factor: 'totp', code: totpCode(secret, app.clock()) })).status).toBe(
      200,
    );
  });

  test.each([
    [{ factor: 'nothing', code: '1' }],
    [{ factor: 'totp' }],
    [{ password: '' }],
    [{ password: 'x', factor: 'totp', code: '1' }],
    [[]],
  ])('what is no proof is refused: %j', async (body) => {
    const { self } = await person(await open());
    expect((await self.post(prove, body)).status).toBe(400);
  });

  test('V7.4.3 turning a second factor on or off ends all other sessions; this one is raised', async () => {
    const app = await open();
    const { self, username } = await person(app);
    const other = app.browser();
    await other.login(username, goodPassword);
    const secret = (await self.post('/api/me/totp')).body.secret ?? '';
    expect((await other.get('/api/session')).status, 'nothing is in force yet').toBe(200);
    await self.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
    expect((await other.get('/api/session')).status).toBe(401);
    expect((await self.get('/api/session')).body.session).toMatchObject({
      aal: 2,
      amr: ['pwd', 'otp', 'mfa'],
    });

    app.clock.advance(seconds(30));
    const { attempt } = (await other.login(username, goodPassword)).body;
    await other.post(`/api/login/${attempt}/totp`, { code: totpCode(secret, app.clock()) });
    expect((await other.get('/api/session')).status).toBe(200);
    expect((await self.send('DELETE', '/api/me/totp')).status).toBe(204);
    expect((await other.get('/api/session')).status).toBe(401);
  });

  test('GET /api/me/factors says what protects the account, and none of its secrets', async () => {
    const app = await open();
    const { self } = await person(app);
    const bare = { hasSecondFactor: false, totp: null, recoveryCodes: null, passkeys: [] };
    expect(JSON.parse((await self.get('/api/me/factors')).text)).toMatchObject(bare);
    const secret = (await self.post('/api/me/totp')).body.secret ?? '';
    await self.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
    const since = new Date(app.clock()).toISOString();
    const { text } = await self.get('/api/me/factors');
    expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({
      hasSecondFactor: true,
      totp: { since },
      recoveryCodes: { left: 10, of: 10, since },
    });
  });

  test('on a page: the way leads over the proof and back', async () => {
    const app = await open();
    const { self, codes } = await withApp(app);
    const asked = await self.submit('/account/security/recovery-codes', {});
    expect([asked.status, asked.headers.location]).toEqual([
      303,
      '/account/prove?next=%2Faccount%23recovery-codes',
    ]);
    const thief = app.browser();
    thief.jar.set('latchkey', self.jar.get('latchkey') ?? '');
    const page = await self.get('/account/prove?next=%2Faccount');
    expect(page.text).toContain("Confirm it's you");
    expect(page.text, 'it asks for what helps').toContain('autocomplete="one-time-code"');
    expect(page.text, 'and for nothing else').not.toContain('type="password"');
    const wrong = await self.submit('/account/prove', { factor: 'password', password: otherPassword });
    expect(wrong.status).toBe(401);
    const foreign = { factor: 'recovery-code', code: codes[0] ?? '', next: 'https://evil.example/' };
    const done = await self.submit('/account/prove', foreign);
    expect([done.status, done.headers.location]).toEqual([303, '/account']);
    expect((await self.submit('/account/security/recovery-codes', {})).status).toBe(200);
    expect((await thief.get('/api/session')).status, 'with the old token').toBe(401);
  });

  test('on a page: a right password says what is still wanted where two factors are, and leads on where one is', async () => {
    const app = await open();
    const { self, username } = await withApp(app);
    const form = { factor: 'password', password: goodPassword, next: '/account#recovery-codes' };
    const asked = await self.submit('/account/prove', form);
    expect([asked.status, asked.headers.location]).toEqual([200, undefined]);
    expect(asked.text).toContain('Your password is correct. Now confirm your second factor to continue.');
    expect(asked.text, 'the way back is kept').toContain('name="next" value="/account#recovery-codes"');
    expect(asked.text).toContain('autocomplete="one-time-code"');
    expect(asked.text).not.toContain('type="password"');
    expect(asked.text, 'in the trail too').toContain(`${username} hasn't finished confirming their identity`);
    expect((await self.get('/account')).status, 'with the new token').toBe(200);
    expect((await self.submit('/account/security/recovery-codes', {})).status, 'not yet').toBe(303);
    const { self: other } = await person(app);
    app.clock.advance(minutes(11));
    const done = await other.submit('/account/prove', form);
    expect([done.status, done.headers.location]).toEqual([303, '/account#recovery-codes']);
  });

  test('on a page: a right password leads on where the second factor was confirmed a moment ago', async () => {
    const app = await open();
    const { self, secret } = await withApp(app);
    const code = totpCode(secret, app.clock());
    expect((await self.submit('/account/prove', { factor: 'totp', code })).status).toBe(303);
    expect((await self.submit('/account/prove', { factor: 'password', password: goodPassword })).status).toBe(
      303,
    );
    app.clock.advance(minutes(11));
    expect((await self.submit('/account/prove', { factor: 'password', password: goodPassword })).status).toBe(
      200,
    );
  });

  test('on a page: a form that answers no factor by a code is told what to do, and counts nowhere', async () => {
    const app = await open();
    const { self } = await withApp(app);
    const { self: other } = await person(app);
    const counted = () => app.services.db.selectFrom('limits').select(['key', 'count']).execute();
    const before = await counted();
    for (const browser of [self, other]) {
      for (const form of [
        {},
        { password: goodPassword },
        { factor: 'passkey', code: '123456' },
        { factor: 'email-code', code: '12345678' },
        { factor: 'banana', code: '123456' },
        { factor: 'toString', code: '123456' },
      ]) {
        const answer = await browser.submit('/account/prove', form);
        expect([answer.status, answer.headers['content-type']], JSON.stringify(form)).toEqual([
          400,
          'text/html; charset=utf-8',
        ]);
        expect(answer.text).toContain('Use one of the forms below');
      }
      const empty = await browser.submit('/account/prove', { factor: 'totp' });
      expect([empty.status, empty.text]).toEqual([
        400,
        expect.stringContaining('<code>code</code> is required.'),
      ]);
    }
    expect(await counted()).toEqual(before);
  });
});
