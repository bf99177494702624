import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AddedApp, addApp } from '../../src/operate/apps/index.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import { openAtOneTime, personOf, redirectUri } from '../support/app-client.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { proveAddress } from '../support/mails.ts';
import { type Arrived, throughPages } from '../support/through-pages.ts';

type Fields = Readonly<Record<string, string>>;

interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope: string;
}

/**
 * A test of our own for each module of the certification's plan for a basic OpenID provider, under its name. As there, apps have a
 * secret and send no PKCE, and requests are written by hand: no library mends them.
 */
eachApp('the basic plan of OpenID Connect', (open) => {
  let app: TestApp;
  let own: AddedApp;
  let browser: Browser;
  let username: string;
  let id: string;

  beforeAll(async () => {
    app = await openAtOneTime(open);
  });
  afterAll(() => {
    vi.useRealTimers();
  });
  let networks = 0;
  beforeEach(async () => {
    networks += 1;
    own = await addOwn();
    ({ browser, username, id } = await personOf(app, { address: `203.0.113.${networks}` }));
  });

  const addOwn = () =>
    addApp(app.services, {
      name: freshName('Suite'),
      kind: 'web',
      redirects: [redirectUri],
      withoutPkce: true,
    });

  const parametersFor = (more: Fields = {}): Record<string, string> => ({
    client_id: own.app.id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid',
    state: 'state-of-the-app',
    nonce: 'nonce-of-the-app',
    ...more,
  });

  const ask = (parameters: Fields, visitor = browser): Promise<Arrived> =>
    throughPages(visitor, `/oauth/authorize?${new URLSearchParams(parameters)}`, {
      username,
      password: goodPassword,
    });

  /** Where the app is sent back to, with the parameters that any answer to it has. */
  async function backFrom(parameters: Fields, visitor = browser): Promise<URLSearchParams> {
    const { left, page } = await ask(parameters, visitor);
    expect(left?.href.split('?')[0], page.text.slice(0, 500)).toBe(redirectUri);
    const back = left?.searchParams ?? new URLSearchParams();
    expect([back.get('state'), back.get('iss')]).toEqual([parameters.state ?? null, app.config.publicUrl]);
    return back;
  }

  async function codeFor(more: Fields = {}, visitor = browser): Promise<string> {
    const back = await backFrom(parametersFor(more), visitor);
    expect(back.get('error_description')).toBeNull();
    return back.get('code') ?? '';
  }

  async function errorFor(more: Fields, visitor = browser): Promise<string | null> {
    const back = await backFrom(parametersFor(more), visitor);
    expect(back.has('code')).toBe(false);
    return back.get('error');
  }

  const basic = ({ app: { id: name }, secret = '' }: AddedApp) => ({
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(name)}:${encodeURIComponent(secret)}`).toString('base64')}`,
  });

  const atToken = (form: Fields, headers: Fields = basic(own)): Promise<Answer> =>
    app.browser().send('POST', '/oauth/token', undefined, { form, headers });

  const exchange = (code: string, headers?: Fields, more: Fields = {}): Promise<Answer> =>
    atToken({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more }, headers);

  const tokensIn = (answer: Answer): Tokens => {
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const tokens = answer.body as unknown as Tokens;
    expect(tokens.token_type.toLowerCase()).toBe('bearer');
    expect(tokens.expires_in).toBeGreaterThan(0);
    return tokens;
  };

  const tokensFor = async (more: Fields = {}, visitor = browser): Promise<Tokens> =>
    tokensIn(await exchange(await codeFor(more, visitor)));

  /** OpenID Connect Core 3.1.3.7 */
  async function claimsOf({ id_token: token }: Tokens): Promise<JWTPayload & { auth_time?: number }> {
    const keys = createLocalJWKSet((await documentAt('/.well-known/jwks.json')) as unknown as JSONWebKeySet);
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: app.config.publicUrl,
      audience: own.app.id,
      algorithms: ['RS256'],
      currentDate: new Date(app.clock()),
      requiredClaims: ['sub', 'iat', 'exp'],
    });
    expect(protectedHeader.kid).toBeTruthy();
    expect([payload.aud, payload.sub]).toEqual([own.app.id, id]);
    return payload;
  }

  async function documentAt(path: string): Promise<Record<string, unknown>> {
    const { status, body } = await app.browser().get(path);
    expect(status).toBe(200);
    return body as Record<string, unknown>;
  }

  const discovered = () => documentAt('/.well-known/openid-configuration');

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  const isOpened = async (token: string): Promise<boolean> =>
    (await app.browser().get('/oauth/userinfo', { headers: bearer(token) })).status === 200;

  async function userinfo(token: string): Promise<Record<string, unknown>> {
    const { status, body, headers } = await app.browser().get('/oauth/userinfo', { headers: bearer(token) });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/json/);
    return body as Record<string, unknown>;
  }

  test('oidcc-server', async () => {
    const tokens = await tokensFor();
    const claims = await claimsOf(tokens);
    expect(claims.nonce).toBe('nonce-of-the-app');
    expect(claims.iat).toBe(Math.floor(app.clock() / 1000));
    expect(await userinfo(tokens.access_token)).toMatchObject({ sub: id });
    const document = await discovered();
    expect(document).toMatchObject({
      issuer: app.config.publicUrl,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']),
      scopes_supported: expect.arrayContaining(['openid']),
      claims_supported: expect.arrayContaining(['sub']),
    });
    for (const name of ['authorization', 'token', 'userinfo'])
      expect(document[`${name}_endpoint`]).toContain(`${app.config.publicUrl}/oauth/`);
  });

  test('oidcc-response-type-missing', async () => {
    const { response_type: _, ...rest } = parametersFor();
    const back = await backFrom(rest);
    expect([back.get('error'), back.get('code')]).toEqual(['invalid_request', null]);
  });

  test('oidcc-idtoken-signature', async () => {
    const { id_token: token, ...rest } = await tokensFor();
    const [head = '', body = '', signature = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ sub: 'somebody-else' })).toString('base64url');
    await expect(claimsOf({ ...rest, id_token: [head, forged, signature].join('.') })).rejects.toThrow(
      'signature',
    );
    await claimsOf({ ...rest, id_token: [head, body, signature].join('.') });
    const { keys } = (await documentAt('/.well-known/jwks.json')) as unknown as JSONWebKeySet;
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
    expect(keys.filter((key) => key.kid === kid)).toMatchObject([{ kty: 'RSA', use: 'sig', alg: 'RS256' }]);
    for (const key of keys) for (const secret of ['d', 'p', 'q', 'k']) expect(key).not.toHaveProperty(secret);
  });

  describe('the endpoint of claims', () => {
    test('oidcc-userinfo-get', async () => {
      const { access_token: token } = await tokensFor();
      expect(await userinfo(token)).toMatchObject({ sub: id });
      expect(await isOpened(`${token}x`)).toBe(false);
    });

    test('oidcc-userinfo-post-header', async () => {
      const { access_token: token } = await tokensFor();
      const answer = await app
        .browser()
        .send('POST', '/oauth/userinfo', undefined, { headers: bearer(token), form: {} });
      expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ sub: id })]);
      const bare = await app.browser().send('POST', '/oauth/userinfo', undefined, { headers: bearer(token) });
      expect([bare.status, bare.body], 'without a body').toEqual([200, answer.body]);
    });

    test('oidcc-userinfo-post-body', async () => {
      const { access_token: token } = await tokensFor();
      const sent = (access_token: string) =>
        app.browser().send('POST', '/oauth/userinfo', undefined, { form: { access_token } });
      const answer = await sent(token);
      expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ sub: id })]);
      expect((await sent('unknown')).status).toBe(401);
    });
  });

  test('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', async () => {
    const { nonce: _, ...rest } = parametersFor();
    const tokens = tokensIn(await exchange((await backFrom(rest)).get('code') ?? ''));
    expect(await claimsOf(tokens)).not.toHaveProperty('nonce');
  });

  describe('what is told for a scope', () => {
    test('oidcc-scope-profile', async () => {
      const { access_token: token } = await tokensFor({ scope: 'openid profile' });
      expect(await userinfo(token)).toEqual({
        sub: id,
        name: username,
        preferred_username: username,
        updated_at: expect.any(Number),
      });
      const { access_token: less } = await tokensFor({ scope: 'openid' });
      expect(await userinfo(less)).toEqual({ sub: id });
    });

    test('oidcc-scope-email', async () => {
      const { access_token: none } = await tokensFor({ scope: 'openid email' });
      expect(await userinfo(none), 'no address').toEqual({ sub: id });
      const email = await proveAddress(app, browser);
      const { access_token: token } = await tokensFor({ scope: 'openid email' });
      expect(await userinfo(token)).toEqual({ sub: id, email, email_verified: true });
    });

    test.each([
      ['oidcc-scope-address', 'address'],
      ['oidcc-scope-phone', 'phone'],
    ])('%s', async (_, scope) => {
      expect((await discovered()).scopes_supported, 'this server knows neither').not.toContain(scope);
      const tokens = await tokensFor({ scope: `openid ${scope}` });
      expect(tokens.scope).toBe('openid');
      expect(await userinfo(tokens.access_token)).toEqual({ sub: id });
    });

    test('oidcc-scope-all', async () => {
      const email = await proveAddress(app, browser);
      const tokens = await tokensFor({ scope: 'openid profile email address phone' });
      expect(tokens.scope).toBe('openid profile email');
      const told = await userinfo(tokens.access_token);
      expect(told).toMatchObject({ sub: id, preferred_username: username, email, email_verified: true });
      const { claims_supported: known } = await discovered();
      expect(known).toEqual(expect.arrayContaining(Object.keys(told)));
    });

    test('oidcc-ensure-other-scope-order-succeeds', async () => {
      const tokens = await tokensFor({ scope: 'email openid' });
      expect((await claimsOf(tokens)).sub).toBe(id);
      expect(tokens.scope.split(' ').toSorted()).toEqual(['email', 'openid']);
    });
  });

  test.each([
    ['oidcc-display-page', 'page'],
    ['oidcc-display-popup', 'popup'],
  ])('%s', async (_, display) => {
    const { left, met } = await ask(parametersFor({ display }), app.browser());
    expect(met).toEqual(['/login', '/oauth/ask']);
    expect((await claimsOf(tokensIn(await exchange(left?.searchParams.get('code') ?? '')))).sub).toBe(id);
  });

  describe('whether somebody is asked', () => {
    test('oidcc-prompt-login', async () => {
      const first = await claimsOf(await tokensFor());
      app.clock.advance(1000);
      const { left, met } = await ask(parametersFor({ prompt: 'login' }));
      expect(met).toEqual(['/account/prove']);
      const second = await claimsOf(tokensIn(await exchange(left?.searchParams.get('code') ?? '')));
      expect(second.auth_time).toBe((first.auth_time ?? 0) + 1);
    });

    test('oidcc-prompt-none-not-logged-in', async () => {
      expect(await errorFor({ prompt: 'none' }, app.browser())).toBe('login_required');
    });

    test('oidcc-prompt-none-logged-in', async () => {
      const first = await claimsOf(await tokensFor());
      app.clock.advance(2000);
      const { left, met } = await ask(parametersFor({ prompt: 'none' }));
      expect(met).toEqual([]);
      const second = await claimsOf(tokensIn(await exchange(left?.searchParams.get('code') ?? '')));
      expect([second.sub, second.auth_time]).toEqual([first.sub, first.auth_time]);
    });

    test('oidcc-max-age-1', async () => {
      const first = await claimsOf(await tokensFor());
      app.clock.advance(2000);
      const { left, met } = await ask(parametersFor({ max_age: '1' }));
      expect(met).toEqual(['/account/prove']);
      const second = await claimsOf(tokensIn(await exchange(left?.searchParams.get('code') ?? '')));
      expect(second.auth_time).toBe((first.auth_time ?? 0) + 2);
    });

    test('oidcc-max-age-10000', async () => {
      const first = await claimsOf(await tokensFor());
      app.clock.advance(3000);
      const { left, met } = await ask(parametersFor({ max_age: '10000' }));
      expect(met).toEqual([]);
      const second = await claimsOf(tokensIn(await exchange(left?.searchParams.get('code') ?? '')));
      expect(second.auth_time).toBe(first.auth_time);
    });

    test('oidcc-id-token-hint', async () => {
      const first = await tokensFor();
      const hint = { prompt: 'none', id_token_hint: first.id_token };
      expect((await claimsOf(await tokensFor(hint))).sub).toBe(id);
      const { browser: other } = await personOf(app, { address: '198.51.100.7' });
      expect(await errorFor(hint, other), 'somebody else is signed in').toBe('login_required');
    });
  });

  test.each<[string, Fields]>([
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
    ['oidcc-login-hint', { login_hint: 'buffy@example.com' }],
    ['oidcc-ui-locales', { ui_locales: 'se fr-CA x-nobody' }],
    ['oidcc-claims-locales', { claims_locales: 'se' }],
    ['oidcc-claims-essential', { claims: JSON.stringify({ userinfo: { name: { essential: true } } }) }],
  ])('%s', async (_, more) => {
    for (const visitor of [browser, app.browser()]) {
      const tokens = await tokensFor(more, visitor);
      expect((await claimsOf(tokens)).sub).toBe(id);
      expect(await userinfo(tokens.access_token)).toMatchObject({ sub: id });
    }
  });

  test('oidcc-ensure-request-with-acr-values-succeeds', async () => {
    const { acr_values_supported: known } = (await discovered()) as { acr_values_supported: string[] };
    for (const values of [known, ['1', '2']]) {
      const { acr } = await claimsOf(await tokensFor({ acr_values: values.join(' ') }));
      expect(known).toContain(acr);
    }
  });

  test.each([
    ['oidcc-codereuse', 0],
    ['oidcc-codereuse-30seconds', 30_000],
  ])('%s', async (_, later) => {
    const code = await codeFor();
    const tokens = tokensIn(await exchange(code));
    expect(await isOpened(tokens.access_token)).toBe(true);
    app.clock.advance(later);
    const again = await exchange(code);
    expect([again.status, again.body]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
    expect(await isOpened(tokens.access_token), 'RFC 6749 4.1.2').toBe(false);
  });

  test('oidcc-ensure-registered-redirect-uri', async () => {
    const { left, page, met } = await ask(parametersFor({ redirect_uri: `${redirectUri}/other` }));
    expect([left, met, page.status]).toEqual([undefined, [], 400]);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.text).not.toContain(`href="${redirectUri}`);
  });

  test('oidcc-ensure-post-request-succeeds', async () => {
    for (const visitor of [browser, app.browser()]) {
      const sent = await visitor.send('POST', '/oauth/authorize', undefined, {
        form: parametersFor(),
        headers: { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' },
      });
      expect(sent.status).toBe(303);
      const { left } = await throughPages(visitor, sent.headers.location ?? '', {
        username,
        password: goodPassword,
      });
      expect(left?.searchParams.get('state')).toBe('state-of-the-app');
      expect((await claimsOf(tokensIn(await exchange(left?.searchParams.get('code') ?? '')))).sub).toBe(id);
    }
  });

  test('oidcc-server-client-secret-post', async () => {
    expect((await discovered()).token_endpoint_auth_methods_supported).toEqual(
      expect.arrayContaining(['client_secret_basic', 'client_secret_post']),
    );
    const { app: registered, secret = '' } = own;
    const wrong = await exchange(await codeFor(), {}, { client_id: registered.id, client_secret: 'wrong' });
    expect([wrong.status, wrong.body]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
    const answer = await exchange(await codeFor(), {}, { client_id: registered.id, client_secret: secret });
    expect((await claimsOf(tokensIn(answer))).sub).toBe(id);
  });

  describe('a request object', () => {
    const requestObject = (parameters: Fields) =>
      new UnsecuredJWT({ ...parameters }).setIssuer(own.app.id).setAudience(app.config.publicUrl).encode();

    test('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported', async () => {
      expect((await discovered()).request_parameter_supported).not.toBe(true);
      const request = requestObject(parametersFor());
      expect(await errorFor({ request })).toBe('request_not_supported');
      expect(await errorFor({ request, prompt: 'none' }, app.browser())).toBe('request_not_supported');
    });

    test('oidcc-ensure-request-object-with-redirect-uri', async () => {
      const request = requestObject(parametersFor({ redirect_uri: 'https://evil.example/callback' }));
      expect(await errorFor({ request })).toBe('request_not_supported');
      const { redirect_uri: _, ...rest } = parametersFor({ request });
      const { left, page } = await ask(rest);
      expect([left, page.status], 'no address but in the object').toEqual([undefined, 400]);
      const other = { ...rest, redirect_uri: `${redirectUri}/other` };
      const refused = await ask({ ...other, request: requestObject(parametersFor()) });
      expect([refused.left, refused.page.status], 'the right one only there').toEqual([undefined, 400]);
    });
  });

  test('oidcc-refresh-token', async () => {
    const first = await tokensFor({ scope: 'openid offline_access', prompt: 'consent' });
    const before = await claimsOf(first);
    app.clock.advance(2000);
    const refresh = (token: string, of = own) =>
      atToken({ grant_type: 'refresh_token', refresh_token: token }, basic(of));
    const second = tokensIn(await refresh(first.refresh_token));
    expect(second.access_token).not.toBe(first.access_token);
    const after = await claimsOf(second);
    expect([after.iss, after.sub, after.aud, after.auth_time]).toEqual([
      before.iss,
      before.sub,
      before.aud,
      before.auth_time,
    ]);
    expect(after.iat).toBe((before.iat ?? 0) + 2);
    expect(await userinfo(second.access_token)).toMatchObject({ sub: id });
    const foreign = await refresh(second.refresh_token, await addOwn());
    expect([foreign.status, foreign.body]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_grant' }),
    ]);
  });

  test('oidcc-ensure-request-with-valid-pkce-succeeds', async () => {
    // RFC 7636, appendix B.
    const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const pkce = {
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    };
    const missing = await exchange(await codeFor(pkce));
    expect([missing.status, missing.body]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_grant' }),
    ]);
    const answer = await exchange(await codeFor(pkce), undefined, { code_verifier });
    expect((await claimsOf(tokensIn(answer))).sub).toBe(id);
  });
});
