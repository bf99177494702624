import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import { type CreationOptions, softwareAuthenticator } from '../../../test/support/authenticator.ts';
import type { Answer, Browser } from '../../../test/support/browser-of.ts';
import { codeTo, freshAddress, loginCodeTo, proveAddress } from '../../../test/support/mails.ts';
import { totpCode, wrongTotpCode } from '../../../test/support/totp-codes.ts';
import { addableFactors } from '../../factors/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { minutes, seconds } from '../../kit/duration.ts';
import { setSecondFactorRule } from '../../people/accounts/index.ts';
import { listEvents } from '../../people/events/index.ts';
import { findTrail } from '../../people/trails/index.ts';

const required = { login: { secondFactor: 'required' } } as const;

/** Somebody who has registered where it is optional, and has no second factor. */
async function person(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, accountId: body.account?.id ?? '' };
}

async function begin(app: TestApp, username: string, more = {}) {
  const browser = app.browser();
  return stepsOf(browser, await browser.login(username, goodPassword, more));
}

function stepsOf(browser: Browser, answer: Answer) {
  const { attempt = '', token } = answer.body;
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const send = (what: string, body: unknown) =>
    browser.post(`/api/login/${attempt}/${what}`, body, { headers });
  return { browser, answer, attempt, send };
}

const offered = ({ body }: Answer, factor: string) => body.next?.find((one) => one.factor === factor);
const secretIn = (answer: Answer) => String(offered(answer, 'add-totp')?.secret);
const optionsIn = (answer: Answer) => offered(answer, 'add-passkey')?.options as CreationOptions;
/** First what needs no script. */
const everyFactor = addableFactors
  .toSorted((one, other) => Number(other.enrolment.hasForm) - Number(one.enrolment.hasForm))
  .map(({ name }) => `add-${name}`);
const names = ({ body }: Answer) => body.next?.map(({ factor }) => factor);

async function typesOf({ services }: TestApp, accountId: string) {
  return (await listEvents(services.db, accountId, 50)).map(({ type }) => type);
}

eachApp('an account that must have a second factor and has none', (open) => {
  /** The same database under both policies. */
  async function waiting() {
    const before = await open();
    const somebody = await person(before);
    const app = await open(required, before.clock);
    return { ...somebody, app };
  }

  test('V6.3.3 gets no session by its password, but the step to add one; the app that it adds opens it', async () => {
    const { app, username, accountId } = await waiting();
    const { browser, answer, send } = await begin(app, username);
    expect([answer.status, answer.body.status, names(answer)]).toEqual([200, 'more', everyFactor]);
    expect(offered(answer, 'add-totp')).toEqual({
      factor: 'add-totp',
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: expect.stringContaining(`:${username}?`),
    });
    expect((await browser.get('/api/session')).status).toBe(401);
    const done = await send('add-totp', { code: totpCode(secretIn(answer), app.clock()) });
    expect(done.body).toMatchObject({
      status: 'complete',
      account: { username },
      session: { amr: ['pwd', 'otp', 'mfa'], aal: 2 },
    });
    expect(done.body.recoveryCodes).toHaveLength(10);
    expect(browser.jar.has('latchkey-attempt'), 'the attempt is forgotten').toBe(false);
    const factors = (await browser.get('/api/me/factors')).body;
    expect(factors).toMatchObject({
      hasSecondFactor: true,
      secondFactorRequired: true,
      recoveryCodes: { left: 10 },
    });
    expect((await typesOf(app, accountId)).slice(0, 3)).toEqual([
      'login-succeeded',
      'recovery-codes-replaced',
      'totp-added',
    ]);
    app.clock.advance(seconds(30));
    expect(names(await browser.login(username, goodPassword)), 'next time').toEqual([
      'totp',
      'recovery-code',
    ]);
  });

  test('a passkey does as well, also for a program, and later opens the account alone', async () => {
    const { app, username } = await waiting();
    const { answer, send } = await begin(app, username, { transport: 'bearer' });
    const authenticator = softwareAuthenticator();
    const response = authenticator.create(optionsIn(answer));
    const done = await send('add-passkey', { response, name: 'My key' });
    expect(done.body).toMatchObject({
      status: 'complete',
      session: { amr: ['pwd', 'swk', 'user', 'mfa'], aal: 2 },
    });
    expect([done.body.token, done.cookies]).toEqual([expect.stringMatching(/^lkb_/), []]);
    expect(done.body.recoveryCodes).toHaveLength(10);
    const alone = app.browser();
    const asked = await alone.post('/api/login', {});
    const options = asked.body.next?.[0]?.options as Parameters<typeof authenticator.get>[0];
    const url = `/api/login/${asked.body.attempt}/passkey`;
    const opened = await alone.post(url, { response: authenticator.get(options) });
    expect(opened.body).toMatchObject({ status: 'complete', session: { aal: 2 } });
  });

  test('V2.3.1 to register gives no session either, before one is added', async () => {
    const app = await open(required);
    const browser = app.browser();
    const username = freshName();
    const { answer, send } = stepsOf(browser, await browser.register(username, goodPassword));
    expect([answer.status, answer.body.status, names(answer)]).toEqual([201, 'more', everyFactor]);
    expect((await browser.get('/api/session')).status).toBe(401);
    const done = await send('add-totp', { code: totpCode(secretIn(answer), app.clock()) });
    expect(done.body.status).toBe('complete');
  });

  test('an address that must be confirmed comes first', async () => {
    const app = await open({ ...required, email: { verification: 'before-login' } });
    const browser = app.browser();
    const [username, email] = [freshName(), freshAddress()];
    const { answer, send } = stepsOf(browser, await browser.register(username, goodPassword, { email }));
    expect(names(answer)).toEqual(['verify-email']);
    expect(names(await send('add-totp', { code: '123456' }))).toEqual(['verify-email']);
    expect((await browser.get('/login/add-second-factor')).headers.location).toMatch(
      /^\/login\/verify-email/,
    );
    await app.browser().post('/api/email/verify', { token: await codeTo(app, email) });
    expect((await browser.get('/login/verify-email')).status).toBe(200);
    const led = await browser.submit('/login/verify-email', { act: 'continue', next: '/account' });
    expect(led.headers.location).toMatch(/^\/login\/add-second-factor\?next=%2Faccount/);
    const next = await send('verify-email', {});
    const done = await send('add-totp', { code: totpCode(secretIn(next), app.clock()) });
    expect(done.body).toMatchObject({ status: 'complete', session: { aal: 2 } });
  });

  test('who came by a code from a mail adds one as well', async () => {
    const before = await open({ login: { emailCode: true } });
    const { self, username } = await person(before);
    const email = await proveAddress(before, self);
    const app = await open({ login: { emailCode: true, secondFactor: 'required' } }, before.clock);
    const browser = app.browser();
    const { send } = stepsOf(browser, await browser.post('/api/login', { username }));
    const next = await send('email-code', { code: await loginCodeTo(app, email) });
    expect(names(next)).toEqual(everyFactor);
    const done = await send('add-totp', { code: totpCode(secretIn(next), app.clock()) });
    expect(done.body).toMatchObject({
      status: 'complete',
      session: { amr: ['email', 'otp', 'mfa'], aal: 2 },
    });
  });

  test('a rule of its own asks it of one account and of no other', async () => {
    const app = await open();
    const [one, other] = [await person(app), await person(app)];
    await inTransaction(app.services.db, (tx) => setSecondFactorRule(tx, one.accountId, true));
    expect((await begin(app, other.username)).answer.body.status).toBe('complete');
    const { answer } = await begin(app, one.username);
    expect(names(answer)).toEqual(everyFactor);
  });

  test('a rule that is taken back meanwhile lets the login go on', async () => {
    const app = await open();
    const { username, accountId } = await person(app);
    const setRule = (on: boolean) =>
      inTransaction(app.services.db, (tx) => setSecondFactorRule(tx, accountId, on));
    await setRule(true);
    const { answer, send } = await begin(app, username);
    await setRule(false);
    const done = await send('add-totp', { code: wrongTotpCode(secretIn(answer), app.clock()) });
    expect(done.body).toMatchObject({ status: 'complete', session: { amr: ['pwd'], aal: 1 } });
    expect(done.body.recoveryCodes).toBeUndefined();
  });

  test('V7.4.3 a session of before the policy is none any more, and ends when a factor is added', async () => {
    const { app, self, username } = await waiting();
    const { jar } = self;
    const old = app.browser();
    for (const [name, value] of jar) old.jar.set(name, value);
    expect((await self.get('/api/session')).status).toBe(200);
    expect((await old.get('/api/session')).status).toBe(401);
    expect((await old.get('/account')).headers.location).toBe('/login?next=%2Faccount');
    const { answer, send } = await begin(app, username);
    await send('add-totp', { code: totpCode(secretIn(answer), app.clock()) });
    expect((await self.get('/api/session')).status, 'where it is optional still').toBe(401);
  });

  test('a wrong code is refused with what is next; the key stays for five, then there is another', async () => {
    const { app, username } = await waiting();
    const { answer, send } = await begin(app, username);
    const secret = secretIn(answer);
    const code = wrongTotpCode(secret, app.clock());
    for (let tries = 1; tries < 5; tries++) {
      const refused = await send('add-totp', { code });
      expect([refused.status, refused.body.code]).toEqual([422, 'code-refused']);
      expect(secretIn(refused)).toBe(secret);
    }
    const last = await send('add-totp', { code });
    expect(last.body.code).toBe('code-refused');
    expect(secretIn(last)).not.toBe(secret);
    expect((await send('add-totp', { code: totpCode(secret, app.clock()) })).body.code).toBe('code-refused');
    const done = await send('add-totp', { code: totpCode(secretIn(last), app.clock()) });
    expect(done.body.status, 'the honest twin').toBe('complete');
  });

  test('a passkey that is refused has used its challenge up, and another one comes with the refusal', async () => {
    const { app, username } = await waiting();
    const { answer, send } = await begin(app, username);
    const authenticator = softwareAuthenticator();
    const response = authenticator.create(optionsIn(answer), { rpId: 'evil.example' });
    const refused = await send('add-passkey', { response });
    expect([refused.status, refused.body.code]).toEqual([422, 'passkey-refused']);
    const again = { response: authenticator.create(optionsIn(answer)) };
    const used = await send('add-passkey', again);
    expect(used.body.code).toBe('passkey-refused');
    const done = await send('add-passkey', { response: authenticator.create(optionsIn(used)) });
    expect(done.body.status, 'the honest twin').toBe('complete');
  });

  test('the trail says what was asked and what was added', async () => {
    const { app, username } = await waiting();
    const { answer, attempt, send } = await begin(app, username);
    await send('add-totp', { code: totpCode(secretIn(answer), app.clock()) });
    await app.services.trails.flush();
    const trail = await findTrail(app.services.db, attempt);
    const steps = trail?.parts.map(({ steps }) => steps.map(({ code }) => code)) ?? [];
    expect(steps[0]).toContain('must-do-asked');
    expect(steps[1]).toEqual(expect.arrayContaining(['factor-added', 'session-opened']));
    expect(JSON.stringify(trail)).not.toContain(secretIn(answer));
  });
});

eachApp('attacks on the step that adds a second factor', (open) => {
  async function waiting() {
    const before = await open();
    const somebody = await person(before);
    return { ...somebody, app: await open(required, before.clock) };
  }

  test('V6.3.4 who knows only the password of an account that has one is asked for that, and adds nothing', async () => {
    const { app, username } = await waiting();
    const own = await begin(app, username);
    await own.send('add-totp', { code: totpCode(secretIn(own.answer), app.clock()) });
    const thief = await begin(app, username);
    expect(names(thief.answer)).toEqual(['totp', 'recovery-code']);
    const response = softwareAuthenticator().create(optionsIn(own.answer));
    for (const [what, body] of [
      ['add-totp', { code: '123456' }],
      ['add-passkey', { response }],
    ] as const) {
      const answer = await thief.send(what, body);
      expect([answer.body.status, names(answer), answer.body.recoveryCodes]).toEqual([
        'more',
        ['totp', 'recovery-code'],
        undefined,
      ]);
    }
    expect((await thief.browser.get('/api/session')).status).toBe(401);
    expect((await own.browser.get('/api/me/factors')).body.passkeys).toEqual([]);
  });

  test('V6.3.8 a name alone is told nothing by it, whether or not it is somebody’s', async () => {
    const before = await open();
    const { username } = await person(before);
    const app = await open({ login: { emailCode: true, secondFactor: 'required' } }, before.clock);
    const answersTo = async (name: string) => {
      const browser = app.browser();
      const { send } = stepsOf(browser, await browser.post('/api/login', { username: name }));
      const response = softwareAuthenticator().create(optionsIn((await begin(app, username)).answer));
      const answers = [
        await send('add-totp', { code: '123456' }),
        await send('add-passkey', { response }),
        await browser.get('/login/add-second-factor'),
        await browser.submit('/login/add-second-factor', { factor: 'totp', code: '123456' }),
      ];
      return answers.map(({ status, headers, body }) => [
        status,
        headers.location,
        body.code,
        names({ body } as Answer),
      ]);
    };
    const known = await answersTo(username);
    expect(known).toEqual(await answersTo('nobody-of-this-name'));
    expect(known.slice(0, 2)).toEqual([
      [404, undefined, 'not-found', undefined],
      [404, undefined, 'not-found', undefined],
    ]);
  });

  test('an attempt whose account got a factor meanwhile asks for that instead', async () => {
    const { app, username } = await waiting();
    const [late, first] = [await begin(app, username), await begin(app, username)];
    const passkey = softwareAuthenticator();
    const made = { response: passkey.create(optionsIn(late.answer)) };
    const { body } = await first.send('add-totp', { code: totpCode(secretIn(first.answer), app.clock()) });
    expect(body.status).toBe('complete');
    const answer = await late.send('add-passkey', made);
    expect([answer.body.status, names(answer)]).toEqual(['more', ['totp', 'recovery-code']]);
    app.clock.advance(seconds(30));
    const done = await late.send('totp', { code: totpCode(secretIn(first.answer), app.clock()) });
    expect(done.body).toMatchObject({ status: 'complete', session: { aal: 2 } });
  });

  test('V15.4.2 V2.3.4 of parallel additions one opens a session and gets the only codes', async () => {
    const { app, username, accountId } = await waiting();
    const one = await begin(app, username);
    const code = totpCode(secretIn(one.answer), app.clock());
    const authenticator = softwareAuthenticator();
    const response = authenticator.create(optionsIn(one.answer));
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => one.send('add-totp', { code })),
      ...Array.from({ length: 4 }, () => one.send('add-passkey', { response })),
    ]);
    expect(answers.filter(({ body }) => body.status === 'complete')).toHaveLength(1);
    expect(answers.filter(({ body }) => body.recoveryCodes)).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const { db } = app.services;
    const rows = await db.selectFrom('sessions').select('aal').where('account_id', '=', accountId).execute();
    expect(rows).toEqual([{ aal: 2 }]);
    expect((await typesOf(app, accountId)).filter((type) => type.endsWith('-added'))).toHaveLength(1);
  });

  test('V15.4.2 of two attempts in two browsers one adds, and the other is asked for it', async () => {
    const { app, username } = await waiting();
    const [a, b] = [await begin(app, username), await begin(app, username)];
    const made = [a, b].map(({ answer }) => ({
      response: softwareAuthenticator().create(optionsIn(answer)),
    }));
    const answers = await Promise.all([a.send('add-passkey', made[0]), b.send('add-passkey', made[1])]);
    expect(answers.map(({ body }) => body.status).toSorted()).toEqual(['complete', 'more']);
    expect(answers.filter(({ body }) => body.recoveryCodes)).toHaveLength(1);
  });

  test('a key that one attempt has begun is shown to no other and confirmed by no other', async () => {
    const { app, username } = await waiting();
    const [owner, thief] = [await begin(app, username), await begin(app, username)];
    expect(secretIn(thief.answer)).not.toBe(secretIn(owner.answer));
    const known = { code: totpCode(secretIn(thief.answer), app.clock()) };
    const refused = await owner.send('add-totp', known);
    expect(refused.body.code, 'the key of the thief').toBe('totp-not-begun');
    expect(secretIn(refused)).not.toBe(secretIn(thief.answer));
    const done = await owner.send('add-totp', { code: totpCode(secretIn(refused), app.clock()) });
    expect(done.body.status, 'the honest twin').toBe('complete');
  });

  test('a key that was begun by an attempt gets into no session, and the other way round', async () => {
    const app = await open();
    const { self, username, accountId } = await person(app);
    const own = (await self.post('/api/me/totp')).body.secret ?? '';
    await inTransaction(app.services.db, (tx) => setSecondFactorRule(tx, accountId, true));
    const { answer } = await begin(app, username);
    expect(secretIn(answer)).not.toBe(own);
    for (const secret of [own, secretIn(answer)]) {
      const refused = await self.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
      expect(refused.body.code).toBe('totp-not-begun');
    }
    expect((await self.get('/account/security/totp')).text).not.toContain(secretIn(answer).slice(0, 4));
  });

  test('the attempt belongs to its browser, lives ten minutes, and ends with the password that began it', async () => {
    const { app, username, self } = await waiting();
    const { answer, attempt, send } = await begin(app, username);
    const code = totpCode(secretIn(answer), app.clock());
    const stranger = await app.browser().post(`/api/login/${attempt}/add-totp`, { code });
    expect([stranger.status, stranger.body.next]).toEqual([404, undefined]);
    const change = { currentPassword: goodPassword, newPassword: otherPassword };
    expect((await self.post('/api/me/password', change)).status).toBe(204);
    expect((await send('add-totp', { code })).status, 'after the change').toBe(404);
    const browser = app.browser();
    const later = stepsOf(browser, await browser.login(username, otherPassword));
    app.clock.advance(minutes(10));
    const right = { code: totpCode(secretIn(later.answer), app.clock()) };
    expect((await later.send('add-totp', right)).status, 'after ten minutes').toBe(404);
  });

  test('V6.3.4 the workshop’s request does not go around the policy', async () => {
    const { app, username } = await waiting();
    const url = `/login?username=${username}&password=${encodeURIComponent(goodPassword)}`;
    const answer = await app.browser().get(url);
    expect([answer.status, answer.text]).toEqual([
      403,
      'This account needs two-step verification first. Sign in on the page /login to set it up.',
    ]);
    const made = freshName();
    const registered = await app.browser().post(`/register?username=${made}&password=x&data=y`);
    expect([registered.text, registered.cookies]).toEqual(['Success', []]);
  });
});
