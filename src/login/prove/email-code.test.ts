import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import type { Answer, Browser } from '../../../test/support/browser-of.ts';
import { codeTo, freshAddress, loginCodeTo, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { addressPerson, losePassword } from '../../../test/support/no-password.ts';
import { setUpTotp } from '../../../test/support/second-factors.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import { setPassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { minutes, seconds } from '../../kit/duration.ts';
import { listEvents } from '../../people/events/index.ts';
import { findTrail } from '../../people/trails/index.ts';

const prove = '/api/reauthenticate';
const byEmail = { factor: 'email-code' };
const other = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0');

const send = (self: Browser) => self.post(prove, byEmail);
const answer = (self: Browser, code: string) => self.post(prove, { ...byEmail, code });
const outcomeOf = ({ status, body }: Answer) => [status, body.code ?? body.status];
const canExport = async (self: Browser) => (await self.get('/api/me/export')).status === 200;

/** The same a while after signing in, when what is sensitive asks for more. */
async function person(app: TestApp) {
  const somebody = await addressPerson(app);
  app.clock.advance(minutes(11));
  return somebody;
}

async function typesOf({ services }: TestApp, accountId: string): Promise<string[]> {
  return (await listEvents(services.db, accountId, 100)).map(({ type }) => type);
}

async function stepsOf({ services }: TestApp, { headers }: Answer) {
  await services.trails.flush();
  return (await findTrail(services.db, headers['latchkey-attempt'] ?? ''))?.parts.at(-1);
}

eachApp('confirming an identity by a code by email', (open) => {
  test('V7.5.1 opens what is sensitive for ten minutes, for who has neither a password nor a second factor', async () => {
    const app = await open();
    const { self, email, accountId, username } = await person(app);
    const refused = await self.post('/api/me/totp');
    const offer = { factor: 'email-code', email, sent: false };
    expect([refused.status, refused.body]).toMatchObject([
      403,
      { code: 'proof-required', needs: 1, next: [offer] },
    ]);
    expect((await self.post(prove, {})).body).toEqual({ status: 'more', next: [offer] });
    const expiresAt = new Date(app.clock() + minutes(10)).toISOString();
    const sent = await send(self);
    expect([sent.status, sent.body]).toEqual([
      200,
      { status: 'more', next: [{ ...offer, sent: true, expiresAt }] },
    ]);
    expect((await self.post(prove, {})).body).toEqual(sent.body);
    const mail = (await mailsTo(app, email)).at(-1);
    expect(mail?.subject).toBe('Your verification code for Latchkey');
    expect(mail?.text).toContain(`"${username}"`);
    expect(mail?.text).toContain('within 10 minutes');
    expect(mail?.text).toContain('Firefox on Linux');

    const before = self.jar.get('latchkey');
    const done = await answer(self, await loginCodeTo(app, email));
    expect(done.body).toMatchObject({
      status: 'complete',
      session: {
        amr: ['pwd', 'email'],
        aal: 1,
        authTime: new Date(app.clock()).toISOString(),
        current: true,
      },
    });
    expect(self.jar.get('latchkey'), 'V7.2.4 under a new token').not.toBe(before);
    expect((await self.post(prove, {})).body.next, 'it is used up').toEqual([offer]);
    expect(await canExport(self)).toBe(true);
    app.clock.advance(minutes(10) + 1);
    expect(await canExport(self)).toBe(false);
    expect(await typesOf(app, accountId)).toEqual(
      expect.arrayContaining(['verification-code-asked', 'proof-renewed']),
    );
  });

  test('needs no policy: codes at the sign-in can be on or off', async () => {
    for (const emailCode of [true, false]) {
      const app = await open({ login: { emailCode } });
      const { self, email } = await person(app);
      await send(self);
      expect(outcomeOf(await answer(self, await loginCodeTo(app, email)))).toEqual([200, 'complete']);
    }
  });

  test('V6.3.3 stands in for nothing that the account has: a password, an app, a passkey', async () => {
    const app = await open();
    const self = app.browser();
    const { body } = await self.register(freshName(), goodPassword);
    const email = await proveAddress(app, self);
    const before = await mailsTo(app, email);
    const expectNone = async (offered: string[]) => {
      for (const proof of [byEmail, { ...byEmail, code: '12345678' }]) {
        expect(outcomeOf(await self.post(prove, proof))).toEqual([404, 'not-found']);
      }
      expect((await self.post(prove, {})).body.next?.map(({ factor }) => factor)).toEqual(offered);
    };
    await expectNone(['password']);
    const { secret } = await setUpTotp(app, self);
    await expectNone(['password', 'totp', 'recovery-code']);
    await losePassword(app.services.db, body.account?.id ?? '');
    await expectNone(['totp', 'recovery-code']);
    const codes = (await mailsTo(app, email)).slice(before.length).map(({ subject }) => subject);
    expect(codes.filter((subject) => subject.includes('code'))).toEqual([]);
    expect(
      outcomeOf(await self.post(prove, { factor: 'totp', code: totpCode(secret, app.clock()) })),
    ).toEqual([200, 'complete']);
  });

  test('is not there without a verified address, and then nothing is offered', async () => {
    const app = await open({ email: { verification: 'later' } });
    const self = app.browser();
    const { body } = await self.register(freshName(), goodPassword, { email: freshAddress() });
    await losePassword(app.services.db, body.account?.id ?? '');
    app.clock.advance(minutes(11));
    expect(outcomeOf(await send(self))).toEqual([404, 'not-found']);
    expect((await self.post(prove, {})).body).toEqual({ status: 'more', next: [] });
    const refused = await self.get('/api/me/export');
    expect(refused.body).toMatchObject({ code: 'proof-required', needs: 1, next: [] });
    expect(refused.body.detail).toContain("Ask the site's admin");
    const page = await self.get('/account/prove');
    expect([page.status, page.text]).toEqual([
      200,
      expect.stringContaining("Ask the site's admin for help."),
    ]);
  });

  test('nor where no email would be sent', async () => {
    const app = await open();
    const { self } = await person(app);
    const silent = await open({ mode: 'production', mail: { url: '' } }, app.clock);
    const there = silent.browser();
    for (const [name, value] of self.jar) there.jar.set(name, value);
    expect(outcomeOf(await send(there))).toEqual([404, 'not-found']);
    expect((await there.post(prove, {})).body.next).toEqual([]);
    expect((await self.post(prove, {})).body.next, 'the honest twin').toHaveLength(1);
  });

  test('V6.6.2 V6.6.3 a code is good in its session, for its account, ten minutes and five tries', async () => {
    const app = await open({ login: { emailCode: true }, limits: { waitAfter: 100 } });
    const { self, username, email } = await person(app);
    const stranger = await person(app);
    const beside = app.browser();
    const begun = await beside.post('/api/login', { username });
    const ofLogin = await loginCodeTo(app, email);
    expect(outcomeOf(await answer(self, ofLogin)), 'that of a sign-in').toEqual([401, 'invalid-credentials']);
    await send(self);
    const code = await loginCodeTo(app, email);
    expect(code).not.toBe(ofLogin);
    const url = `/api/login/${begun.body.attempt}/email-code`;
    expect(outcomeOf(await beside.post(url, { code })), 'in a sign-in').toEqual([401, 'invalid-credentials']);
    expect(outcomeOf(await beside.post(url, { code: ofLogin }))).toEqual([200, 'complete']);
    app.clock.advance(minutes(9));
    expect(outcomeOf(await answer(beside, code)), 'in another session').toEqual([401, 'invalid-credentials']);
    expect(outcomeOf(await answer(stranger.self, code)), 'for another account').toEqual([
      401,
      'invalid-credentials',
    ]);
    for (let tries = 0; tries < 4; tries++) {
      expect(outcomeOf(await answer(self, other(code)))).toEqual([401, 'invalid-credentials']);
    }
    expect(outcomeOf(await answer(self, code)), 'the fifth try').toEqual([200, 'complete']);
    expect(outcomeOf(await answer(self, code)), 'once').toEqual([401, 'invalid-credentials']);

    await send(self);
    const late = await loginCodeTo(app, email);
    app.clock.advance(minutes(10));
    const expired = await answer(self, late);
    expect(outcomeOf(expired)).toEqual([401, 'invalid-credentials']);
    expect(expired.body).toMatchObject({
      detail: 'Incorrect or expired code. Request a new one.',
      next: [{ factor: 'email-code', sent: false }],
    });
    await send(self);
    const tried = await loginCodeTo(app, email);
    for (let tries = 0; tries < 5; tries++) await answer(self, other(tried));
    expect(outcomeOf(await answer(self, tried)), 'after five wrong ones').toEqual([
      401,
      'invalid-credentials',
    ]);
    expect((await self.post(prove, {})).body.next).toMatchObject([{ sent: false }]);
  });

  test('V6.3.1 guesses are counted before they are judged, over all codes of the account, and bring waits', async () => {
    const app = await open();
    const { self, email, accountId } = await person(app);
    await send(self);
    const wrong = other(await loginCodeTo(app, email));
    const outcomes = [];
    for (let tries = 0; tries < 6; tries++) outcomes.push((await answer(self, wrong)).status);
    expect(outcomes).toEqual([401, 401, 401, 401, 401, 429]);
    await send(self);
    expect((await answer(self, await loginCodeTo(app, email))).status, 'another code ends no wait').toBe(429);
    expect((await mailsTo(app, email)).map(({ subject }) => subject)).toContain(
      'Incorrect codes for your account at Latchkey',
    );
    expect(await typesOf(app, accountId)).toEqual(expect.arrayContaining(['factor-failed', 'login-limited']));
    app.clock.advance(seconds(31));
    expect((await answer(self, await loginCodeTo(app, email))).status).toBe(200);
  });

  test('when codes are turned off, the refusal says what helps', async () => {
    const app = await open({ limits: { disableAfter: 4, waitAfter: 100 } });
    const { self } = await person(app);
    await send(self);
    for (let tries = 0; tries < 2; tries++) await answer(self, 'not a code');
    const off = await answer(self, 'not a code');
    expect(outcomeOf(off)).toEqual([429, 'too-many-attempts']);
    expect(off.body.detail).toContain('reset your password by email');
  });

  test('an account is sent five codes in an hour, and the last one stays good when there is no further one', async () => {
    const app = await open();
    const { self, email } = await person(app);
    const before = (await mailsTo(app, email)).length;
    const sent = await Promise.all(Array.from({ length: 8 }, () => send(self)));
    expect(sent.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    expect(await mailsTo(app, email)).toHaveLength(before + 5);
    const refused = sent.find(({ status }) => status === 429);
    expect(refused?.body.code).toBe('too-many-attempts');
    expect(refused?.headers['retry-after']).toBe('3600');
    const isGood: number[] = [];
    for (const { text } of (await mailsTo(app, email)).slice(before)) {
      const code = /^ {4}(\d{4} \d{4})$/m.exec(text)?.[1] ?? '';
      isGood.push((await answer(self, code)).status);
    }
    expect(
      isGood.filter((status) => status === 200),
      'the newest one',
    ).toHaveLength(1);
    // In two halves, since an hour without a request would end the session.
    app.clock.advance(minutes(30));
    expect((await send(self)).status).toBe(429);
    app.clock.advance(minutes(30));
    expect((await send(self)).status).toBe(200);
  });

  test("strangers who ask for codes at the sign-in use up nothing of the owner's", async () => {
    const app = await open({ login: { emailCode: true } });
    const { self, username } = await person(app);
    for (let at = 0; at < 6; at++) await app.browser({ device: 'curl/8' }).post('/api/login', { username });
    expect((await send(self)).status).toBe(200);
  });

  test('a new code ends the one before, and one to an address that was replaced opens nothing', async () => {
    const app = await open();
    const { self, email } = await person(app);
    await send(self);
    const first = await loginCodeTo(app, email);
    await send(self);
    expect((await answer(self, first)).status).toBe(401);
    expect((await answer(self, await loginCodeTo(app, email))).status).toBe(200);
    const next = freshAddress();
    await self.send('PUT', '/api/me/email', { email: next });
    await send(self);
    const old = await loginCodeTo(app, email);
    await app.browser().post('/api/email/verify', { token: await codeTo(app, next) });
    app.clock.advance(minutes(9));
    expect((await self.post(prove, {})).body.next).toEqual([
      { factor: 'email-code', email: next, sent: false },
    ]);
    expect((await answer(self, old)).status).toBe(401);
    await send(self);
    expect((await answer(self, await loginCodeTo(app, next))).status).toBe(200);
  });

  test('a code is worth nothing once the account has a password, whenever it came', async () => {
    const app = await open();
    const { self, email, accountId } = await person(app);
    const { db, hasher } = app.services;
    await send(self);
    const code = await loginCodeTo(app, email);
    const fresh = await hasher.hash(otherPassword);
    await inTransaction(db, (tx) => setPassword(tx, accountId, { ...fresh, weak: 0 }, app.clock()));
    const before = await db.selectFrom('limits').select(['key', 'count']).execute();
    expect(outcomeOf(await answer(self, code))).toEqual([404, 'not-found']);
    expect(await db.selectFrom('limits').select(['key', 'count']).execute(), 'it counts nowhere').toEqual(
      before,
    );
    expect(outcomeOf(await self.post(prove, { password: otherPassword }))).toEqual([200, 'complete']);
  });

  test('a session that was ended gets no code', async () => {
    const app = await open();
    const { self, email } = await person(app);
    const before = await mailsTo(app, email);
    const thief = app.browser();
    thief.jar.set('latchkey', self.jar.get('latchkey') ?? '');
    await self.post('/api/logout');
    expect((await send(thief)).status).toBe(401);
    expect(await mailsTo(app, email)).toEqual(before);
  });

  test('the trail tells of the code that was sent, and of its answer', async () => {
    const app = await open();
    const { self, email } = await person(app);
    const asked = await stepsOf(app, await send(self));
    expect(asked).toMatchObject({ kind: 'prove', outcome: 'more' });
    expect(asked?.steps.at(-1)).toMatchObject({ code: 'verification-code', state: 'sent' });
    const done = await stepsOf(app, await answer(self, await loginCodeTo(app, email)));
    expect(done).toMatchObject({ kind: 'prove', outcome: 'done' });
    expect(done?.steps.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['limit-counted', 'factor-answered', 'proof-renewed']),
    );
    for (let at = 0; at < 4; at++) await send(self);
    const refused = await stepsOf(app, await send(self));
    expect(refused).toMatchObject({ kind: 'prove', outcome: 'refused' });
    expect(refused?.steps).toContainEqual(
      expect.objectContaining({ code: 'verification-code', state: 'too-many' }),
    );
  });

  test.each([
    [{ ...byEmail, code: '' }],
    [{ ...byEmail, code: 'x'.repeat(65) }],
    [{ ...byEmail, password: 'x' }],
  ])('what is no proof is refused: %j', async (body) => {
    const { self } = await person(await open());
    expect((await self.post(prove, body)).status).toBe(400);
  });
});

eachApp('the page that confirms an identity by a code', (open) => {
  const path = '/account/prove';
  const next = '/account#recovery-codes';

  test('has a button that sends one, then the field for it, and leads back', async () => {
    const app = await open();
    const { self, email } = await person(app);
    const asked = await self.submit('/account/security/totp', {});
    expect([asked.status, asked.headers.location]).toEqual([303, `${path}?next=%2Faccount%23totp`]);
    const page = await self.get(`${path}?next=${encodeURIComponent(next)}`);
    expect(page.text).toContain('Email me a code');
    expect(page.text).toContain(email);
    expect(page.text).not.toContain('one-time-code');
    expect(page.text).not.toContain('type="password"');
    const sent = await self.submit(path, { ...byEmail, send: 'on', next });
    expect([sent.status, sent.headers.location]).toEqual([
      303,
      `${path}?next=%2Faccount%23recovery-codes&said=sent`,
    ]);
    const form = await self.get(sent.headers.location ?? '');
    expect(form.text).toContain('We sent you a code.');
    expect(form.text).toContain('autocomplete="one-time-code"');
    expect(form.text).toContain('Email me another code');
    expect(form.text, 'the way back is kept').toContain(`name="next" value="${next}"`);
    const wrong = await self.submit(path, { ...byEmail, code: '1', next });
    expect([wrong.status, wrong.text]).toEqual([
      401,
      expect.stringContaining('autocomplete="one-time-code"'),
    ]);
    const empty = await self.submit(path, { ...byEmail, code: '', next });
    expect([empty.status, empty.text], 'no further email').toEqual([
      400,
      expect.stringContaining('Enter the code.'),
    ]);
    expect(
      (await mailsTo(app, email)).filter(({ subject }) => subject.includes('verification code')),
    ).toHaveLength(1);
    const done = await self.submit(path, { ...byEmail, code: await loginCodeTo(app, email), next });
    expect([done.status, done.headers.location]).toEqual([303, next]);
    expect(await canExport(self)).toBe(true);
  });

  test('says why no code is sent, and asks for a new one when the code is over', async () => {
    const app = await open({ limits: { waitAfter: 100 } });
    const { self, email } = await person(app);
    await send(self);
    const code = await loginCodeTo(app, email);
    for (let tries = 0; tries < 4; tries++) await self.submit(path, { ...byEmail, code: other(code), next });
    const over = await self.submit(path, { ...byEmail, code: other(code), next });
    expect(over.text).toContain('Incorrect or expired code. Request a new one.');
    expect(over.text).toContain('Email me a code');
    expect(over.text).not.toContain('one-time-code');
    for (let at = 0; at < 4; at++) await send(self);
    const refused = await self.submit(path, { ...byEmail, send: 'on', next });
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '3600']);
    expect(refused.text).toContain('Too many emails were sent for this account. Try again in an hour.');
    expect(refused.text, 'the last code can still be entered').toContain('one-time-code');
    const notSent = await self.get(`${path}?said=sent`);
    expect(notSent.text).toContain('We sent you a code.');
  });

  test("V7.5.1 takes a form of its owner only, and sends nothing for anybody else's", async () => {
    const app = await open();
    const { self, email } = await person(app);
    const before = await mailsTo(app, email);
    const foreign = await self.submit(path, { ...byEmail, send: 'on', owner: 'somebody-else' });
    expect(foreign.status).toBe(409);
    expect(await mailsTo(app, email)).toEqual(before);
  });
});
