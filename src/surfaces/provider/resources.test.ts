import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, type TestApp } from '../../../test/support/app.ts';
import {
  type Begun,
  beginSignIn,
  client,
  follow,
  openAtOneTime,
  personOf,
  type RegisteredApp,
  redirectUri,
  registerApp,
  signInTo,
} from '../../../test/support/app-client.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { changeApp, saveResource } from '../../operate/apps/index.ts';

const api = 'https://api.example.com/mcp';
const other = 'https://other.example.com/';

eachApp('tokens for a resource', (open) => {
  let app: TestApp;
  let registered: RegisteredApp;
  let browser: Browser;
  let id: string;
  beforeEach(async () => {
    app = await openAtOneTime(open);
    await saveResource(app.services, {
      url: api,
      name: 'Tools',
      scopes: { 'tools:read': 'Read your files', 'tools:write': 'Change your files' },
    });
    await saveResource(app.services, { url: other, scopes: { other: 'Something else' } });
    registered = await registerApp(app, { kind: 'native', redirects: [redirectUri] });
    ({ browser, id } = await personOf(app));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const exchange = (back: URL, { verifier, state, nonce }: Begun, resource?: string) =>
    client.authorizationCodeGrant(
      registered.config,
      back,
      { pkceCodeVerifier: verifier, expectedState: state, ...(nonce && { expectedNonce: nonce }) },
      resource === undefined ? undefined : { resource },
    );

  /** A request without an ID token, as most clients of APIs send it. */
  async function begin(parameters: Record<string, string>): Promise<Begun> {
    const begun = await beginSignIn(registered, parameters);
    begun.url.searchParams.delete('nonce');
    return { ...begun, nonce: '' };
  }

  test('V9.2.4 V10.3.1 RFC 9068 are JWTs with one audience, which an API verifies by the published keys', async () => {
    const begun = await begin({ scope: 'tools:read', resource: api });
    const asked = await follow(browser, `${begun.url.pathname}${begun.url.search}`);
    expect(asked.page.text).toContain('Tools: Read your files');
    const tokens = await exchange(await signInTo(browser, begun), begun, api);
    const { text } = await browser.get('/.well-known/jwks.json');
    expect(text).not.toMatch(/"d"|"p"|"q"/);
    const keys = createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, keys, {
      issuer: app.config.publicUrl,
      audience: api,
      typ: 'at+jwt',
      algorithms: ['ES256'],
      currentDate: new Date(app.clock()),
    });
    expect(payload).toMatchObject({
      sub: id,
      client_id: registered.app.id,
      scope: 'tools:read',
      jti: expect.any(String),
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    expect(protectedHeader.kid).toBeTruthy();
    await expect(
      client.fetchUserInfo(registered.config, tokens.access_token, id),
      'it opens nothing here',
    ).rejects.toThrow();
    const next = await client.refreshTokenGrant(registered.config, tokens.refresh_token ?? '', {
      resource: api,
    });
    expect(decodeJwt(next.access_token).aud).toBe(api);
  });

  test('RFC 8707 2.2 a token is for what was asked for at the start, and neither wider nor other', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ scope: 'tools:read', resource: api }, other],
      [{ scope: 'openid', nonce: 'x' }, api],
    ];
    for (const [parameters, wanted] of cases) {
      const begun = await begin(parameters);
      await expect(exchange(await signInTo(browser, begun), begun, wanted)).rejects.toMatchObject({
        error: 'invalid_target',
      });
    }
    const begun = await begin({ scope: 'tools:read', resource: api });
    const tokens = await exchange(await signInTo(browser, begun), begun, api);
    await expect(
      client.refreshTokenGrant(registered.config, tokens.refresh_token ?? '', {
        resource: api,
        scope: 'tools:write',
      }),
    ).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  test('two scopes that are asked for in turn are both allowed, and neither is asked for again', async () => {
    for (const scope of ['tools:read', 'tools:write']) {
      const begun = await begin({ scope, resource: api });
      await exchange(await signInTo(browser, begun), begun, api);
    }
    const begun = await begin({ scope: 'tools:read tools:write', resource: api });
    const tokens = await exchange(await signInTo(browser, begun), begun, api);
    expect(decodeJwt(tokens.access_token).scope).toBe('tools:read tools:write');
  });

  test.each([
    ['/', true],
    ['/?token=secret', false],
    ['/%0a"', false],
  ])(
    'an unknown resource is refused, and the trail names it as far as it holds no more: %j',
    async (rest, isNamed) => {
      const resource = `${api}${rest}`;
      const begun = await begin({ scope: 'tools:read', resource });
      const { headers } = await browser.get(`${begun.url.pathname}${begun.url.search}`);
      expect(headers.location).toContain('error=invalid_target');
      await app.services.trails.flush();
      const parts = await app.services.db.selectFrom('trail_parts').select('steps').orderBy('id').execute();
      const steps = JSON.parse(parts.at(-1)?.steps ?? '[]') as { code: string }[];
      expect(steps.find(({ code }) => code === 'app-refused')).toMatchObject({
        cause: 'resource-unknown',
        ...(isNamed && { resource }),
      });
      expect(JSON.stringify(steps)).not.toContain('secret');
    },
  );

  test('RFC 6749 4.4 a machine gets a token of its own, which is nobody and opens nothing here', async () => {
    const machine = await registerApp(app, { kind: 'machine', redirects: [] });
    const opaque = await client.clientCredentialsGrant(machine.config);
    await expect(client.fetchUserInfo(machine.config, opaque.access_token, machine.app.id)).rejects.toThrow();
    const jwt = await client.clientCredentialsGrant(machine.config, { resource: api, scope: 'tools:read' });
    expect(decodeJwt(jwt.access_token)).toMatchObject({
      sub: machine.app.id,
      client_id: machine.app.id,
      aud: api,
    });
    expect(decodeProtectedHeader(jwt.access_token).typ).toBe('at+jwt');
    expect(jwt.refresh_token).toBeUndefined();
    const web = await registerApp(app);
    await expect(client.clientCredentialsGrant(web.config)).rejects.toMatchObject({
      error: 'invalid_request',
    });
  });

  test('V10.4.11 a machine that is limited to scopes gets no other, from the next request on', async () => {
    const machine = await registerApp(app, { kind: 'machine', redirects: [], scopes: ['tools:read'] });
    const scopeFor = async (scope: string) =>
      decodeJwt((await client.clientCredentialsGrant(machine.config, { resource: api, scope })).access_token)
        .scope;
    expect(await scopeFor('tools:read')).toBe('tools:read');
    expect(await scopeFor('tools:read tools:write')).toBe('tools:read');
    expect(await scopeFor('tools:write')).toBeUndefined();
    await changeApp(app.services, machine.app.id, { scopes: ['tools:write'] });
    expect(await scopeFor('tools:read tools:write')).toBe('tools:write');
    await changeApp(app.services, machine.app.id, { scopes: [] });
    expect(await scopeFor('tools:read tools:write')).toBe('tools:read tools:write');
  });

  test('RFC 9126 a request that was pushed works once, and a sign-in may take longer than it lives', async () => {
    const pushed = await client.buildAuthorizationUrlWithPAR(registered.config, {
      redirect_uri: redirectUri,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge('v'.repeat(43)),
      code_challenge_method: 'S256',
      state: 'of-the-app',
    });
    expect([...pushed.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
    const led = await app.browser().get(`${pushed.pathname}${pushed.search}`);
    const next = new URL(led.headers.location ?? '', 'http://localhost').searchParams.get('next') ?? '';
    app.clock.advance(120_000);
    const back = await signInTo(browser, { url: new URL(next, 'http://localhost:5000') } as Begun);
    expect(back.searchParams.get('state')).toBe('of-the-app');
    const late = await browser.get(`${pushed.pathname}${pushed.search}`);
    expect(late.headers.location).toBeUndefined();
    expect(late.status).toBe(400);
  });

  test('V10.3.5 RFC 9449 a token that is bound to a key opens nothing without it, and a proof passes once', async () => {
    const key = await client.randomDPoPKeyPair('ES256');
    const handle = client.getDPoPHandle(registered.config, key);
    const begun = await beginSignIn(registered);
    const tokens = await client.authorizationCodeGrant(
      registered.config,
      await signInTo(browser, begun),
      { pkceCodeVerifier: begun.verifier, expectedState: begun.state, expectedNonce: begun.nonce },
      undefined,
      { DPoP: handle },
    );
    expect(tokens.token_type).toBe('dpop');
    const { config } = registered;
    const ask = config[client.customFetch];
    let proof = '';
    config[client.customFetch] = async (url, options) => {
      proof = new Headers(options.headers).get('dpop') ?? '';
      return ask?.(url, options) as Promise<Response>;
    };
    await client.fetchUserInfo(config, tokens.access_token, id, { DPoP: handle });
    const again = await app
      .browser()
      .get('/oauth/userinfo', { headers: { authorization: `DPoP ${tokens.access_token}`, dpop: proof } });
    expect(again.status, 'by the same proof').toBe(401);
    const bare = await app
      .browser()
      .get('/oauth/userinfo', { headers: { authorization: `Bearer ${tokens.access_token}` } });
    expect(bare.status).toBe(401);
    await expect(
      client.refreshTokenGrant(registered.config, tokens.refresh_token ?? ''),
    ).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});
