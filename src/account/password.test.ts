import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../test/support/app.ts';
import type { Browser } from '../../test/support/browser-of.ts';

const isLoggedIn = async (browser: Browser) => (await browser.get('/api/session')).status === 200;
const change = { currentPassword: goodPassword, newPassword: otherPassword };

async function person({ browser }: TestApp) {
  const first = browser();
  const username = freshName();
  const { body } = await first.register(username, goodPassword);
  return { first, username, accountId: body.account?.id ?? '', sessionId: body.session?.id ?? '' };
}

eachApp('changing the password', (open) => {
  test('V6.2.2 V7.2.4 V7.4.3 the new one counts, this session gets a new token, every other session ends', async () => {
    const app = await open();
    const { first, username, accountId, sessionId } = await person(app);
    const [other, thief] = [app.browser(), app.browser()];
    await other.login(username, goodPassword);
    thief.jar.set('latchkey', first.jar.get('latchkey') ?? '');
    const oldToken = first.jar.get('latchkey');

    const answer = await first.post('/api/me/password', change);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(first.jar.get('latchkey')).toMatch(/^lks_[\w-]{43}$/);
    expect(first.jar.get('latchkey')).not.toBe(oldToken);
    expect((await first.get('/api/session')).body.session?.id, 'the same session').toBe(sessionId);
    expect(await isLoggedIn(other)).toBe(false);
    expect(await isLoggedIn(thief), 'with the old token').toBe(false);
    expect((await app.browser().login(username, goodPassword)).status).toBe(401);
    expect((await app.browser().login(username, otherPassword)).status).toBe(200);
    const { type } = await app.services.db
      .selectFrom('events')
      .select('type')
      .where('account_id', '=', accountId)
      .where('session_id', '=', sessionId)
      .where('type', '=', 'password-changed')
      .executeTakeFirstOrThrow();
    expect(type).toBe('password-changed');
  });

  test('a remembered session stays one', async () => {
    const app = await open();
    const browser = app.browser();
    await browser.register(freshName(), goodPassword, { remember: true });
    const answer = await browser.post('/api/me/password', change);
    expect(answer.cookies[0]).toContain('; Max-Age=2592000');
  });

  test('a program gets its new token in a header, and no cookie', async () => {
    const app = await open();
    const { body } = await app.browser().register(freshName(), goodPassword, { transport: 'bearer' });
    const program = app.browser();
    const old = { headers: { authorization: `Bearer ${body.token}` } };
    const answer = await program.post('/api/me/password', change, old);
    expect([answer.status, answer.cookies]).toEqual([204, []]);
    const fresh = { headers: { authorization: `Bearer ${answer.headers['latchkey-token']}` } };
    expect((await program.get('/api/session', old)).status).toBe(401);
    expect((await program.get('/api/session', fresh)).status).toBe(200);
  });

  test('V6.2.3 a wrong present password, or none, changes nothing', async () => {
    const app = await open();
    const { first, username, accountId } = await person(app);
    const answer = await first.post('/api/me/password', { ...change, currentPassword: otherPassword });
    expect([answer.status, answer.body.code]).toEqual([401, 'invalid-credentials']);
    expect(answer.body.errors).toEqual([
      { pointer: '/currentPassword', code: 'wrong', detail: expect.any(String) },
    ]);
    expect(answer.cookies).toEqual([]);
    const none = await first.post('/api/me/password', { newPassword: otherPassword });
    expect([none.status, none.body.errors?.[0]?.pointer], 'without it').toEqual([400, '/currentPassword']);
    expect((await app.browser().login(username, goodPassword)).status).toBe(200);
    const failed = await app.services.db
      .selectFrom('events')
      .select('id')
      .where('account_id', '=', accountId)
      .where('type', '=', 'password-proof-failed')
      .execute();
    expect(failed).toHaveLength(1);
  });

  test('V6.2.4 the new one is held to the rules', async () => {
    const app = await open();
    const { first, username } = await person(app);
    for (const newPassword of ['short', username.repeat(2), 'q1w2e3r4t5y6u7i8o9p0']) {
      const answer = await first.post('/api/me/password', { ...change, newPassword });
      expect([answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]).toEqual([
        422,
        'password-refused',
        '/newPassword',
      ]);
    }
  });

  test('V15.4.2 of three changes at once that all prove the old one, exactly one takes its place', async () => {
    const app = await open();
    const { first, username } = await person(app);
    const wanted = ['one', 'two', 'three'].map((word) => `${otherPassword} ${word}`);
    const answers = await Promise.all(
      wanted.map((newPassword) => first.post('/api/me/password', { ...change, newPassword })),
    );
    const won = answers.flatMap(({ status }, at) => (status === 204 ? [wanted[at] ?? ''] : []));
    expect(won).toHaveLength(1);
    for (const { status } of answers.filter((answer) => answer.status !== 204)) expect(status).toBe(401);
    expect((await app.browser().login(username, won[0] ?? '')).status).toBe(200);
  });

  test('a login that runs at the same time leaves no session that the change should have ended', async () => {
    const app = await open();
    for (let round = 0; round < 5; round++) {
      const { first, username } = await person(app);
      const visitors = Array.from({ length: 10 }, () => app.browser());
      const logins = visitors.map((visitor) => visitor.login(username, goodPassword));
      const changed = first.post('/api/me/password', change);
      await Promise.all([...logins, changed]);
      expect((await changed).status).toBe(204);
      expect(await isLoggedIn(first)).toBe(true);
      for (const visitor of visitors) expect(await isLoggedIn(visitor)).toBe(false);
    }
  });

  test('on the page: a refusal stands beside its field, a change leads back to the account', async () => {
    const app = await open();
    const { first } = await person(app);
    const refused = await first.submit('/account/password', { ...change, currentPassword: 'wrong' });
    expect(refused.status).toBe(401);
    expect(refused.text).toContain('Incorrect password.');
    const done = await first.submit('/account/password', change);
    expect([done.status, done.headers.location]).toEqual([303, '/account?done=password#password']);
    expect(await isLoggedIn(first)).toBe(true);
    const { text } = await first.get('/account?done=password');
    expect(text.slice(text.indexOf('<section class="row" id="password"'))).toContain(
      'Your password was changed',
    );
    expect((await first.get('/account?done=__proto__')).status).toBe(200);
  });
});
