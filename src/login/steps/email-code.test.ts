import { expect, test } from 'vitest';
import {
  eachApp,
  freshName,
  goodPassword,
  otherPassword,
  type Settings,
  type TestApp,
} from '../../../test/support/app.ts';
import { softwareAuthenticator } from '../../../test/support/authenticator.ts';
import type { Answer, Browser } from '../../../test/support/browser-of.ts';
import { leadsTo } from '../../../test/support/leads-to.ts';
import { loginCodeTo, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { passkeyHolder } from '../../../test/support/passkeys.ts';
import { proofOfWork } from '../../../test/support/proof-of-work.ts';
import { setUpTotp } from '../../../test/support/second-factors.ts';
import { statementsOf } from '../../../test/support/statements.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import { minutes, seconds } from '../../kit/duration.ts';
import { answerSlot } from '../../kit/in-slots.ts';
import { listEvents } from '../../people/events/index.ts';
import { findTrail } from '../../people/trails/index.ts';

const on: Settings = { login: { emailCode: true } };
/** In development a program that asks for the page gets the workshop's request. */
const asPage = { headers: { accept: 'text/html' } };
const wrong = { code: 'not a code' };

async function person(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  const email = await proveAddress(app, self);
  return { self, username, email, accountId: body.account?.id ?? '' };
}

async function begin(app: TestApp, username: string, more: object = {}, from = app.browser()) {
  const answer = await from.post('/api/login', { username, ...more });
  const url = `/api/login/${answer.body.attempt}/email-code`;
  const send = (body: object, headers: Record<string, string> = {}) => from.post(url, body, { headers });
  return { browser: from, answer, send };
}

/** What a stranger sees of an answer, without what differs between any two. */
const seen = ({ status, headers, cookies, body }: Answer) => ({
  status,
  headers: {
    ...headers,
    date: '',
    'content-length': '',
    'x-request-id': '',
    'latchkey-attempt': '',
    'set-cookie': '',
  },
  cookies: cookies.map((line) => line.replace(/=att_\w+\.lka_[\w-]+/, '=')),
  body: { ...body, attempt: '', requestId: '', instance: '', challenge: undefined },
});

const typesOf = async ({ services }: TestApp, accountId: string) =>
  (await listEvents(services.db, accountId, 50)).map(({ type }) => type);

eachApp('logging in by a code from a mail', (open) => {
  test('by username or address, and the session says how', async () => {
    const app = await open(on);
    const { username, email, accountId } = await person(app);
    for (const name of [username.toUpperCase(), email.toUpperCase()]) {
      const { browser, answer, send } = await begin(app, name, { remember: true });
      expect(answer.body).toEqual({
        status: 'more',
        attempt: expect.stringMatching(/^att_/),
        next: [{ factor: 'email-code' }],
      });
      const done = await send({ code: await loginCodeTo(app, email) });
      expect(done.body).toMatchObject({
        status: 'complete',
        account: { id: accountId },
        session: { amr: ['email'], aal: 1 },
      });
      expect(done.cookies.find((line) => line.startsWith('latchkey='))).toContain('Max-Age=');
      expect((await browser.get('/api/session')).body.account?.id).toBe(accountId);
    }
    expect(await typesOf(app, accountId)).toEqual(
      expect.arrayContaining(['login-code-asked', 'login-succeeded']),
    );
    const program = await begin(app, username, { transport: 'bearer' });
    const headers = { authorization: `Bearer ${program.answer.body.token}` };
    expect((await program.send({ code: await loginCodeTo(app, email) }, headers)).body.token).toMatch(
      /^lkb_/,
    );
  });

  test('V6.3.6 where it is off, a name without a password is a mistake, and no code opens anything', async () => {
    const app = await open();
    const { username, email } = await person(app);
    const before = await mailsTo(app, email);
    const { answer } = await begin(app, username);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
    expect(await mailsTo(app, email)).toEqual(before);
    const browser = app.browser();
    const { body } = await browser.post('/api/login', {});
    const tried = await browser.post(`/api/login/${body.attempt}/email-code`, { code: '12345678' });
    expect([tried.status, tried.body.code]).toEqual([404, 'not-found']);
    for (const path of ['/login/send-code', '/login/email-code']) {
      expect((await browser.get(path)).status).toBe(404);
    }
    const page = await browser.get('/login', asPage);
    expect(page.text).toContain('Keep me signed in');
    expect(page.text).not.toContain('Send me a code');
  });

  test('V6.3.3 V6.3.4 a second factor is asked for all the same, and a code is none', async () => {
    const app = await open(on);
    const { self, username, email } = await person(app);
    const { secret } = await setUpTotp(app, self);
    const { browser, answer, send } = await begin(app, username);
    const half = await send({ code: await loginCodeTo(app, email) });
    expect(half.body).toMatchObject({
      status: 'more',
      next: [{ factor: 'totp' }, { factor: 'recovery-code' }],
    });
    expect(browser.jar.has('latchkey')).toBe(false);
    expect((await send({ code: await loginCodeTo(app, email) })).status, 'not asked for now').toBe(404);
    const url = `/api/login/${answer.body.attempt}/totp`;
    const done = await browser.post(url, { code: totpCode(secret, app.clock()) });
    expect(done.body).toMatchObject({
      status: 'complete',
      session: { amr: ['email', 'otp', 'mfa'], aal: 2 },
    });

    const password = app.browser();
    const second = await password.login(username, goodPassword);
    expect(second.body.next?.map(({ factor }) => factor)).toEqual(['totp', 'recovery-code']);
    const tried = await password.post(`/api/login/${second.body.attempt}/email-code`, { code: '12345678' });
    expect([tried.status, tried.body.code]).toEqual([404, 'not-found']);
  });

  test("V6.3.6 it doesn't confirm the identity of somebody who has a password", async () => {
    const app = await open(on);
    const { self, username, email } = await person(app);
    await begin(app, username);
    const code = await loginCodeTo(app, email);
    const proof = await self.post('/api/reauthenticate', { factor: 'email-code', code });
    expect([proof.status, proof.body.code]).toEqual([404, 'not-found']);
    const form = await self.submit('/account/prove', { factor: 'email-code', code });
    expect(form.status, 'there is no such factor here').toBe(400);
    expect((await self.post('/api/reauthenticate', {})).body.next).toEqual([{ factor: 'password' }]);
  });

  test('a weak password is not asked to be replaced of somebody who did not use it', async () => {
    const app = await open({ ...on, mode: 'production', publicUrl: 'http://localhost:5000' });
    const { username, email, accountId } = await person(await open(on));
    const { db } = app.services;
    await db.updateTable('passwords').set({ weak: 1 }).where('account_id', '=', accountId).execute();
    const { browser, answer, send } = await begin(app, username);
    const put = await browser.post(`/api/login/${answer.body.attempt}/new-password`, {
      newPassword: otherPassword,
    });
    expect(put.status, 'a mail alone replaces no password here').toBe(404);
    expect((await send({ code: await loginCodeTo(app, email) })).body.status).toBe('complete');
  });

  test('V6.6.2 a code fits its own attempt alone, in the browser that began it', async () => {
    const app = await open(on);
    const { username, email } = await person(app);
    const first = await begin(app, username);
    const old = await loginCodeTo(app, email);
    const second = await begin(app, username);
    const code = await loginCodeTo(app, email);
    expect((await first.send({ code })).status, 'that of another attempt').toBe(401);
    const url = `/api/login/${second.answer.body.attempt}/email-code`;
    expect((await first.browser.post(url, { code })).status, 'another browser').toBe(404);
    expect((await second.send({ code })).body.status).toBe('complete');
    expect((await first.send({ code: old })).body.status, 'no other attempt ends it').toBe('complete');
  });

  test('V6.5.5 it is over after ten minutes, and with a new password', async () => {
    const app = await open(on);
    const { self, username, email } = await person(app);
    const slow = await begin(app, username);
    app.clock.advance(minutes(10));
    expect((await slow.send({ code: await loginCodeTo(app, email) })).status).toBe(404);
    const { send } = await begin(app, username);
    const code = await loginCodeTo(app, email);
    await self.login(username, goodPassword);
    const change = { currentPassword: goodPassword, newPassword: otherPassword };
    expect((await self.post('/api/me/password', change)).status).toBe(204);
    expect((await send({ code })).status).toBe(404);
  });

  test('V6.6.3 V6.3.1 wrong codes are counted over new codes too, and apart from the wrong passwords of the account', async () => {
    const app = await open({ ...on, limits: { challengeAfter: 100 }, email: { mailsAnHour: 100 } });
    const { username, email, accountId } = await person(app);
    for (let n = 0; n < 5; n++) expect((await app.browser().login(username, otherPassword)).status).toBe(401);
    expect((await app.browser().login(username, goodPassword)).status).toBe(429);
    for (let n = 0; n < 5; n++) {
      const { send } = await begin(app, username);
      expect((await send(wrong)).status).toBe(401);
    }
    const { send } = await begin(app, username);
    const code = { code: await loginCodeTo(app, email) };
    const refused = await send(code);
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
      429,
      'too-many-attempts',
      '30',
    ]);
    expect(await typesOf(app, accountId)).toEqual(expect.arrayContaining(['factor-failed', 'login-limited']));
    app.clock.advance(seconds(30));
    expect((await send(code)).body.status).toBe('complete');
  });
});

eachApp('a code by mail tells nobody who has an account', (open) => {
  /** One of each kind that must look alike. */
  async function everybody(app: TestApp) {
    const { username } = await person(app);
    const { email } = await person(app);
    const spent = await person(app);
    for (let n = 0; n < 5; n++) await begin(app, spent.username);
    const bare = freshName();
    await app.browser().register(bare, goodPassword);
    return {
      username,
      email: email.toUpperCase(),
      spent: spent.username,
      'without a confirmed address': bare,
      unknown: `${freshName()}-nobody`,
      'unknown address': `${freshName()}@nowhere.example`,
      'no name at all': `\0"'${freshName()}`,
    };
  }

  test('V6.3.8 begins, refusals, waits and proofs of work are the same for whatever name', async () => {
    const app = await open(on);
    const names = await everybody(app);
    const stories = [];
    for (const name of Object.values(names)) {
      const browser = app.browser();
      const { answer, send } = await begin(app, name, {}, browser);
      const story = [seen(answer)];
      for (let n = 0; n < 4; n++) story.push(seen(await send(wrong)));
      for (let n = 0; n < 3; n++) {
        story.push(seen(await send({ ...wrong, proofOfWork: await proofOfWork(browser) })));
      }
      // The wait holds for the next attempt, and not for the password of the name.
      const again = await begin(app, name);
      story.push(seen(again.answer), seen(await again.send(wrong)));
      story.push(seen(await app.browser().login(name, otherPassword)));
      stories.push(story);
    }
    const statuses = [200, 401, 401, 401, 403, 401, 401, 429, 200, 429, 401];
    expect(stories[0]?.map(({ status }) => status)).toEqual(statuses);
    for (const [at, story] of stories.entries()) expect(story, Object.keys(names)[at]).toEqual(stories[0]);
  });

  test('V6.3.8 V2.3.1 no other step is taken for anybody: no passkey, second factor, new password or address', async () => {
    const app = await open(on);
    const names = await everybody(app);
    const { authenticator } = await passkeyHolder(app, softwareAuthenticator());
    const nameless = await app.browser().post('/api/login', {});
    const [offer] = nameless.body.next as unknown as { options: Parameters<typeof authenticator.get>[0] }[];
    const response = offer && authenticator.get(offer.options);
    for (const [kind, name] of Object.entries(names)) {
      const { browser, answer } = await begin(app, name);
      const steps = {
        passkey: { response },
        totp: { code: '123456' },
        'recovery-code': { code: 'aaaa-bbbb' },
        'new-password': { newPassword: otherPassword },
        'verify-email': {},
      };
      for (const [step, body] of Object.entries(steps)) {
        const tried = await browser.post(`/api/login/${answer.body.attempt}/${step}`, body);
        expect([tried.status, tried.body.code], `${kind}, ${step}`).toEqual([404, 'not-found']);
      }
      for (const page of ['second-factor', 'new-password', 'verify-email']) {
        expect((await browser.get(`/login/${page}`)).text, `${kind}, ${page}`).toContain(
          'This sign-in has expired',
        );
      }
    }
  });

  test('V6.3.8 a begin and a wrong code take a slot of time each, and as many statements but for the email', async () => {
    const app = await open({ ...on, answerSlot });
    const names = await everybody(app);
    const cost: Record<string, [number, number]> = {};
    for (const [kind, name] of Object.entries(names)) {
      const times = [performance.now()];
      let begun: Awaited<ReturnType<typeof begin>> | undefined;
      const first = await statementsOf(app, async () => (begun = await begin(app, name)));
      times.push(performance.now());
      const second = await statementsOf(app, async () => begun?.send(wrong));
      times.push(performance.now());
      for (const at of [1, 2]) {
        expect((times[at] ?? 0) - (times[at - 1] ?? 0), kind).toBeGreaterThan(answerSlot - 5);
      }
      cost[kind] = [first, second];
    }
    const [first, second] = cost.unknown ?? [0, 0];
    expect(first).toBeGreaterThan(5);
    for (const kind of ['spent', 'without a confirmed address', 'no name at all']) {
      expect(cost[kind], kind).toEqual([first, second]);
    }
    expect(cost.username, 'the mail').toEqual([first + 1, second]);
    const [byAddress, wrongThen] = cost['unknown address'] ?? [0, 0];
    expect(cost.email).toEqual([byAddress + 1, wrongThen]);
  });

  test('V2.4.1 V6.6.3 begins are counted for the address: proofs of work after ten, a wait after a hundred', async () => {
    const app = await open({ ...on, limits: { emailCodesBeforeChallenge: 2, emailCodes: 4 } });
    const from = app.browser({ address: '203.0.113.77' });
    const ask = async (more: object = {}) => (await begin(app, freshName(), more, from)).answer;
    const proved = async () => ask({ proofOfWork: await proofOfWork(from) });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    expect((await ask()).body.code).toBe('challenge-required');
    expect([(await proved()).status, (await proved()).status]).toEqual([200, 200]);
    const refused = await proved();
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
      429,
      'too-many-attempts',
      '3600',
    ]);
  });
});

eachApp('the pages of a code by mail', (open) => {
  const location = ({ headers }: Answer) => leadsTo({ headers });
  /** The attempt has a name of its own, which the page shows for support, and its forms send back. */
  const withoutAttempt = (text: string) => text.replaceAll(/\batt_\w+|(?<=Support code: <code>)[^<]+/g, '');
  const form = (browser: Browser, path: string, fields: Record<string, string>) =>
    browser.submit(path, fields);

  test('ask for a proof of work in a browser that an account knows only once it is needed', async () => {
    const app = await open({ ...on, limits: { emailCodesBeforeChallenge: 2 } });
    const here = { address: '203.0.113.91' };
    const [stranger, known] = [app.browser(here), app.browser(here)];
    const username = freshName();
    await known.register(username, goodPassword);
    await known.submit('/logout', {});
    for (let time = 0; time < 2; time++) await form(stranger, '/login/send-code', { username: freshName() });
    expect((await stranger.get('/login/send-code')).text).toContain('data-challenge');
    expect((await known.get('/login/send-code')).text).not.toContain('data-challenge');
    const other = await form(known, '/login/send-code', { username: freshName() });
    expect([other.status, other.text]).toEqual([403, expect.stringContaining('data-challenge')]);
    expect((await form(known, '/login/send-code', { username })).status).toBe(303);
  });

  test('lead from the login over the mail to where the person wanted to go', async () => {
    const app = await open(on);
    const { username, email, accountId } = await person(app);
    const browser = app.browser();
    expect((await browser.get('/login?next=%2Fproblems', asPage)).text).toContain(
      'href="/login/send-code?next=%2Fproblems"',
    );
    const ask = await browser.get('/login/send-code?next=%2Fproblems');
    expect(ask.text).toContain('<input type="hidden" name="next" value="/problems"/>');
    const sent = await form(browser, '/login/send-code', { username, next: '/problems' });
    expect([sent.status, location(sent)]).toEqual([303, '/login/email-code?next=%2Fproblems']);
    const typing = await browser.get('/login/email-code?next=%2Fproblems');
    expect(typing.text).toContain('autocomplete="one-time-code"');
    const wrongCode = await form(browser, '/login/email-code', { code: '1', next: '/problems' });
    expect(wrongCode.status).toBe(401);
    expect(wrongCode.text).toContain('Incorrect code. Enter the code from the newest email.');
    expect((await form(browser, '/login/email-code', { code: '' })).status).toBe(400);
    const code = await loginCodeTo(app, email);
    const done = await form(browser, '/login/email-code', { code, next: '/problems' });
    expect([done.status, location(done)]).toEqual([303, '/problems']);
    expect((await browser.get('/api/session')).body.account?.id).toBe(accountId);
    expect((await browser.get('/login/email-code')).text, 'it is over').toContain('This sign-in has expired');
  });

  test('V6.3.8 are the same for a name that nobody has, and lead to no stranger', async () => {
    const app = await open({ ...on, mode: 'production', publicUrl: 'http://localhost:5000' });
    const { username } = await person(await open(on));
    const pages = [];
    for (const name of [username, `${freshName()}-nobody`]) {
      const browser = app.browser({ address: '203.0.113.91' });
      const sent = await form(browser, '/login/send-code', { username: name, next: 'https://evil.example/' });
      const page = await browser.get('/login/email-code');
      const refused = await form(browser, '/login/email-code', { code: '12345678' });
      const [shown, text] = [page, refused].map((answer) => withoutAttempt(answer.text));
      pages.push([sent.status, location(sent), page.status, shown, refused.status, text]);
    }
    expect(pages[0]?.slice(0, 3)).toEqual([303, '/login/email-code?next=%2Faccount', 200]);
    expect(pages[1]).toEqual(pages[0]);
  });

  test('bring the proof of work along as soon as a code needs one, for whatever name', async () => {
    const app = await open(on);
    const { username, email } = await person(app);
    const pages: string[] = [];
    for (const name of [username, `${freshName()}-nobody`]) {
      const browser = app.browser();
      await browser.submit('/login/send-code', { username: name });
      expect((await browser.get('/login/email-code')).text).not.toContain('data-challenge');
      for (let n = 0; n < 3; n++) await browser.submit('/login/email-code', { code: '00000000' });
      const { text } = await browser.get('/login/email-code');
      expect(text).toContain('data-challenge');
      // Beneath it stands what only development shows: what happened.
      pages.push(withoutAttempt(text.split('<details class="what-happened')[0] ?? ''));
      if (name !== username) continue;
      const code = await loginCodeTo(app, email);
      const refused = await browser.submit('/login/email-code', { code });
      expect([refused.status, refused.text]).toEqual([403, expect.stringContaining(`value="${code}"`)]);
      const solved = { code, proofOfWork: await proofOfWork(browser) };
      expect(leadsTo(await browser.submit('/login/email-code', solved))).toBe('/account');
    }
    // The ticket of a wait names nobody, and is another each time.
    const [page, other] = pages.map((text) => text?.replace(/(?<=name="waited" value=")[^"]{74}/, ''));
    expect(other).toBe(page);
  });

  test('the trail tells the operator what the page does not', async () => {
    const app = await open(on);
    const { username, email } = await person(app);
    const { answer, send } = await begin(app, username);
    await send(wrong);
    await send({ code: await loginCodeTo(app, email) });
    const nobody = await begin(app, `${freshName()}-nobody`);
    await app.services.trails.flush();
    const trail = await findTrail(app.services.db, answer.body.attempt ?? '');
    const steps = trail?.parts.flatMap((part) => part.steps) ?? [];
    expect(steps).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'login-code', state: 'sent' }),
        expect.objectContaining({
          code: 'factor-answered',
          factor: 'email-code',
          ok: false,
          reason: 'wrong',
        }),
        expect.objectContaining({ code: 'factor-answered', factor: 'email-code', ok: true }),
        expect.objectContaining({ code: 'session-opened', aal: 1, amr: ['email'] }),
      ]),
    );
    const lost = await findTrail(app.services.db, nobody.answer.body.attempt ?? '');
    expect(lost?.parts[0]).toMatchObject({ outcome: 'refused', accountId: null });
    expect(lost?.parts[0]?.steps.at(-1)).toMatchObject({ code: 'login-code', state: 'no-address' });
  });
});
