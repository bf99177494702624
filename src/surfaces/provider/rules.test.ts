import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, goodPassword, type TestApp } from '../../../test/support/app.ts';
import {
  type Begun,
  beginSignIn,
  client,
  follow,
  openAtOneTime,
  personOf,
  type RegisteredApp,
  redeem,
  redirectUri,
  registerApp,
  signInTo,
} from '../../../test/support/app-client.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { describe as inWords, listTrails } from '../../people/trails/index.ts';

/** A request as its app would begin it, with some of its parameters changed; null leaves one out. */
async function changed(app: RegisteredApp, change: Readonly<Record<string, string | null>>): Promise<Begun> {
  const begun = await beginSignIn(app);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) begun.url.searchParams.delete(name);
    else begun.url.searchParams.set(name, value);
  }
  return begun;
}

const pathOf = ({ url }: Pick<Begun, 'url'>): string => `${url.pathname}${url.search}`;

/** What the newest trail says, sentence by sentence. */
async function trailOf({ services }: TestApp): Promise<string[]> {
  await services.trails.flush();
  const [newest] = await listTrails(services.db, { limit: 1 });
  return (newest?.parts ?? []).flatMap(({ steps }) =>
    steps.map((step) => inWords(services.words, step).sentence),
  );
}

eachApp('what an app may not do', (open) => {
  let app: TestApp;
  let registered: RegisteredApp;
  let browser: Browser;
  let id: string;
  beforeEach(async () => {
    app = await openAtOneTime(open);
    registered = await registerApp(app);
    ({ browser, id } = await personOf(app));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    [
      'https://app.example.com/callback/',
      'The redirect address differs after the host: "/callback/" is not "/callback".',
    ],
    [
      'https://app.example.com/Callback',
      'The redirect address differs after the host: "/Callback" is not "/callback".',
    ],
    ['https://app.example.com/callback?a=1', 'The redirect address differs in its query.'],
    [
      'https://app.example.com:8443/callback',
      'The redirect address differs in its port: "8443" is not "none".',
    ],
    [
      'https://app.example.com.evil.example/callback',
      'The redirect address differs in its host: "app.example.com.evil.example" is not "app.example.com".',
    ],
    [
      'http://app.example.com/callback',
      'The redirect address differs in its scheme: "http:" is not "https:".',
    ],
    [
      'https://app.example.com/callback/../evil',
      'The redirect address differs after the host: "/callback/../evil" is not "/callback".',
    ],
    ['//app.example.com/callback', 'The redirect address differs from every registered one.'],
    ['javascript:alert(1)', undefined],
  ])(
    'V10.4.1 RFC 9700 2.1 is sent back to no other address than the registered one: %s',
    async (address, sentence) => {
      const begun = await changed(registered, { redirect_uri: address });
      for (const who of [browser, app.browser()]) {
        const { status, headers, text } = await who.get(pathOf(begun));
        expect(status).toBe(400);
        expect(headers.location).toBeUndefined();
        expect(headers.refresh).toBeUndefined();
        expect(text, 'the person is told').toContain("isn't registered");
        if (sentence !== undefined) expect(await trailOf(app)).toContain(sentence);
      }
    },
  );

  test.each([
    ['http://localhost/callback', 'http://localhost:51234/callback', true],
    ['http://localhost:1234/callback', 'http://localhost:51234/callback', false],
    ['http://127.0.0.1:1234/callback', 'http://127.0.0.1:51234/callback', true],
  ])('RFC 8252 7.3 a program that registers %s comes back to %s: %s', async (known, address, isLet) => {
    const program = await registerApp(app, { kind: 'native', redirects: [known] });
    const { status, headers } = await browser.get(pathOf(await changed(program, { redirect_uri: address })));
    expect(isLet ? headers.location : status).toEqual(isLet ? expect.stringContaining('/oauth/ask/') : 400);
  });

  test('an unknown app leads nowhere, and the trail says so', async () => {
    const { status, headers } = await browser.get(
      pathOf(await changed(registered, { client_id: 'app_unknown' })),
    );
    expect([status, headers.location]).toEqual([400, undefined]);
    expect(await trailOf(app)).toContain('No app has this client ID.');
  });

  test.each([
    [{ code_challenge: null, code_challenge_method: null }, 'The app sent no code challenge'],
    [{ code_challenge_method: 'plain' }, "The app sent a code challenge that isn't hashed"],
    [{ code_challenge_method: null }, "The app sent a code challenge that isn't hashed"],
  ])('V10.4.6 RFC 9700 2.1.1 begins without PKCE by S256: %j', async (change, sentence) => {
    const { headers } = await browser.get(pathOf(await changed(registered, change)));
    expect(headers.location).toContain('error=invalid_request');
    expect(new URL(headers.location ?? '').searchParams.get('iss')).toBe(app.config.publicUrl);
    expect((await trailOf(app)).join(' ')).toContain(sentence);
  });

  test('one that is registered without PKCE and has a secret may begin without', async () => {
    const old = await registerApp(app, { withoutPkce: true });
    const begun = await changed(old, { code_challenge: null, code_challenge_method: null });
    const back = await signInTo(browser, begun);
    const tokens = await client.authorizationCodeGrant(old.config, back, {
      expectedState: begun.state,
      expectedNonce: begun.nonce,
    });
    expect(tokens.claims()?.sub).toBe(id);
  });

  test('V10.4.4 V10.6.1 only the code flow is there', async () => {
    for (const type of ['token', 'id_token', 'code id_token', 'none']) {
      const { headers } = await browser.get(pathOf(await changed(registered, { response_type: type })));
      expect(headers.location ?? '', type).toMatch(/error=(unsupported_response_type|invalid_request)/);
      expect(headers.location).not.toContain('code=');
    }
    for (const type of ['password', 'implicit', 'client_credentials']) {
      const form = { grant_type: type, client_id: registered.app.id, client_secret: registered.secret ?? '' };
      expect((await app.browser().send('POST', '/oauth/token', undefined, { form })).status, type).toBe(400);
    }
  });

  async function refusedCode(
    of: RegisteredApp,
    back: URL,
    begun: Begun,
    change: object = {},
  ): Promise<unknown> {
    const { code } = Object.fromEntries(back.searchParams) as { code: string };
    const fields = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: begun.verifier,
      client_id: of.app.id,
      client_secret: of.secret ?? '',
      ...change,
    };
    const answer = await app.browser().send('POST', '/oauth/token', undefined, { form: fields });
    expect(answer.status).toBe(400);
    return (answer.body as { error?: string }).error;
  }

  test('V10.4.3 a code is for its app, its address and its verifier alone, and for a minute', async () => {
    const other = await registerApp(app);
    const cases: [RegisteredApp, object, number, string][] = [
      [other, {}, 0, 'The code was issued to another app.'],
      [
        registered,
        { redirect_uri: 'https://app.example.com/other' },
        0,
        'The redirect address differs from the one that the code was requested with.',
      ],
      [
        registered,
        { code_verifier: 'a'.repeat(43) },
        0,
        "The code verifier doesn't belong to the code challenge (PKCE).",
      ],
      [registered, {}, 76_000, 'The code was exchanged too late.'],
      [registered, { code: 'x'.repeat(43) }, 0, 'The code is unknown'],
    ];
    for (const [of, change, later, sentence] of cases) {
      const begun = await beginSignIn(registered);
      const back = await signInTo(browser, begun);
      app.clock.advance(later);
      expect(await refusedCode(of, back, begun, change), sentence).toBe('invalid_grant');
      expect((await trailOf(app)).join(' ')).toContain(sentence);
    }
  });

  test('V10.4.2 RFC 6749 4.1.2 a code that is used twice ends what it was exchanged for', async () => {
    const begun = await beginSignIn(registered);
    const back = await signInTo(browser, begun);
    const tokens = await redeem(registered, back, begun);
    await client.fetchUserInfo(registered.config, tokens.access_token, id);
    expect(await refusedCode(registered, back, begun)).toBe('invalid_grant');
    expect((await trailOf(app)).join(' ')).toContain('The code was used before.');
    await expect(client.fetchUserInfo(registered.config, tokens.access_token, id)).rejects.toThrow();
    await expect(client.refreshTokenGrant(registered.config, tokens.refresh_token ?? '')).rejects.toThrow();
    // What the person allowed is gone with it, so the app has to ask once more.
    const asked = await follow(browser, pathOf(await beginSignIn(registered)));
    expect(asked.page.text).toContain('wants to use your account');
  });

  test('V10.7.1 OpenID Connect Core 3.1.2.1 prompt=none shows no page', async () => {
    const silent = await beginSignIn(registered, { prompt: 'none' });
    const nobody = await app.browser().get(pathOf(silent));
    expect(nobody.headers.location).toContain('error=login_required');
    expect((await trailOf(app)).join(' ')).toContain('nobody is signed in');
    const unasked = await browser.get(pathOf(silent));
    expect(unasked.headers.location).toContain('error=consent_required');
    await signInTo(browser, await beginSignIn(registered));
    const allowed = await browser.get(pathOf(silent));
    expect(allowed.headers.location).toContain('code=');
  });

  test('what was allowed in an earlier session is remembered, and whatever is more is asked for', async () => {
    const { browser: earlier, username } = await personOf(app);
    await signInTo(earlier, await beginSignIn(registered));
    const later = app.browser();
    await later.login(username, goodPassword);
    const more = await beginSignIn(registered, { prompt: 'none', scope: 'openid profile data' });
    expect((await later.get(pathOf(more))).headers.location).toContain('error=consent_required');
    const same = await beginSignIn(registered, { prompt: 'none' });
    expect((await later.get(pathOf(same))).headers.location).toContain('code=');
  });

  test('a fresh sign-in is asked for where the app wants one, and taken only when it is', async () => {
    await signInTo(browser, await beginSignIn(registered));
    app.clock.advance(60_000);
    for (const parameters of [{ prompt: 'login' }, { max_age: '30' }]) {
      app.clock.advance(60_000);
      const begun = await beginSignIn(registered, parameters);
      const led = await follow(browser, pathOf(begun));
      expect(led.path, JSON.stringify(parameters)).toMatch(/^\/account\/prove\?next=/);
      const next = new URL(led.path, 'http://localhost').searchParams.get('next') ?? '';
      const early = await browser.get(next);
      expect(early.headers.location, 'it was not confirmed').toMatch(/^\/account\/prove/);
      const proved = await browser.submit('/account/prove', {
        factor: 'password',
        password: goodPassword,
        next,
      });
      const { left } = await follow(browser, proved.headers.location ?? '');
      const tokens = await redeem(registered, left ?? new URL('about:blank'), begun);
      expect(tokens.claims()?.auth_time).toBe(Math.floor(app.clock() / 1000));
    }
  });

  test('what a session was used for ends with it, and what was allowed for longer stays', async () => {
    const begun = await beginSignIn(registered);
    const bound = await redeem(registered, await signInTo(browser, begun), begun);
    const long = await beginSignIn(registered, { scope: 'openid offline_access', prompt: 'consent' });
    const offline = await redeem(registered, await signInTo(browser, long), long);
    await browser.post('/api/logout');
    await expect(client.fetchUserInfo(registered.config, bound.access_token, id)).rejects.toThrow();
    await expect(client.refreshTokenGrant(registered.config, bound.refresh_token ?? '')).rejects.toThrow();
    expect((await trailOf(app)).join(' ')).toContain('signed out');
    const later = await client.refreshTokenGrant(registered.config, offline.refresh_token ?? '');
    await client.fetchUserInfo(registered.config, later.access_token, id);
  });

  test('a token is described to its own app alone', async () => {
    const other = await registerApp(app);
    const begun = await beginSignIn(registered);
    const { access_token: token } = await redeem(registered, await signInTo(browser, begun), begun);
    expect(await client.tokenIntrospection(registered.config, token)).toMatchObject({
      active: true,
      sub: id,
    });
    expect(await client.tokenIntrospection(other.config, token)).toEqual({ active: false });
    const credentials = { client_id: registered.app.id, client_secret: registered.secret ?? '' };
    for (const again of [token, token]) {
      const form = { token: again, ...credentials };
      const { status, headers, body } = await app
        .browser()
        .send('POST', '/oauth/revoke', undefined, { form });
      expect([status, body], 'RFC 7009 2.2').toEqual([200, {}]);
      expect(headers['content-type'], 'many clients take nothing else').toMatch(/^application\/json/);
    }
    expect(await client.tokenIntrospection(registered.config, token)).toEqual({ active: false });
  });

  test('pages of the app alone may read what it is answered, and never with a cookie', async () => {
    const spa = await registerApp(app, { kind: 'spa' });
    const body = { grant_type: 'refresh_token', refresh_token: 'unknown', client_id: spa.app.id };
    const from = async (origin: string) =>
      (await browser.send('POST', '/oauth/token', undefined, { form: body, headers: { origin } })).headers;
    const own = await from('https://app.example.com');
    expect(own['access-control-allow-origin']).toBe('https://app.example.com');
    expect(own['access-control-allow-credentials']).toBeUndefined();
    expect((await from('https://evil.example'))['access-control-allow-origin']).toBeUndefined();
    const preflight = await browser.send('OPTIONS', '/oauth/token', undefined, {
      headers: { origin: 'https://app.example.com', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBeLessThan(300);
    expect(preflight.headers['access-control-allow-origin']).toBe('https://app.example.com');
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    for (const path of ['/oauth/authorize', '/oauth/logout']) {
      const { headers } = await browser.get(path, { headers: { origin: 'https://app.example.com' } });
      expect(headers['access-control-allow-origin'], path).toBeUndefined();
    }
  });

  test('a cookie opens none of what is for apps', async () => {
    const { status, body } = await browser.get('/oauth/userinfo');
    expect([status, (body as { error?: string }).error]).toEqual([401, 'invalid_token']);
  });

  test('the address of this server is the configured one, whatever a request calls it', async () => {
    const forged = {
      host: '127.0.0.1:6666',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    };
    for (const name of ['openid-configuration', 'oauth-authorization-server']) {
      const { body, headers } = await browser.get(`/.well-known/${name}`, { headers: forged });
      const document = body as Record<string, unknown>;
      expect(document.issuer).toBe(app.config.publicUrl);
      expect(document.token_endpoint).toBe(`${app.config.publicUrl}/oauth/token`);
      expect(document.jwks_uri).toBe(`${app.config.publicUrl}/.well-known/jwks.json`);
      expect(document.code_challenge_methods_supported).toEqual(['S256']);
      expect(document.response_types_supported).toEqual(['code']);
      expect(document.grant_types_supported).not.toContain('implicit');
      expect(document.token_endpoint_auth_methods_supported).not.toContain('client_secret_jwt');
      expect(JSON.stringify(document)).not.toMatch(/evil|6666/);
      expect(headers['access-control-allow-origin']).toBe('*');
    }
  });

  test('whoever is not signed in leaves nothing behind, however often they ask', async () => {
    const before = await app.services.db.selectFrom('app_records').selectAll().execute();
    const stranger = app.browser();
    for (let n = 0; n < 20; n++) await stranger.get(pathOf(await beginSignIn(registered)));
    expect(await app.services.db.selectFrom('app_records').selectAll().execute()).toHaveLength(before.length);
  });

  test('10 wrong secrets a minute from one network, and then not even the right one', async () => {
    const try_ = (secret: string, address = '203.0.113.9') =>
      app.browser({ address }).send('POST', '/oauth/token', undefined, {
        form: {
          grant_type: 'refresh_token',
          refresh_token: 'x',
          client_id: registered.app.id,
          client_secret: secret,
        },
      });
    for (let n = 0; n < 10; n++) expect((await try_('wrong')).status).toBe(401);
    expect((await try_(registered.secret ?? '')).status).toBe(401);
    expect((await trailOf(app)).join(' ')).toContain('Too many incorrect secrets');
    expect((await try_(registered.secret ?? '', '203.0.113.10')).status, 'another network').toBe(400);
    app.clock.advance(61_000);
    expect((await try_(registered.secret ?? '')).status, 'a minute later').toBe(400);
  });

  test('V10.7.1 a consent is answered in the browser and by the account that was asked', async () => {
    const led = await follow(browser, pathOf(await beginSignIn(registered)));
    expect(led.path).toMatch(/^\/oauth\/ask\//);
    const { browser: other } = await personOf(app);
    expect((await other.get(led.path)).status).toBe(410);
    expect((await other.submit(led.path, { decision: 'allow' })).status).toBe(410);
    expect((await app.browser().get(led.path)).headers.location).toMatch(/^\/login\?next=/);
    const declined = await browser.submit(led.path, { decision: 'decline' });
    const { left } = await follow(browser, declined.headers.location ?? '');
    expect(left?.searchParams.get('error')).toBe('access_denied');
    expect((await browser.get(led.path)).status, 'it was answered').toBe(410);
  });

  test('a person who uses another account is signed out and asked again', async () => {
    const begun = await beginSignIn(registered);
    const led = await follow(browser, pathOf(begun));
    const switched = await browser.submit(led.path, { decision: 'switch' });
    expect(switched.headers.location).toMatch(/^\/login\?next=%2Foauth%2Fauthorize/);
    expect((await browser.get('/api/session')).status).toBe(401);
  });

  test("an app of the operator's own is not asked about", async () => {
    const own = await registerApp(app, { firstParty: true });
    const begun = await beginSignIn(own);
    const { headers } = await browser.get(pathOf(begun));
    const tokens = await redeem(own, new URL(headers.location ?? ''), begun);
    expect(tokens.claims()?.sub).toBe(id);
  });

  test('a consent that waits behind a new password is too late: the session that gave it is over', async () => {
    const { browser: owner, username } = await personOf(app);
    const thief = app.browser();
    await thief.login(username, goodPassword);
    const begun = await beginSignIn(registered, { scope: 'openid offline_access', prompt: 'consent' });
    const { path } = await follow(thief, pathOf(begun));
    const [changed, allowed] = await Promise.all([
      owner.post('/api/me/password', {
        currentPassword: goodPassword,
        newPassword: 'cobalt ferry sandal quince',
      }),
      thief.submit(path, { decision: 'allow' }),
    ]);
    expect(changed.status, changed.text).toBeLessThan(300);
    expect(allowed.status).not.toBe(500);
    const left = await app.services.db.selectFrom('app_grants').selectAll().execute();
    expect(left.filter((grant) => grant.app_id === registered.app.id && grant.revoked_at === null)).toEqual(
      [],
    );
  });
});
