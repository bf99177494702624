import { Events, OAuth2Issuer, OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eachApp, freshName, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';

/** A provider that others have written: where ours and our client have one mistake in common, it doesn't have it. */
const server = new OAuth2Server();
let kid: string;
beforeAll(async () => {
  ({ kid } = await server.issuer.keys.generate('RS256'));
  await server.start(0, '127.0.0.1');
});
afterAll(() => server.stop());

type Claims = Record<string, unknown>;

/** Changes the claims of the next ID token; the access token is signed before it. */
const once = (lie: (claims: Claims) => void) => {
  const change = ({ payload }: { payload: Claims }) => {
    if (payload.aud !== clientId) return;
    server.service.off(Events.BeforeTokenSigning, change);
    lie(payload);
  };
  server.service.on(Events.BeforeTokenSigning, change);
};

const clientId = 'latchkey-there';

eachApp('a provider that others have written', (open) => {
  let app: TestApp;
  beforeAll(async () => {
    const provider = {
      ...{ id: 'mock', kind: 'oidc', issuer: server.issuer.url, clientId, clientSecret: 'secret' },
      ...{ label: 'Mock', apple: null, newAccounts: true, trustsEmail: false, secondFactor: 'ours' },
    };
    app = await open({ login: { with: [provider] } } as never);
  });

  async function begin(browser: Browser): Promise<string> {
    return (await browser.get('/login/with/mock?next=/account')).headers.location ?? '';
  }

  async function comeBack(browser: Browser, address: string) {
    const sent = await fetch(address, { redirect: 'manual' });
    const { pathname, search } = new URL(sent.headers.get('location') ?? '');
    return browser.get(pathname + search);
  }

  const signIn = async (browser: Browser) => comeBack(browser, await begin(browser));

  test('a person gets an account by it, and is signed in by it ever after', async () => {
    const browser = app.browser();
    const username = freshName();
    expect((await signIn(browser)).headers.location).toMatch(/^\/login\/with\/mock\/new/);
    await browser.submit('/login/with/mock/new', { username, next: '/account' });
    const other = app.browser();
    await signIn(other);
    expect((await other.get('/api/session')).body.account).toMatchObject({ username });
  });

  test.each<[string, (claims: Claims) => void]>([
    ['another nonce', (claims) => Object.assign(claims, { nonce: 'another' })],
    ['no nonce', (claims) => delete claims.nonce],
    ['another audience', (claims) => Object.assign(claims, { aud: 'another' })],
    ['another issuer', (claims) => Object.assign(claims, { iss: 'https://id.example.com' })],
    ['an end that is past', (claims) => Object.assign(claims, { exp: Math.floor(Date.now() / 1000) - 60 })],
    ['no subject', (claims) => delete claims.sub],
  ])('nobody is signed in by a token with %s', async (_what, lie) => {
    const browser = app.browser();
    once(lie);
    const answer = await signIn(browser);
    expect(answer.status, answer.text).toBe(502);
    expect((await browser.get('/api/session')).body.account).toBeUndefined();
    expect((await signIn(browser)).status, 'the truth').toBe(303);
  });

  test('nobody is signed in by a token that another key has signed, or after another answer', async () => {
    const browser = app.browser();
    const forger = new OAuth2Issuer();
    forger.url = server.issuer.url;
    await forger.keys.generate('RS256', { kid });
    const address = await begin(browser);
    const nonce = new URL(address).searchParams.get('nonce');
    const token = await forger.buildToken({
      scopesOrTransform: (_header, payload) =>
        Object.assign(payload, { aud: clientId, nonce, sub: 'johndoe' }),
    });
    server.service.once(Events.BeforeResponse, ({ body }) => Object.assign(body, { id_token: token }));
    expect((await comeBack(browser, address)).status).toBe(502);
    server.service.once(Events.BeforeResponse, (answer) => {
      Object.assign(answer, { statusCode: 400, body: { error: 'invalid_grant' } });
    });
    expect((await signIn(browser)).status).toBe(502);
    server.service.once(Events.BeforeAuthorizeRedirect, ({ url }) => url.searchParams.set('state', 'forged'));
    expect((await signIn(browser)).status).toBe(410);
    expect((await browser.get('/api/session')).body.account).toBeUndefined();
  });
});
