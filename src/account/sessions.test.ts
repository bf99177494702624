import { describe, expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../test/support/app.ts';
import type { Browser } from '../../test/support/browser-of.ts';
import { hours } from '../kit/duration.ts';
import { sweep } from '../start/sweep.ts';

const isLoggedIn = async (browser: Browser) => (await browser.get('/api/session')).status === 200;

async function person({ browser }: TestApp, more = {}) {
  const first = browser();
  const username = freshName();
  const { body } = await first.register(username, goodPassword, more);
  const another = async (device?: string) => {
    const next = browser(device ? { device } : {});
    const answer = await next.login(username, goodPassword, more);
    return Object.assign(next, { session: answer.body.session?.id ?? '' });
  };
  return { first, username, another, id: body.session?.id ?? '', accountId: body.account?.id ?? '' };
}

/** The same session seen by another browser, so that only the server decides. */
function copyOf(app: TestApp, browser: Browser): Browser {
  const copy = app.browser();
  for (const [name, value] of browser.jar) copy.jar.set(name, value);
  return copy;
}

eachApp('a session', (open) => {
  test('when it has run out it is neither listed nor kept', async () => {
    const app = await open();
    const { first, another, accountId } = await person(app, { remember: true });
    const browser = app.browser();
    const { username } = (await first.get('/api/me')).body as { username?: string };
    await browser.login(username ?? '', goodPassword);
    await another();
    app.clock.advance(hours(2));
    expect((await first.get('/api/me/sessions')).body.sessions).toHaveLength(2);
    await sweep(app.services);
    const rows = await app.services.db
      .selectFrom('sessions')
      .select('id')
      .where('account_id', '=', accountId)
      .execute();
    expect(rows).toHaveLength(2);
  });

  test.each([
    ['nothing', {}],
    ['an unknown token', { cookie: `latchkey=lks_${'x'.repeat(43)}` }],
    ['a token of another form', { cookie: 'latchkey=%00' }],
    ['an empty cookie', { cookie: 'latchkey=' }],
    ['a very long cookie', { cookie: `latchkey=lks_${'x'.repeat(8000)}` }],
    ['a token in the wrong place', { authorization: `lkb_${'x'.repeat(43)}` }],
    ['Basic', { authorization: 'Basic dXNlcjpwYXNz' }],
    ['Bearer without a token', { authorization: 'Bearer ' }],
    ['an unknown bearer token', { authorization: `Bearer lkb_${'x'.repeat(43)}` }],
  ])('V7.2.1 V8.2.1 with %s every request that needs a session answers 401', async (_, headers) => {
    const { browser } = await open();
    const requests = [
      ['GET', '/api/session'],
      ['GET', '/api/me'],
      ['DELETE', '/api/me', { password: goodPassword }],
      ['GET', '/api/me/data'],
      ['PUT', '/api/me/data', {}],
      ['PATCH', '/api/me/data', {}],
      ['GET', '/api/me/sessions'],
      ['DELETE', '/api/me/sessions'],
      ['DELETE', '/api/me/sessions/x'],
      ['POST', '/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword }],
    ] as const;
    for (const [method, url, body] of requests) {
      const answer = await browser().send(method, url, body, { headers });
      expect([answer.status, answer.body.code], `${method} ${url}`).toEqual([401, 'not-signed-in']);
      expect(answer.headers['www-authenticate']).toBeUndefined();
      expect(answer.cookies).toEqual([]);
    }
  });

  test('the token counts in its cookie alone, not in the address', async () => {
    const app = await open();
    const { first } = await person(app);
    const token = first.jar.get('latchkey');
    for (const name of ['latchkey', 'token', 'access_token', 'session']) {
      expect((await app.browser().get(`/api/session?${name}=${token}`)).status).toBe(401);
    }
  });
});

eachApp('a person sees and ends their sessions', (open) => {
  test('V7.5.2 the list has them all, the newest first, with address, device and times', async () => {
    const app = await open();
    const { first, username } = await person(app);
    app.clock.advance(1000);
    await app.browser({ address: '203.0.113.5', device: 'curl/8.9.1' }).login(username, goodPassword);
    const { sessions } = (await first.get('/api/me/sessions')).body;
    expect(sessions).toEqual([
      expect.objectContaining({ device: 'curl', address: '203.0.113.5', current: false }),
      expect.objectContaining({ device: 'Firefox on Linux', address: '127.0.0.1', current: true }),
    ]);
    expect(Object.keys(sessions?.[0] ?? {}).sort()).toEqual([
      'aal',
      'address',
      'amr',
      'authTime',
      'createdAt',
      'current',
      'device',
      'expiresAt',
      'id',
      'idleExpiresAt',
      'lastSeenAt',
    ]);
  });

  test('ending one ends it at once and no other, also for another server on this database', async () => {
    const app = await open();
    const elsewhere = await open();
    const { first, another } = await person(app);
    const [second, third] = [await another(), await another()];
    const seenElsewhere = copyOf(elsewhere, second);
    expect(await isLoggedIn(seenElsewhere)).toBe(true);
    expect((await first.send('DELETE', `/api/me/sessions/${second.session}`)).status).toBe(204);
    expect(await isLoggedIn(second)).toBe(false);
    expect(await isLoggedIn(seenElsewhere)).toBe(false);
    expect(await isLoggedIn(third)).toBe(true);
    expect((await first.send('DELETE', `/api/me/sessions/${second.session}`)).status, 'twice').toBe(404);
  });

  test('ending the own one is logging out, and clears the cookie', async () => {
    const app = await open();
    const { first, id } = await person(app);
    const copy = copyOf(app, first);
    const answer = await first.send('DELETE', `/api/me/sessions/${id}`);
    expect(answer.status).toBe(204);
    expect(answer.cookies[0]).toBe('latchkey=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
    expect(await isLoggedIn(copy)).toBe(false);
  });

  test("V8.2.2 somebody else's session is as unknown as one that never was", async () => {
    const app = await open();
    const [mine, theirs] = [await person(app), await person(app)];
    for (const id of [theirs.id, 'nothing', '%00', '..%2f', "' or 1=1 --", 'a'.repeat(64)]) {
      const answer = await mine.first.send('DELETE', `/api/me/sessions/${encodeURI(id)}`);
      expect([answer.status, answer.body.code], id).toEqual([404, 'not-found']);
    }
    expect(await isLoggedIn(theirs.first)).toBe(true);
    await mine.first.submit(`/account/sessions/${theirs.id}/end`, {});
    expect(await isLoggedIn(theirs.first)).toBe(true);
  });

  test('ending all others leaves this one', async () => {
    const app = await open();
    const { first, another, accountId } = await person(app);
    const others = [await another(), await another()];
    const stranger = await person(app);
    expect((await first.send('DELETE', '/api/me/sessions')).status).toBe(204);
    expect(await isLoggedIn(first)).toBe(true);
    for (const other of others) expect(await isLoggedIn(other)).toBe(false);
    expect(await isLoggedIn(stranger.first)).toBe(true);
    const events = await app.services.db
      .selectFrom('events')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('type', '=', 'other-sessions-ended')
      .execute();
    expect(events).toMatchObject([{ detail: '{"ended":2}' }]);
  });

  test('on the account page as well', async () => {
    const app = await open();
    const { first, another } = await person(app);
    const [second, third] = [await another(), await another()];
    const one = await first.submit(`/account/sessions/${second.session}/end`, {});
    expect([one.status, one.headers.location]).toEqual([303, '/account?done=session#sessions']);
    expect(await isLoggedIn(second)).toBe(false);
    expect((await first.submit('/account/sessions/end-others', {})).status).toBe(303);
    expect(await isLoggedIn(third)).toBe(false);
    expect(await isLoggedIn(first)).toBe(true);
  });
});

eachApp('logging out', (open) => {
  test('V7.4.1 V14.3.1 ends the session on the server and has the browser forget', async () => {
    const app = await open();
    const { first, accountId, id } = await person(app);
    const copy = copyOf(app, first);
    const answer = await first.post('/api/logout');
    expect(answer.status).toBe(204);
    expect(answer.cookies).toEqual(['latchkey=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0']);
    expect(answer.headers['clear-site-data']).toBe('"cache", "storage"');
    expect(await isLoggedIn(copy)).toBe(false);
    const events = await app.services.db
      .selectFrom('events')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('type', '=', 'logged-out')
      .execute();
    expect(events).toMatchObject([{ session_id: id }]);
    expect((await first.post('/api/logout')).status, 'again').toBe(204);
    expect((await app.browser().post('/api/logout')).status, 'without one').toBe(204);
  });

  test('a program ends its bearer session and no cookie of the browser', async () => {
    const app = await open();
    const { username } = await person(app);
    const browser = app.browser();
    await browser.login(username, goodPassword);
    const { body } = await browser.login(username, goodPassword, { transport: 'bearer' });
    const headers = { authorization: `Bearer ${body.token}` };
    const answer = await browser.post('/api/logout', undefined, { headers });
    expect([answer.status, answer.cookies]).toEqual([204, []]);
    expect((await browser.get('/api/session', { headers })).status).toBe(401);
    expect(await isLoggedIn(browser)).toBe(true);
  });

  test('V7.4.4 V3.5.3 on the page: a link asks, the button ends it', async () => {
    const app = await open();
    const { first } = await person(app);
    expect((await first.get('/logout')).text).toContain('Sign out?');
    expect(await isLoggedIn(first)).toBe(true);
    const copy = copyOf(app, first);
    const answer = await first.submit('/logout', {});
    expect([answer.status, answer.headers.location]).toEqual([303, '/logout']);
    expect(await isLoggedIn(copy)).toBe(false);
    expect((await first.get('/logout')).text).toContain("You're signed out");
  });
});

describe('a page that needs a session', () => {
  eachApp('V8.3.1 leads a stranger to the login and back', (open) => {
    test('from where they wanted to go', async () => {
      const { browser } = await open();
      const answer = await browser().get('/account?done=data', { headers: { accept: 'text/html' } });
      expect([answer.status, answer.headers.location]).toEqual([303, '/login?next=%2Faccount%3Fdone%3Ddata']);
      const posted = await browser().submit('/account/delete', { password: goodPassword });
      expect([posted.status, posted.headers.location]).toEqual([303, '/login?next=%2Faccount%23delete']);
    });
  });
});
