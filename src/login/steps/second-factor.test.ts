import { expect, test } from 'vitest';
import { eachApp, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import { leadsTo } from '../../../test/support/leads-to.ts';
import { solve } from '../../../test/support/proof-of-work.ts';
import { protectedPerson } from '../../../test/support/second-factors.ts';
import { totpCode, wrongTotpCode } from '../../../test/support/totp-codes.ts';
import { hours, minutes } from '../../kit/duration.ts';
import { listEvents } from '../../people/events/index.ts';

async function begin(app: TestApp, username: string, more = {}) {
  const browser = app.browser();
  const answer = await browser.login(username, goodPassword, more);
  const attempt = answer.body.attempt ?? '';
  const headers: Record<string, string> = answer.body.token
    ? { authorization: `Bearer ${answer.body.token}` }
    : {};
  const send = (factor: string, code: string) =>
    browser.post(`/api/login/${attempt}/${factor}`, { code }, { headers });
  return { browser, answer, attempt, send };
}

async function typesOf({ services }: TestApp, accountId: string) {
  return (await listEvents(services.db, accountId, 50)).map(({ type }) => type);
}

eachApp('logging in to an account with a second factor', (open) => {
  test('V6.3.3 the password alone opens nothing; the code of the app does, and the session says so', async () => {
    const app = await open();
    const { username, secret } = await protectedPerson(app);
    const { browser, answer, attempt, send } = await begin(app, username);
    expect(answer.body).toEqual({
      status: 'more',
      attempt: expect.stringMatching(/^att_/),
      next: [{ factor: 'totp' }, { factor: 'recovery-code' }],
    });
    expect(browser.jar.has('latchkey')).toBe(false);
    const done = await send('totp', totpCode(secret, app.clock()));
    expect(done.body).toMatchObject({ status: 'complete', session: { amr: ['pwd', 'otp', 'mfa'], aal: 2 } });
    expect(done.headers['latchkey-attempt']).toBe(attempt);
    expect(browser.jar.has('latchkey-attempt'), 'the attempt is forgotten').toBe(false);
    const seen = (await browser.get('/api/session')).body.session;
    expect(seen).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], aal: 2, authTime: seen?.createdAt });
  });

  test('a program holds the attempt by its token', async () => {
    const app = await open();
    const { username, secret } = await protectedPerson(app);
    const { answer, send } = await begin(app, username, { transport: 'bearer' });
    expect([answer.cookies, answer.body.token]).toEqual([[], expect.stringMatching(/^lka_/)]);
    expect((await send('totp', totpCode(secret, app.clock()))).body.token).toMatch(/^lkb_/);
  });

  test('V6.4.4 V6.5.1 a recovery code stands in for the lost phone, once, and the event says how many are left', async () => {
    const app = await open();
    const { username, codes, accountId } = await protectedPerson(app);
    const first = await begin(app, username);
    const [code = ''] = codes;
    expect((await first.send('recovery-code', code.toUpperCase())).body.status).toBe('complete');
    const [event] = (await listEvents(app.services.db, accountId, 50)).filter(
      ({ type }) => type === 'recovery-code-used',
    );
    expect(event?.detail).toBe('{"left":9}');
    const second = await begin(app, username);
    const again = await second.send('recovery-code', code);
    expect([again.status, again.body.code]).toEqual([401, 'invalid-credentials']);
    expect(again.body.next).toEqual([{ factor: 'totp' }, { factor: 'recovery-code' }]);
  });

  test.each(['cookie', 'bearer'])(
    'V15.4.2 V2.3.4 of ten right codes at once for one login one opens a session (%s)',
    async (transport) => {
      const app = await open();
      const { username, codes, accountId } = await protectedPerson(app);
      const { send } = await begin(app, username, { transport });
      const answers = await Promise.all(codes.map((code) => send('recovery-code', code)));
      expect(answers.filter(({ body }) => body.status === 'complete')).toHaveLength(1);
      const logins = (await typesOf(app, accountId)).filter((type) => type === 'login-succeeded');
      expect(logins, 'that of the registration, and one').toHaveLength(2);
    },
  );

  test('V3.3.1 over https the cookie of an unfinished login is Secure and bound to this host', async () => {
    const app = await open({ publicUrl: 'https://login.example.com' });
    const { username, secret } = await protectedPerson(app);
    const { answer, send } = await begin(app, username);
    expect(answer.cookies).toHaveLength(1);
    const { cookies } = await send('totp', totpCode(secret, app.clock()));
    for (const cookie of [...answer.cookies, ...cookies])
      expect(cookie).toMatch(/^__Host-latchkey[^=]*=[^;]*; Path=\/; HttpOnly; SameSite=Lax;.* ?Secure/);
  });

  test('V2.3.1 V6.3.4 no other way leaves the second factor out', async () => {
    const app = await open();
    const { username, self } = await protectedPerson(app);
    const { browser, attempt } = await begin(app, username);
    const workshop = await app
      .browser()
      .get(`/login?username=${username}&password=${encodeURIComponent(goodPassword)}`);
    expect(workshop.status).toBe(403);
    const page = app.browser();
    const form = await page.submit('/login', { username, password: goodPassword });
    expect([form.status, form.headers.location]).toEqual([303, '/login/second-factor?next=%2Faccount']);
    expect(page.jar.has('latchkey')).toBe(false);
    const weak = await browser.post(`/api/login/${attempt}/new-password`, { newPassword: otherPassword });
    expect([weak.status, weak.body.code], 'a step that is not asked for').toEqual([404, 'not-found']);
    for (const body of [{}, { code: '' }, { code: ['1'] }, { code: 123456 }, { code: '1', accountId: 'x' }]) {
      expect((await browser.post(`/api/login/${attempt}/totp`, body)).status).toBe(400);
    }
    expect((await browser.post(`/api/login/${attempt}/password`, { code: '1' })).status).toBe(404);
    expect((await self.get('/api/session')).status, 'the owner is not disturbed').toBe(200);
  });

  test('V6.3.1 wrong codes bring waits over all logins, and a right password gives no new tries', async () => {
    const app = await open({ limits: { challengeAfter: 100 } });
    const { username, secret, accountId } = await protectedPerson(app);
    const wrong = wrongTotpCode(secret, app.clock());
    for (let n = 0; n < 5; n++) {
      const { send } = await begin(app, username);
      expect((await send('totp', wrong)).status).toBe(401);
    }
    const next = await begin(app, username);
    const held = await next.send('totp', totpCode(secret, app.clock()));
    expect([held.body.code, held.headers['retry-after']]).toEqual(['too-many-attempts', '30']);
    expect(await typesOf(app, accountId)).toEqual(expect.arrayContaining(['factor-failed', 'login-limited']));
    app.clock.advance(minutes(1));
    const { send } = await begin(app, username);
    expect((await send('totp', totpCode(secret, app.clock()))).body.status).toBe('complete');
  });

  test('V2.4.1 after three wrong codes a proof of work is asked, and brings the next answer through', async () => {
    const app = await open();
    const { username, secret } = await protectedPerson(app);
    const { attempt, browser } = await begin(app, username);
    const url = `/api/login/${attempt}/totp`;
    const wrong = { code: wrongTotpCode(secret, app.clock()) };
    for (let n = 0; n < 3; n++) expect((await browser.post(url, wrong)).status).toBe(401);
    const right = { code: totpCode(secret, app.clock()) };
    const refused = await browser.post(url, right);
    expect([refused.status, refused.body.code]).toEqual([403, 'challenge-required']);
    const proof = await solve(refused.body.challenge);
    expect((await browser.post(url, { ...right, proofOfWork: proof })).body.status).toBe('complete');
  });

  test('an attempt is worth nothing once the password was changed, and ends with the account', async () => {
    const app = await open();
    const { self, username, secret } = await protectedPerson(app);
    const { send } = await begin(app, username);
    const change = { currentPassword: goodPassword, newPassword: otherPassword };
    expect((await self.post('/api/me/password', change)).status).toBe(204);
    const late = await send('totp', totpCode(secret, app.clock()));
    expect([late.status, late.body.code]).toEqual([404, 'not-found']);
  });

  test('an attempt ends after ten minutes', async () => {
    const app = await open();
    const { username, secret } = await protectedPerson(app);
    const { send } = await begin(app, username);
    app.clock.advance(minutes(10));
    expect((await send('totp', totpCode(secret, app.clock()))).status).toBe(404);
  });

  test('without a name begins an attempt that only a factor which names its owner can answer', async () => {
    const app = await open();
    const { codes } = await protectedPerson(app);
    const browser = app.browser();
    const begun = await browser.post('/api/login', {});
    expect(begun.body.status).toBe('more');
    expect(begun.body.next?.map(({ factor }) => factor)).not.toContain('totp');
    const tried = await browser.post(`/api/login/${begun.body.attempt}/recovery-code`, { code: codes[0] });
    expect([tried.status, tried.body.code]).toEqual([401, 'invalid-credentials']);
    expect((await browser.post('/api/login', { username: 'somebody' })).body.code).toBe('invalid-request');
  });

  test('on the page: a proof of work is there as soon as a code needs one, and a code that lacks it comes back', async () => {
    const app = await open();
    const { username, secret, codes } = await protectedPerson(app);
    const browser = app.browser();
    await browser.submit('/login', { username, password: goodPassword });
    expect((await browser.get('/login/second-factor')).text).not.toContain('data-challenge');
    const { send } = await begin(app, username);
    for (let n = 0; n < 3; n++) await send('totp', '000000');
    const shown = await browser.get('/login/second-factor');
    expect(shown.text.match(/data-challenge=/g), 'once: a recovery code needs none').toHaveLength(1);
    const code = totpCode(secret, app.clock());
    const refused = await browser.submit('/login/second-factor', { factor: 'totp', code });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain(`value="${code}"`);
    const { challenge } = (await send('totp', '000000')).body;
    const proofOfWork = await solve(challenge);
    const done = await browser.submit('/login/second-factor', { factor: 'totp', code, proofOfWork });
    expect([done.status, leadsTo(done)]).toEqual([303, '/account']);
    const other = app.browser();
    await other.submit('/login', { username, password: goodPassword });
    for (let n = 0; n < 3; n++)
      await other.submit('/login/second-factor', { factor: 'totp', code: '000000' });
    const paper = { factor: 'recovery-code', code: codes[0] ?? '' };
    expect((await other.submit('/login/second-factor', paper)).status).toBe(303);
  });

  test("V6.5.8 a code that is right by the browser's clock alone is refused like any wrong one", async () => {
    const app = await open({ mode: 'production', publicUrl: 'http://localhost:5000' });
    const { username, secret } = await protectedPerson(app);
    const { browser } = await begin(app, username);
    const later = app.clock() + hours(2);
    const send = (code: string, clock: string) =>
      browser.submit('/login/second-factor', { factor: 'totp', code, clock });
    const [right, wrong] = [
      await send(totpCode(secret, later), String(later)),
      await send(wrongTotpCode(secret, later), String(later)),
    ];
    expect([right.status, right.text]).toEqual([401, wrong.text]);
    expect(browser.jar.has('latchkey')).toBe(false);
    expect((await send(totpCode(secret, app.clock()), 'noon')).status, 'what is no time').toBe(303);
  });

  test('on the page: the code, or a recovery code, and then where the person wanted to go', async () => {
    const app = await open();
    const { username, secret, codes } = await protectedPerson(app);
    const browser = app.browser();
    await browser.submit('/login', { username, password: goodPassword, next: '/problems' });
    const page = await browser.get('/login/second-factor?next=%2Fproblems');
    expect(page.text).toContain('autocomplete="one-time-code"');
    const wrong = { factor: 'totp', code: wrongTotpCode(secret, app.clock()), next: '/problems' };
    expect((await browser.submit('/login/second-factor', wrong)).status).toBe(401);
    const right = { factor: 'totp', code: totpCode(secret, app.clock()), next: '/problems' };
    const done = await browser.submit('/login/second-factor', right);
    expect([done.status, leadsTo(done)]).toEqual([303, '/problems']);
    expect((await browser.get('/api/session')).body.session?.aal).toBe(2);

    const other = app.browser();
    await other.submit('/login', { username, password: goodPassword });
    const paper = await other.submit('/login/second-factor', {
      factor: 'recovery-code',
      code: codes[1] ?? '',
    });
    expect([paper.status, leadsTo(paper)]).toEqual([303, '/account']);
    const over = await other.submit('/login/second-factor', {
      factor: 'recovery-code',
      code: codes[2] ?? '',
    });
    expect(over.text).toContain('This sign-in has expired');
  });
});
