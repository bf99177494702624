import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import { everyRow } from '../../../test/support/every-row.ts';
import { leadsTo } from '../../../test/support/leads-to.ts';
import { minutes } from '../../kit/duration.ts';
import { listEvents } from '../../people/events/index.ts';

const production = { mode: 'production', publicUrl: 'http://localhost:5000' } as const;
const weak = 'insecure';

eachApp('an account with a weak password', (open) => {
  /** Registers by the workshop's request in development; the same database is then served in production. */
  async function weakAccount() {
    const development = await open();
    const name = freshName();
    const made = await development.browser().post(`/register?username=${name}&password=${weak}&data=kept`);
    expect(made.text).toBe('Success');
    return { development, name };
  }

  async function begin(app: TestApp, name: string, more = {}) {
    const browser = app.browser();
    const answer = await browser.login(name, weak, more);
    const attempt = answer.body.attempt ?? '';
    const headers: Record<string, string> = answer.body.token
      ? { authorization: `Bearer ${answer.body.token}` }
      : {};
    const finish = (newPassword: string) =>
      browser.post(`/api/login/${attempt}/new-password`, { newPassword }, { headers });
    return { browser, answer, attempt, finish };
  }

  test('logs in during development', async () => {
    const { development, name } = await weakAccount();
    expect((await development.browser().login(name, weak)).body.status).toBe('complete');
  });

  test('V2.3.1 V6.3.4 gets no session in production, only the next step; a new password gives it', async () => {
    const { name } = await weakAccount();
    const app = await open(production);
    const { browser, answer, attempt, finish } = await begin(app, name, { remember: true });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      status: 'more',
      attempt: expect.stringMatching(/^att_[0-9a-hjkmnp-tv-z]{12}$/),
      next: [{ factor: 'new-password' }],
    });
    expect(answer.headers['latchkey-attempt']).toBe(attempt);
    expect(answer.cookies).toEqual([expect.stringMatching(/^latchkey-attempt=att_\w{12}\.lka_[\w-]{43}; /)]);
    expect((await browser.get('/api/session')).status).toBe(401);
    const [, secret = ''] = browser.jar.get('latchkey-attempt')?.split('.') ?? [];
    for (const token of [attempt, secret]) {
      const asBearer = { headers: { authorization: `Bearer ${token}` } };
      expect((await browser.get('/api/session', asBearer)).status, 'an attempt is no session').toBe(401);
    }

    const done = await finish(goodPassword);
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ status: 'complete', account: { username: name } });
    expect(done.cookies[0], 'remembered as it was asked for').toContain('Max-Age=2592000');
    expect((await browser.get('/api/me/data')).text).toBe('"kept"');
    expect((await app.browser().login(name, weak)).status).toBe(401);
    expect((await app.browser().login(name, goodPassword)).body.status).toBe('complete');
    const types = (await listEvents(app.services.db, done.body.account?.id ?? '', 20)).map(
      ({ type }) => type,
    );
    expect(types).toContain('password-changed');
  });

  test('V6.2.4 a refused new password leaves the attempt open', async () => {
    const { name } = await weakAccount();
    const app = await open(production);
    const { answer, finish } = await begin(app, name, { transport: 'bearer' });
    expect(answer.cookies).toEqual([]);
    expect(answer.body.token).toMatch(/^lka_[\w-]{43}$/);
    for (const [password, code] of [
      [weak, 'too-short'],
      ['q1w2e3r4t5y6u7i8o9p0', 'common'],
    ] as const) {
      const refused = await finish(password);
      expect([refused.status, refused.body.code]).toEqual([422, 'password-refused']);
      expect(refused.body.errors?.[0]).toMatchObject({ pointer: '/newPassword', code });
    }
    const done = await finish(goodPassword);
    expect(done.body.token).toMatch(/^lkb_/);
    expect(done.cookies).toEqual([]);
  });

  test('an attempt ends after ten minutes, to the millisecond', async () => {
    const { name } = await weakAccount();
    const app = await open(production);
    const late = await begin(app, name);
    app.clock.advance(minutes(10));
    expect((await late.finish(goodPassword)).status).toBe(404);
    const inTime = await begin(app, name);
    app.clock.advance(minutes(10) - 1);
    expect((await inTime.finish(goodPassword)).status).toBe(200);
  });

  test('an attempt is worth nothing once the password was changed', async () => {
    const { development, name } = await weakAccount();
    const app = await open(production);
    const { finish } = await begin(app, name);
    const owner = development.browser();
    await owner.login(name, weak);
    const changed = await owner.post('/api/me/password', {
      currentPassword: weak,
      newPassword: otherPassword,
    });
    expect(changed.status).toBe(204);
    const late = await finish(goodPassword);
    expect(late.status).toBe(404);
    expect((await app.browser().login(name, goodPassword)).status).toBe(401);
  });

  test('V7.4.3 the new password ends every older session', async () => {
    const { development, name } = await weakAccount();
    const older = development.browser();
    await older.login(name, weak);
    const app = await open(production);
    const { finish } = await begin(app, name);
    expect((await finish(goodPassword)).status).toBe(200);
    expect((await older.get('/api/session')).status).toBe(401);
  });

  test.each(['att_', `att_${'a'.repeat(12)}`, 'x', '%00', '%F0%9F%92%A9'])(
    'an attempt of the name %j is not found',
    async (attempt) => {
      const app = await open(production);
      const answer = await app
        .browser()
        .post(`/api/login/${attempt}/new-password`, { newPassword: goodPassword });
      expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
    },
  );

  test('V14.2.1 V16.2.5 the secret of an attempt is in no line of the log and not in the database', async () => {
    const { name } = await weakAccount();
    const app = await open(production);
    const { browser, attempt, finish } = await begin(app, name);
    const [, secret = ''] = browser.jar.get('latchkey-attempt')?.split('.') ?? [];
    await finish(weak);
    await browser.post(`/api/login/${attempt}/nothing`, {});
    await browser.get(`/api/login/${attempt}/new-password`);
    expect(secret.length).toBe(47);
    expect(app.log.length).toBeGreaterThan(2);
    expect(app.log.join('')).not.toContain(secret);
    expect((await everyRow(app.database)).filter(({ text }) => text.includes(secret))).toEqual([]);
  });

  test('V8.2.2 belongs to the browser that began it: its name alone, or with the secret of another, opens nothing', async () => {
    const { name } = await weakAccount();
    const app = await open(production);
    const { browser, attempt, finish } = await begin(app, name);
    const foreign = await begin(app, (await weakAccount()).name);
    const url = `/api/login/${attempt}/new-password`;
    const stolen = { newPassword: goodPassword };
    const [, secret = ''] = foreign.browser.jar.get('latchkey-attempt')?.split('.') ?? [];
    for (const thief of [
      await app.browser().post(url, stolen),
      await foreign.browser.post(url, stolen),
      await app.browser().post(url, stolen, { headers: { cookie: `latchkey-attempt=${attempt}.${secret}` } }),
      await app.browser().post(url, stolen, { headers: { authorization: `Bearer ${secret}` } }),
    ]) {
      expect([thief.status, thief.body.code]).toEqual([404, 'not-found']);
    }
    expect(browser.jar.has('latchkey-attempt')).toBe(true);
    expect((await finish(goodPassword)).status).toBe(200);
  });

  test('on the page: the login leads to a form for the new password, and that into the account', async () => {
    const { name } = await weakAccount();
    const app = await open(production);
    const browser = app.browser();
    const login = await browser.submit('/login', {
      username: name,
      password: weak,
      remember: 'on',
      next: '/problems',
    });
    expect([login.status, login.headers.location]).toEqual([303, '/login/new-password?next=%2Fproblems']);
    expect(browser.jar.has('latchkey')).toBe(false);
    expect(login.cookies).toEqual([
      expect.stringMatching(
        /^latchkey-attempt=att_\w{12}\.lka_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/,
      ),
    ]);
    const page = await browser.get('/login/new-password?next=%2Fproblems');
    expect(page.text).toContain(name);
    expect(page.text).toContain('autocomplete="new-password"');
    const refused = await browser.submit('/login/new-password', { newPassword: weak, next: '/problems' });
    expect(refused.status).toBe(422);
    const done = await browser.submit('/login/new-password', {
      newPassword: goodPassword,
      next: '/problems',
    });
    expect([done.status, leadsTo(done)]).toEqual([303, '/problems']);
    expect(browser.jar.has('latchkey-attempt'), 'the cookie of the attempt is gone').toBe(false);
    expect((await browser.get('/api/me')).body).toMatchObject({ username: name });
    const again = await browser.submit('/login/new-password', { newPassword: otherPassword, next: '' });
    expect(again.text).toContain('This sign-in has expired');
  });

  test('on the page: the form without an attempt asks to log in once more', async () => {
    const app = await open(production);
    const page = await app.browser().get('/login/new-password');
    expect(page.status).toBe(200);
    expect(page.text).toContain('This sign-in has expired');
  });
});
