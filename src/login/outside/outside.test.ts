import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, freshName, goodPassword, type Open, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { startIdentityProvider } from '../../../test/support/identity-provider.ts';
import { setUpTotp } from '../../../test/support/second-factors.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { insertVerifiedEmail } from '../../people/emails/index.ts';

type Started = Awaited<ReturnType<typeof startIdentityProvider>>;

let x: Started;
let y: Started;
beforeAll(async () => {
  [x, y] = await Promise.all([startIdentityProvider(), startIdentityProvider()]);
});
afterAll(() => Promise.all([x.stop(), y.stop()]));
beforeEach(() => {
  for (const provider of [x, y]) {
    provider.person = { sub: freshName('sub') };
    provider.script = {};
  }
});

const startOf = (id: string) => `/login/with/${id}?next=/account`;

/** To the provider, and back with whatever it sends; answers what the server says to that. */
async function signIn(browser: Browser, provider = x, id = 'x') {
  const out = await browser.get(startOf(id));
  expect(out.status, out.text).toBe(303);
  const back = provider.visit(out.headers.location ?? '');
  return browser.get(`${back.pathname}${back.search}`);
}

/** The same, and on to an account of this username. */
async function makeAccount(browser: Browser, username = freshName(), more: Record<string, string> = {}) {
  const back = await signIn(browser);
  expect(back.headers.location).toBe('/login/with/x/new?next=%2Faccount');
  return browser.submit('/login/with/x/new', { username, next: '/account', ...more });
}

const who = async (browser: Browser) => (await browser.get('/api/session')).body.account?.username;

eachApp('signing in with another provider', (open) => {
  const openWith = (more: object = {}, settings: object = {}, opening: Open = open): Promise<TestApp> =>
    opening({
      login: { with: [x.settings(more), y.settings({ id: 'y', label: 'Provider Y' })] },
      ...settings,
    } as never);

  test('makes an account for an identity that is new, and leads back to it ever after', async () => {
    const app = await openWith();
    const browser = app.browser();
    x.person = { sub: 'ada-1', email: 'ada@example.com', email_verified: true, preferred_username: 'ada' };
    const username = freshName();
    const made = await makeAccount(browser, username);
    expect(made.status, made.text).toBe(303);
    expect(await who(browser)).toBe(username);
    const other = app.browser();
    expect((await signIn(other)).status).toBe(303);
    expect(await who(other)).toBe(username);
    const [session] = (await other.get('/api/me/sessions')).body.sessions ?? [];
    expect(session).toMatchObject({ amr: ['fed'], aal: 1 });
  });

  /** Of a sign-in that was refused: no session, no account of that identity, and what the page says. */
  async function refused(app: TestApp, browser: Browser, answer: Awaited<ReturnType<typeof signIn>>) {
    expect(await who(browser)).toBeUndefined();
    const identities = await app.services.db.selectFrom('outside_identities').selectAll().execute();
    expect(identities.filter(({ subject }) => subject === x.person.sub)).toEqual([]);
    return answer;
  }

  const faultIn = async ({ services: { db } }: TestApp) => {
    const parts = await db.selectFrom('trail_parts').select(['steps']).orderBy('id').execute();
    const steps = parts.flatMap(
      ({ steps }) => JSON.parse(steps) as { code: string; ok?: boolean; fault?: string }[],
    );
    return steps.findLast(({ code, ok }) => code === 'provider-answered' && ok === false)?.fault;
  };

  test.each<[string, string, () => void]>([
    [
      'by another issuer',
      'issuer',
      () => (x.script = { claims: (claims) => ({ ...claims, iss: y.issuer }) }),
    ],
    [
      'for another client',
      'audience',
      () => (x.script = { claims: (claims) => ({ ...claims, aud: 'another' }) }),
    ],
    [
      'for others as well, by none of them',
      'audience',
      () => (x.script = { claims: (claims) => ({ ...claims, aud: [String(claims.aud), 'another'] }) }),
    ],
    [
      'for another party',
      'audience',
      () =>
        (x.script = {
          claims: (claims) => ({ ...claims, aud: [String(claims.aud), 'another'], azp: 'another' }),
        }),
    ],
    [
      'with another nonce',
      'nonce',
      () => (x.script = { claims: (claims) => ({ ...claims, nonce: 'another' }) }),
    ],
    ['without a nonce', 'token', () => (x.script = { claims: ({ nonce: _nonce, ...claims }) => claims })],
    ['that has expired', 'out-of-date', () => (x.script = { claims: (claims) => ({ ...claims, exp: 1 }) })],
    ['without an end', 'token', () => (x.script = { claims: ({ exp: _exp, ...claims }) => claims })],
    ['signed by another key', 'signature', () => (x.script = { ownKey: true })],
    ['signed by the client secret', 'token', () => (x.script = { alg: 'HS256' })],
    ['that is not signed', 'token', () => (x.script = { unsigned: true })],
    ['without a subject', 'token', () => (x.script = { claims: ({ sub: _sub, ...claims }) => claims })],
    ['with an empty subject', 'token', () => (x.person = { sub: '' })],
    ['with a number for a subject', 'token', () => (x.person = { sub: 17 })],
    ['with a subject that is too long', 'subject', () => (x.person = { sub: 'a'.repeat(256) })],
    ['with a control character in the subject', 'subject', () => (x.person = { sub: 'a\u0000b' })],
    [
      'whose userinfo is about somebody else',
      'subject',
      () => {
        x.person = { sub: 'mine', email: 'mine@example.com' };
        x.script = { emailInUserinfo: true, userinfo: { sub: 'theirs' } };
      },
    ],
  ])('V10.5.1 V10.5.3 signs nobody in by an ID token %s', async (_what, fault, lie) => {
    const app = await openWith();
    const browser = app.browser();
    lie();
    const answer = await refused(app, browser, await signIn(browser));
    expect(answer.status).toBe(502);
    expect(await faultIn(app)).toBe(fault);
    // The same with the truth.
    x.script = {};
    x.person = { sub: freshName('sub') };
    expect((await signIn(app.browser())).headers.location).toMatch(/^\/login\/with\/x\/new/);
  });

  test('V10.1.2 V10.5.2 takes each answer once, by the browser that was sent, from the provider that it was sent to', async () => {
    const app = await openWith();
    const [browser, other] = [app.browser(), app.browser()];
    const begin = async (from: Browser) => (await from.get(startOf('x'))).headers.location ?? '';
    const open = (url: URL, to: Browser) => to.get(`${url.pathname}${url.search}`);
    const back = x.visit(await begin(browser));
    expect((await open(back, app.browser())).status, 'without a cookie').toBe(410);
    expect(await faultIn(app)).toBe('other-browser');
    await begin(other);
    expect((await open(back, other)).status, 'by another browser').toBe(410);
    const atY = new URL(back.href.replace('/with/x/', '/with/y/'));
    expect((await open(atY, browser)).status, 'at the address of another provider').toBe(410);
    expect(await faultIn(app)).toBe('other-provider');
    for (const change of [
      (url: URL) => url.searchParams.delete('state'),
      (url: URL) => url.searchParams.set('state', ''),
      (url: URL) => url.searchParams.set('state', 'forged'),
      (url: URL) => url.searchParams.set('state', `${url.searchParams.get('state')}x`),
    ]) {
      const forged = new URL(back);
      change(forged);
      expect((await open(forged, browser)).status, forged.search).toBe(410);
      expect(await faultIn(app)).toBe('unknown-state');
    }
    expect((await open(back, browser)).headers.location, 'by its own').toMatch(/new/);
    expect((await open(back, browser)).status, 'again').toBe(410);
    expect(await faultIn(app)).toBe('used');
    const late = x.visit(await begin(browser));
    app.clock.advance(600_001);
    expect((await open(late, browser)).status, 'late').toBe(410);
    expect(await faultIn(app)).toBe('expired');
  });

  test('of ten answers with one state at once one counts', async () => {
    const app = await openWith();
    const browser = app.browser();
    const back = x.visit((await browser.get(startOf('x'))).headers.location ?? '');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => browser.get(`${back.pathname}${back.search}`)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array(9).fill(410)]);
  });

  test('RFC 9207: refuses an answer of another issuer, and one that names none though the provider does', async () => {
    const app = await openWith();
    x.script = { back: (parameters) => parameters.set('iss', y.issuer) };
    expect((await signIn(app.browser())).status).toBe(502);
    expect(await faultIn(app)).toBe('issuer');
    x.script = { back: (parameters) => parameters.delete('iss') };
    expect((await signIn(app.browser())).status).toBe(502);
  });

  test.each<[string, string, () => void]>([
    ['cancelled', 'cancelled', () => (x.script = { back: denied })],
    [
      'its secret refused',
      'client-refused',
      () => (x.script = { token: { status: 401, body: { error: 'invalid_client' } } }),
    ],
    [
      'its code refused',
      'code-refused',
      () => (x.script = { token: { status: 400, body: { error: 'invalid_grant' } } }),
    ],
    ['a page of HTML', 'response', () => (x.script = { token: { status: 500, body: '<html>' } })],
    [
      'no ID token',
      'token',
      () => (x.script = { token: { status: 200, body: { access_token: 'a', token_type: 'bearer' } } }),
    ],
  ])('says what went wrong: %s', async (_what, fault, lie) => {
    const app = await openWith();
    lie();
    const answer = await signIn(app.browser());
    expect(answer.status).toBe(502);
    expect(answer.text).toContain('Sign in another way');
    expect(answer.text).toContain('/login/with/x?next=%2Faccount');
    expect(await faultIn(app)).toBe(fault);
  });

  test('never opens an account by an address, whatever the provider says of it', async () => {
    const app = await openWith({ trustsEmail: true });
    const owner = app.browser();
    const username = freshName();
    const email = `${username}@example.com`;
    await owner.register(username, goodPassword);
    const { id = '' } = (await owner.get('/api/session')).body.account ?? {};
    await inTransaction(app.services.db, (tx) =>
      insertVerifiedEmail(tx, id, { address: email, key: email }, app.clock()),
    );
    const stranger = app.browser();
    x.person = { sub: freshName('sub'), email: email.toUpperCase(), email_verified: true };
    const answer = await refused(app, stranger, await signIn(stranger));
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('already an account here');
    expect(answer.text).not.toContain(username);
    // Without the provider's word nobody learns that there is one.
    for (const verified of [false, 'true', 1, undefined]) {
      x.person = { sub: freshName('sub'), email, email_verified: verified };
      expect((await signIn(app.browser())).headers.location, String(verified)).toMatch(/new/);
    }
  });

  test('V6.3.3 asks for the second factor of the account, unless the operator takes that of the provider', async () => {
    const app = await openWith();
    const browser = app.browser();
    x.person = { sub: freshName('sub'), amr: ['pwd', 'otp'] };
    await makeAccount(browser);
    const { secret } = await setUpTotp(app, browser);
    const again = app.browser();
    expect((await signIn(again)).headers.location).toMatch(/^\/login\/second-factor/);
    expect(await who(again)).toBeUndefined();
    const code = totpCode(secret, app.clock());
    expect(
      (await again.submit('/login/second-factor', { factor: 'totp', code, next: '/account' })).status,
    ).toBe(303);
    expect((await again.get('/api/session')).body.session).toMatchObject({
      amr: ['fed', 'otp', 'mfa'],
      aal: 2,
    });

    const trusting = await openWith({ secondFactor: 'theirs' });
    const third = trusting.browser();
    await signIn(third);
    expect((await third.get('/api/session')).body.session).toMatchObject({ amr: ['fed', 'mfa'], aal: 2 });
    x.person = { ...x.person, amr: ['pwd'] };
    expect((await signIn(trusting.browser())).headers.location).toMatch(/^\/login\/second-factor/);
  });

  test('connects an identity only for whoever began that, in the session that began it', async () => {
    const app = await openWith();
    const browser = app.browser();
    const username = freshName();
    await browser.register(username, goodPassword);
    const begin = async (from: Browser) =>
      ((await from.post('/api/me/identities/x', {})).body as { url: string }).url;
    const open = (url: URL, to: Browser) => to.get(`${url.pathname}${url.search}`);
    const mine = x.visit(await begin(browser));
    const stranger = app.browser();
    await stranger.register(freshName(), goodPassword);
    // An answer that somebody else has prepared doesn't connect their identity to whoever opens it.
    const theirs = x.visit(await begin(stranger));
    expect((await open(theirs, browser)).status).toBe(410);
    expect((await browser.get('/api/me/identities')).body).toEqual({ identities: [] });
    expect((await open(mine, browser)).headers.location).toBe('/account?done=identity#identities');
    const { identities } = (await browser.get('/api/me/identities')).body as {
      identities?: { id: string }[];
    };
    expect(identities).toMatchObject([{ provider: 'x', label: 'Provider X' }]);
    // It is nobody else's any more, and signs its owner in.
    const taken = x.visit(await begin(stranger));
    expect((await open(taken, stranger)).status).toBe(409);
    const other = app.browser();
    await signIn(other);
    expect(await who(other)).toBe(username);
    // Who has signed in again in the meantime is another session.
    x.person = { sub: freshName('sub') };
    const before = x.visit(await begin(browser));
    await browser.login(username, goodPassword);
    expect((await open(before, browser)).status).toBe(410);
    expect((await browser.send('DELETE', `/api/me/identities/${identities?.[0]?.id}`)).status).toBe(204);
    expect(await who(other), 'sessions opened by it').toBeUndefined();
    const events = await app.services.db
      .selectFrom('events')
      .select('type')
      .where('type', 'like', 'identity-%')
      .execute();
    expect(events.map(({ type }) => type)).toEqual(['identity-added', 'identity-removed']);
  });

  test('keeps the last way in, also when two are taken away at once', async () => {
    const app = await openWith();
    const browser = app.browser();
    await makeAccount(browser);
    const { identities = [] } = (await browser.get('/api/me/identities')).body as {
      identities?: { id: string }[];
    };
    const last = await browser.send('DELETE', `/api/me/identities/${identities[0]?.id}`);
    expect(last.body).toMatchObject({ status: 409, code: 'identity-last-way' });
    const { url } = (await browser.post('/api/me/identities/y', {})).body as { url: string };
    const back = y.visit(url);
    await browser.get(`${back.pathname}${back.search}`);
    const both = (await browser.get('/api/me/identities')).body as { identities: { id: string }[] };
    expect(both.identities).toHaveLength(2);
    const removed = await Promise.all(
      both.identities.map(({ id }) => browser.send('DELETE', `/api/me/identities/${id}`)),
    );
    expect(removed.map(({ status }) => status).toSorted()).toEqual([204, 409]);
  });

  test('lets an account whose only way in is a provider confirm who it is there, by a sign-in of now', async () => {
    const app = await openWith();
    const browser = app.browser();
    await makeAccount(browser);
    app.clock.advance(11 * 60_000);
    const refusal = await browser.post('/api/me/totp');
    expect(refusal.body).toMatchObject({
      code: 'proof-required',
      next: [{ factor: 'identity', provider: 'x' }],
    });
    expect((await browser.get('/account/prove')).text).toContain('/account/prove/with/x');
    const verify = async () => {
      const { url } = (await browser.post('/api/reauthenticate/with/x', { next: '/account' })).body as {
        url: string;
      };
      expect(new URL(url).searchParams.get('max_age')).toBe('0');
      const back = x.visit(url);
      return browser.get(`${back.pathname}${back.search}`);
    };
    const seconds = Math.floor(app.clock() / 1000);
    x.script = { claims: (claims) => ({ ...claims, auth_time: seconds - 3600 }) };
    expect((await verify()).status, 'a sign-in of an hour ago').toBe(502);
    x.script = { claims: ({ auth_time: _time, ...claims }) => claims };
    expect((await verify()).status, 'a sign-in of nobody knows when').toBe(502);
    const self = x.person;
    x.person = { sub: freshName('sub') };
    x.script = { claims: (claims) => ({ ...claims, auth_time: seconds }) };
    expect((await verify()).status, 'somebody else').toBe(502);
    expect((await browser.post('/api/me/totp')).status).toBe(403);
    x.person = self;
    expect((await verify()).headers.location).toBe('/account');
    expect((await browser.post('/api/me/totp')).status).toBe(200);
    // With a second factor that alone is enough no more.
    const account = (await browser.get('/api/session')).body.account?.username ?? '';
    expect(account).not.toBe('');
  });

  test('V2.2.1 refuses what nobody can sign up with, and lets whoever has an account in', async () => {
    const closed = await openWith({}, { registration: { mode: 'closed' } });
    const answer = await signIn(closed.browser());
    expect(answer.text).toContain('No account here is connected');
    const without = await openWith({ newAccounts: false });
    expect((await signIn(without.browser())).text).toContain('No account here is connected');
    const app = await openWith();
    const browser = app.browser();
    await makeAccount(browser);
    expect((await signIn(closed.browser())).status).toBe(303);
    const { id = '' } = (await browser.get('/api/session')).body.account ?? {};
    await app.services.db.updateTable('accounts').set({ disabled_at: 1 }).where('id', '=', id).execute();
    const closedOne = app.browser();
    expect((await signIn(closedOne)).text).toContain("can't sign in here");
    expect(await who(closedOne)).toBeUndefined();
  });

  test('takes an address as confirmed only from a provider that the operator trusts', async () => {
    for (const trustsEmail of [false, true]) {
      const app = await openWith({ trustsEmail }, { email: { verification: 'before-login' } });
      const browser = app.browser();
      const email = `${freshName()}@example.com`;
      x.person = { sub: freshName('sub'), email, email_verified: true };
      await makeAccount(browser, freshName(), { email });
      const rows = await app.services.db
        .selectFrom('emails')
        .selectAll()
        .where('address', '=', email)
        .execute();
      expect(rows.map(({ verified_at }) => verified_at !== null)).toEqual([trustsEmail]);
      expect((await who(browser)) !== undefined, 'signed in').toBe(trustsEmail);
      // Another address than the provider's is only asked for.
      x.person = { sub: freshName('sub'), email: `${freshName()}@example.com`, email_verified: true };
      const typed = `${freshName()}@example.com`;
      await makeAccount(app.browser(), freshName(), { email: typed });
      const asked = await app.services.db
        .selectFrom('emails')
        .selectAll()
        .where('address', '=', typed)
        .execute();
      expect(asked.map(({ verified_at }) => verified_at)).toEqual([null]);
    }
  });

  test('GitHub and Discord say who somebody is by their APIs, and nothing of another type', async () => {
    for (const kind of ['github', 'discord'] as const) {
      const app = await openWith({ kind, label: kind });
      const good = kind === 'github' ? 4711 : '4711';
      x.person = {
        sub: good,
        email: `${freshName()}@example.com`,
        email_verified: true,
        preferred_username: 'octo',
      };
      const browser = app.browser();
      const back = await signIn(browser);
      expect(back.headers.location, back.text).toMatch(/new/);
      const page = await browser.get('/login/with/x/new?next=/account');
      expect(page.text).toContain('value="octo"');
      await browser.submit('/login/with/x/new', { username: freshName(), next: '/account' });
      const row = await app.services.db
        .selectFrom('outside_identities')
        .select(['issuer', 'subject'])
        .where('subject', '=', '4711')
        .executeTakeFirst();
      expect(row).toEqual({ issuer: x.issuer, subject: '4711' });
      await app.services.db.deleteFrom('outside_identities').where('subject', '=', '4711').execute();
      for (const sub of [undefined, null, '', 0, -1, 1.5, 2 ** 60, {}, kind === 'github' ? '4711' : 4711]) {
        x.person = { sub };
        expect((await signIn(app.browser())).status, `${kind} ${JSON.stringify(sub)}`).toBe(502);
        expect(await faultIn(app)).toBe('subject');
      }
    }
  });

  test('an answer by a form of another site is judged where the cookie comes along', async () => {
    const app = await openWith();
    const browser = app.browser();
    const back = x.visit((await browser.get(startOf('x'))).headers.location ?? '');
    const posted = await browser.send('POST', back.pathname, undefined, {
      form: { ...Object.fromEntries(back.searchParams), user: '{"name":{}}' },
      headers: { origin: x.issuer, 'sec-fetch-site': 'cross-site' },
    });
    expect(posted.status, posted.text).toBe(303);
    expect(posted.headers.location).not.toContain('user');
    expect((await browser.get(posted.headers.location ?? '')).headers.location).toMatch(/new/);
  });

  test('asks a provider for what it says of itself once an hour, beside a request', async () => {
    const app = await openWith({}, {}, open.anew);
    const asked = () => x.asked.filter((one) => one.endsWith('openid-configuration')).length;
    const before = asked();
    await signIn(app.browser());
    await signIn(app.browser());
    expect(asked() - before).toBe(1);
    app.clock.advance(51 * 60_000);
    await app.browser().get(startOf('x'));
    await vi.waitFor(() => expect(asked() - before).toBe(2));
  });

  test('V6.3.1 begins no more than so many sign-ins from one address', async () => {
    const app = await openWith({}, { limits: { passkeyLogins: 2 } });
    const from = { address: '198.51.100.7' };
    expect((await app.browser(from).get(startOf('x'))).status).toBe(303);
    expect((await app.browser(from).get(startOf('x'))).status).toBe(303);
    expect((await app.browser(from).get(startOf('x'))).status).toBe(429);
    expect((await app.browser({ address: '198.51.100.8' }).get(startOf('x'))).status).toBe(303);
  });
});

const denied = (parameters: URLSearchParams) => {
  parameters.delete('code');
  parameters.set('error', 'access_denied');
};
