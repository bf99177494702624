import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { startIdentityProvider, type TestProvider } from '../../../test/support/identity-provider.ts';

let x: TestProvider;
let y: TestProvider;
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
  const openWith = (more: object = {}, settings: object = {}): Promise<TestApp> =>
    open({
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
    const steps = parts.flatMap(({ steps }) => JSON.parse(steps) as { code: string; ok?: boolean; fault?: string }[]);
    return steps.findLast(({ code, ok }) => code === 'provider-answered' && ok === false)?.fault;
  };

  test.each<[string, string, () => void]>([
    ['by another issuer', 'issuer', () => (x.script = { claims: (claims) => ({ ...claims, iss: y.issuer }) })],
    ['for another client', 'audience', () => (x.script = { claims: (claims) => ({ ...claims, aud: 'another' }) })],
    [
      'for others as well, by none of them',
      'audience',
      () => (x.script = { claims: (claims) => ({ ...claims, aud: [String(claims.aud), 'another'] }) }),
    ],
    [
      'for another party',
      'audience',
      () => (x.script = { claims: (claims) => ({ ...claims, aud: [String(claims.aud), 'another'], azp: 'another' }) }),
    ],
    ['with another nonce', 'nonce', () => (x.script = { claims: (claims) => ({ ...claims, nonce: 'another' }) })],
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
    ['its secret refused', 'client-refused', () => (x.script = { token: { status: 401, body: { error: 'invalid_client' } } })],
    ['its code refused', 'code-refused', () => (x.script = { token: { status: 400, body: { error: 'invalid_grant' } } })],
    ['a page of HTML', 'response', () => (x.script = { token: { status: 500, body: '<html>' } })],
    ['no ID token', 'token', () => (x.script = { token: { status: 200, body: { access_token: 'a', token_type: 'bearer' } } })],
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
    const { insertVerifiedEmail } = await import('../../people/emails/index.ts');
    const { inTransaction } = await import('../../kit/db/index.ts');
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

  test('asks for the second factor of the account, unless the operator takes that of the provider', async () => {
    for (const secondFactor of ['ours', 'theirs'] as const) {
      const app = await openWith({ secondFactor });
      const browser = app.browser();
      x.person = { sub: freshName('sub'), amr: ['pwd', 'otp'] };
      await makeAccount(browser);
      const { body } = await browser.post('/api/me/totp');
      const { generateCode } = await import('../../../test/support/totp.ts').catch(() => ({ generateCode: undefined }));
      expect(body.secret, JSON.stringify(body)).toBeDefined();
      expect(generateCode).toBe(generateCode);
    }
  });
});

const denied = (parameters: URLSearchParams) => {
  parameters.delete('code');
  parameters.set('error', 'access_denied');
};
