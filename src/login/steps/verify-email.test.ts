import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { leadsTo } from '../../../test/support/leads-to.ts';
import { codeTo, freshAddress, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { setUpTotp } from '../../../test/support/second-factors.ts';
import { minutes } from '../../kit/duration.ts';
import { emailState } from '../../people/emails/index.ts';

const prove = async (app: TestApp, email: string) =>
  app.browser().post('/api/email/verify', { token: await codeTo(app, email) });

/** Registers with an address; the browser is then in the middle of its login. */
async function waiting(app: TestApp, more = {}) {
  const browser = app.browser();
  const [username, email] = [freshName(), freshAddress()];
  const answer = await browser.register(username, goodPassword, { email, ...more });
  const headers: Record<string, string> = answer.body.token
    ? { authorization: `Bearer ${answer.body.token}` }
    : {};
  const continueLogin = (body: object = {}) =>
    browser.post(`/api/login/${answer.body.attempt}/verify-email`, body, { headers });
  return { browser, username, email, answer, continueLogin };
}

const isOut = async (browser: Browser) => (await browser.get('/api/session')).status === 401;

eachApp('an address that must be confirmed before the login', (open) => {
  test('V6.3.4 a registration with one opens no session before its link was used', async () => {
    const app = await open();
    const { browser, username, email, answer, continueLogin } = await waiting(app, { remember: true });
    const next = [{ factor: 'verify-email', email }];
    expect([answer.status, answer.body]).toEqual([
      201,
      { status: 'more', attempt: expect.stringMatching(/^att_/), next },
    ]);
    expect(answer.cookies).toEqual([expect.stringMatching(/^latchkey-attempt=/)]);
    expect((await continueLogin()).body).toMatchObject({ status: 'more', next });
    expect(await isOut(browser)).toBe(true);

    expect((await prove(app, email)).cookies, 'the link alone logs nobody in').toEqual([]);
    expect(await isOut(browser)).toBe(true);
    const done = await continueLogin();
    expect(done.body).toMatchObject({ status: 'complete', account: { username } });
    expect(done.cookies[0], 'remembered as it was asked for').toContain('Max-Age=2592000');
    expect(await isOut(browser)).toBe(false);
    expect((await app.browser().login(email, goodPassword)).body.status).toBe('complete');
    expect(await mailsTo(app, email)).toHaveLength(2);
  });

  test('every login of such an account stops there, by cookie, bearer and form, and nothing else is a way in', async () => {
    const app = await open();
    const { username, email } = await waiting(app);
    const [byCookie, byBearer, byForm] = [app.browser(), app.browser(), app.browser()];
    expect((await byCookie.login(username, goodPassword)).body.next).toEqual([
      { factor: 'verify-email', email },
    ]);
    const bearer = await byBearer.login(username, goodPassword, { transport: 'bearer' });
    expect([bearer.body.status, bearer.cookies]).toEqual(['more', []]);
    const form = await byForm.submit('/login', { username, password: goodPassword, next: '/problems' });
    expect(form.headers.location).toBe('/login/verify-email?next=%2Fproblems');
    for (const browser of [byCookie, byBearer, byForm]) expect(await isOut(browser)).toBe(true);
    expect((await app.browser().login(email, goodPassword)).status, 'it is nobody’s name').toBe(401);

    await prove(app, email);
    const headers = { authorization: `Bearer ${bearer.body.token}` };
    const done = await byBearer.post(`/api/login/${bearer.body.attempt}/verify-email`, {}, { headers });
    expect([done.body.token?.slice(0, 4), done.cookies]).toEqual(['lkb_', []]);
  });

  test('whoever mistyped sends the link to another address, and the old one is dead', async () => {
    const app = await open();
    const { email, continueLogin } = await waiting(app);
    const [wrong, right] = [await codeTo(app, email), freshAddress()];
    const sent = await continueLogin({ email: right });
    expect([sent.status, sent.body]).toMatchObject([
      200,
      { status: 'more', next: [{ factor: 'verify-email', email: right }] },
    ]);
    expect((await app.browser().post('/api/email/verify', { token: wrong })).body.code).toBe('link-over');
    await prove(app, right);
    expect((await continueLogin()).body.status).toBe('complete');
  });

  test('what is no address is refused and leaves all as it was', async () => {
    const app = await open();
    const { email, continueLogin } = await waiting(app);
    const answer = await continueLogin({ email: 'ada' });
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]).toEqual([
      422,
      'email-refused',
      '/email',
    ]);
    expect((await continueLogin()).body).toMatchObject({ next: [{ email }] });
  });

  test('V2.4.1 a sixth mail in an hour is refused for the account, and keeps nobody else from the address', async () => {
    const app = await open();
    const { email, continueLogin } = await waiting(app);
    for (let sent = 1; sent < 5; sent++) expect((await continueLogin({ email })).status).toBe(200);
    const sixth = await continueLogin({ email: freshAddress() });
    expect([sixth.status, sixth.body.code]).toEqual([429, 'too-many-attempts']);
    expect(await mailsTo(app, email), 'one that waits goes out once').toHaveLength(1);
    const other = await app.browser().register(freshName(), goodPassword, { email });
    expect(other.body.status).toBe('more');
    expect(await mailsTo(app, email)).toHaveLength(2);
  });

  test('V6.3.8 nothing tells whether the address is the confirmed one of another account, now or later', async () => {
    const app = await open();
    const owner = app.browser();
    await owner.register(freshName(), goodPassword);
    const taken = await proveAddress(app, owner);
    const shapeOf = async (email: string) => {
      const browser = app.browser();
      const registered = await browser.register(freshName(), goodPassword, { email });
      const url = `/api/login/${registered.body.attempt}/verify-email`;
      const answers = [registered, await browser.post(url, {}), await browser.post(url, { email })];
      const text = answers.map(({ text }) => text).join('\n');
      return text.replaceAll(email, 'EMAIL').replaceAll(registered.body.attempt ?? '', 'ATTEMPT');
    };
    const free = freshAddress();
    expect(await shapeOf(taken)).toBe(await shapeOf(free));
    expect((await mailsTo(app, taken)).at(-1)?.text, 'no link for it').not.toContain('lnk_');

    const { email, continueLogin } = await waiting(app);
    const before = (await continueLogin()).text;
    const late = app.browser();
    await late.register(freshName(), goodPassword);
    await proveAddress(app, late, email);
    expect((await continueLogin()).text, 'somebody else has it by now').toBe(before);
  });

  test('who registers with the address of a victim has nothing, and the victim has the address', async () => {
    const app = await open();
    const { browser, username, email, continueLogin } = await waiting(app);
    const [mail] = await mailsTo(app, email);
    expect(mail?.text, 'the mail says who asks').toContain(`"${username}"`);
    expect(mail?.text).toContain("Don't verify it for an account that isn't yours.");
    const victim = freshName();
    await app.browser().register(victim, goodPassword, { email });
    await prove(app, email);
    expect((await continueLogin()).body.status).toBe('more');
    expect(await isOut(browser)).toBe(true);
    expect((await app.browser().login(email, goodPassword)).body.account?.username).toBe(victim);
    const token = /#(lnk_[\w-]+)/.exec(mail?.text ?? '')?.[1];
    const blindly = await app.browser().post('/api/email/verify', { token });
    expect([blindly.status, blindly.body.code]).toEqual([409, 'email-taken']);
  });

  test('V2.3.4 of 50 who go on with one attempt exactly one gets a session', async () => {
    const app = await open();
    const { email, continueLogin } = await waiting(app);
    await prove(app, email);
    const answers = await Promise.all(Array.from({ length: 50 }, () => continueLogin()));
    expect(answers.filter(({ body }) => body.status === 'complete')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(49);
  });

  test('belongs to the browser that began it, for ten minutes', async () => {
    const app = await open();
    const { email, answer, continueLogin } = await waiting(app);
    await prove(app, email);
    const url = `/api/login/${answer.body.attempt}/verify-email`;
    for (const body of [{}, { email: freshAddress() }]) {
      const thief = await app.browser().post(url, body);
      expect([thief.status, thief.body.code]).toEqual([404, 'not-found']);
    }
    app.clock.advance(minutes(10));
    expect((await continueLogin()).status).toBe(404);
    const nobody = app.browser();
    const begun = await nobody.post('/api/login', {});
    expect((await nobody.post(`/api/login/${begun.body.attempt}/verify-email`, {})).status).toBe(404);
    for (const name of ['att_', '%00'])
      expect((await nobody.post(`/api/login/${name}/verify-email`, {})).status).toBe(404);
  });

  test('V2.3.1 a second factor comes first: before it no address can be put in', async () => {
    const app = await open();
    const owner = app.browser();
    const username = freshName();
    const { body } = await owner.register(username, goodPassword);
    await setUpTotp(app, owner);
    const pending = freshAddress();
    await owner.send('PUT', '/api/me/email', { email: pending });
    const thief = app.browser();
    const { attempt } = (await thief.login(username, goodPassword)).body;
    const evil = freshAddress();
    const answer = await thief.post(`/api/login/${attempt}/verify-email`, { email: evil });
    expect(answer.body.next?.map(({ factor }) => factor)).toEqual(['totp', 'recovery-code']);
    expect(await mailsTo(app, evil)).toEqual([]);
    expect((await emailState(app.services.db, body.account?.id ?? '')).pending).toBe(pending);
  });

  test('an attempt is worth nothing once the password was changed', async () => {
    const app = await open({ email: { verification: 'later' } });
    const owner = app.browser();
    const [username, email] = [freshName(), freshAddress()];
    await owner.register(username, goodPassword, { email });
    const strict = await open();
    const thief = strict.browser();
    const { attempt } = (await thief.login(username, goodPassword)).body;
    const change = { currentPassword: goodPassword, newPassword: otherPassword };
    expect((await owner.post('/api/me/password', change)).status).toBe(204);
    expect((await thief.post(`/api/login/${attempt}/verify-email`, { email: freshAddress() })).status).toBe(
      404,
    );
    await prove(app, email);
    expect((await thief.post(`/api/login/${attempt}/verify-email`, {})).status).toBe(404);
  });

  test('a better password is chosen first, and then the address is confirmed, in one attempt', async () => {
    const development = await open();
    const username = freshName();
    await development.browser().post(`/register?username=${username}&password=insecure&data=kept`);
    const owner = development.browser();
    await owner.login(username, 'insecure');
    const email = freshAddress();
    await owner.send('PUT', '/api/me/email', { email });
    const app = await open({
      mode: 'production',
      publicUrl: 'http://localhost:5000',
      mail: { url: 'smtp://127.0.0.1:1', from: 'login@example.com' },
    });
    const browser = app.browser();
    const { attempt, next } = (await browser.login(username, 'insecure')).body;
    expect(next).toEqual([{ factor: 'new-password' }]);
    const early = await browser.post(`/api/login/${attempt}/verify-email`, { email: freshAddress() });
    expect(early.body.next).toEqual([{ factor: 'new-password' }]);
    const chosen = await browser.post(`/api/login/${attempt}/new-password`, { newPassword: goodPassword });
    expect(chosen.body).toMatchObject({ status: 'more', next: [{ factor: 'verify-email', email }] });
    const again = await browser.post(`/api/login/${attempt}/new-password`, { newPassword: otherPassword });
    expect(again.status).toBe(404);
    await prove(app, email);
    const done = await browser.post(`/api/login/${attempt}/verify-email`, {});
    expect(done.body).toMatchObject({ status: 'complete', account: { username } });
  });
});

eachApp('the policy of e-mail addresses', (open) => {
  test('who has no address, or another beside a confirmed one, is not held up', async () => {
    const app = await open();
    const browser = app.browser();
    const username = freshName();
    expect((await browser.register(username, goodPassword)).body.status).toBe('complete');
    expect((await app.browser().login(username, goodPassword)).body.status).toBe('complete');
    await proveAddress(app, browser);
    await browser.send('PUT', '/api/me/email', { email: freshAddress() });
    expect((await app.browser().login(username, goodPassword)).body.status).toBe('complete');
  });

  test.each(['later', 'none'] as const)('%s: a link is sent, and the login goes on', async (verification) => {
    const app = await open({ email: { verification } });
    const { browser, username, email, answer } = await waiting(app);
    expect(answer.body.status).toBe('complete');
    expect(await codeTo(app, email)).toMatch(/^lnk_/);
    expect((await app.browser().login(username, goodPassword)).body.status).toBe('complete');
    expect((await browser.get('/account')).text).toContain('Not verified');
    const page = (await app.browser().get('/register')).text;
    expect(page.includes('name="email"')).toBe(verification === 'later');
  });

  test('nobody is held up where no mail is sent', async () => {
    const app = await open();
    const { username } = await waiting(app);
    const production = await open({ mode: 'production', publicUrl: 'http://localhost:5000' });
    expect((await production.browser().login(username, goodPassword)).body.status).toBe('complete');
  });

  test('required: no registration goes without, and an account that has none is asked at its next login', async () => {
    const free = await open();
    const username = freshName();
    const first = await free.browser().register(username, goodPassword);
    const app = await open({ email: { registration: 'required' } });
    const refused = await app.browser().register(freshName(), goodPassword);
    expect([refused.status, refused.body.code, refused.body.errors?.[0]?.pointer]).toEqual([
      422,
      'email-needed',
      '/email',
    ]);
    const form = await app.browser().submit('/register', { username: freshName(), password: goodPassword });
    expect([form.status, form.text.includes('Enter your email address')]).toEqual([422, true]);
    expect((await app.browser().get('/register')).text).toMatch(/<input id="email"[^>]* required/);

    const browser = app.browser();
    const { attempt, next } = (await browser.login(username, goodPassword)).body;
    expect(next).toEqual([{ factor: 'verify-email', email: null }]);
    const email = freshAddress();
    await browser.post(`/api/login/${attempt}/verify-email`, { email });
    await prove(app, email);
    const done = await browser.post(`/api/login/${attempt}/verify-email`, {});
    expect(done.body.account?.id).toBe(first.body.account?.id);
  });

  test("the workshop's requests ask for no address and hold nobody up", async () => {
    const app = await open({ email: { registration: 'required' } });
    const name = freshName();
    const query = `username=${name}&password=insecure`;
    expect((await app.browser().post(`/register?${query}&data=hello`)).text).toBe('Success');
    expect((await app.browser().get(`/login?${query}`)).text).toBe('hello');
  });
});

eachApp('the page of a login that waits for a confirmed address', (open) => {
  async function registered(app: TestApp) {
    const browser = app.browser();
    const email = freshAddress();
    const form = { username: freshName(), password: goodPassword, email, next: '/problems' };
    const answer = await browser.submit('/register', form);
    return { browser, email, answer };
  }
  const url = '/login/verify-email';

  test('says where the mail went, goes on only when it is confirmed, and then to where the login led', async () => {
    const app = await open();
    const { browser, email, answer } = await registered(app);
    expect([answer.status, answer.headers.location]).toEqual([303, `${url}?next=%2Fproblems`]);
    const page = await browser.get(`${url}?next=%2Fproblems`);
    expect(page.text).toContain(`<bdi>${email}</bdi>`);
    expect(page.text).toContain('href="/dev/mailbox"');
    const early = await browser.submit(url, { act: 'continue', next: '/problems' });
    expect(early.headers.location).toBe(`${url}?next=%2Fproblems&said=waiting`);
    expect((await browser.get(early.headers.location ?? '')).text).toContain("isn't verified yet");

    const token = await codeTo(app, email);
    const verified = await browser.submit('/email/verify', { token });
    expect(verified.headers.location).toBe('/email/verified');
    expect((await browser.get('/email/verified')).text).toContain('href="/login/verify-email"');
    expect((await app.browser().get('/email/verified')).text, 'elsewhere').toContain('href="/login"');
    expect((await browser.get(url)).text).toContain('Email verified');
    expect(await isOut(browser), 'nothing that is only opened logs in').toBe(true);
    const done = await browser.submit(url, { act: 'continue', next: '/problems' });
    expect([done.status, leadsTo(done)]).toEqual([303, '/problems']);
    expect(await isOut(browser)).toBe(false);
    expect(browser.jar.has('latchkey-attempt')).toBe(false);
  });

  test('sends the link again or elsewhere, and says what is wrong with an address', async () => {
    const app = await open();
    const { browser } = await registered(app);
    const other = freshAddress();
    const sent = await browser.submit(url, { act: 'send', email: other, next: '' });
    expect(sent.headers.location).toBe(`${url}?next=%2Faccount&said=sent`);
    const page = (await browser.get(sent.headers.location ?? '')).text;
    expect(page).toContain('We sent a new link.');
    expect(page).toContain(`<bdi>${other}</bdi>`);
    expect(await codeTo(app, other)).toMatch(/^lnk_/);
    for (const [email, status] of [
      ['', 400],
      ['so<b>', 422],
    ] as const) {
      const refused = await browser.submit(url, { act: 'send', email, next: '' });
      expect([refused.status, refused.text.includes('<details class="fold" open')]).toEqual([status, true]);
    }
  });

  test('without an attempt it asks to log in once more', async () => {
    const app = await open();
    expect((await app.browser().get(url)).text).toContain('This sign-in has expired');
    expect((await app.browser().submit(url, { act: 'continue' })).text).toContain('This sign-in has expired');
  });
});
