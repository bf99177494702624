import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, type TestApp } from '../../../../test/support/app.ts';
import {
  beginSignIn,
  connect,
  follow,
  openAtOneTime,
  personOf,
  redeem,
  redirectUri,
  signInTo,
} from '../../../../test/support/app-client.ts';
import { hours } from '../../../kit/duration.ts';
import { deleteUnusedApps, findApp } from '../../../operate/apps/index.ts';

const wanted = {
  client_name: 'Cursor',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
  scope: 'tools:read',
};

eachApp('apps that register themselves', (open) => {
  let app: TestApp;
  beforeEach(async () => {
    app = await openAtOneTime(open, { apps: { unregistered: 'documents-and-registration' } });
    await app.services.db.deleteFrom('limits').execute();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const register = (body: unknown = wanted, address = '203.0.113.1', on = app) =>
    on.browser({ address }).send('POST', '/oauth/register', body);

  async function registered(body: unknown = wanted): Promise<string> {
    const { status, body: said } = await register(body);
    expect(status).toBe(201);
    return String((said as Record<string, unknown>).client_id);
  }

  test('one that did signs a person in, who sees where it leads and that nobody has checked it', async () => {
    const { body, headers } = await register();
    expect(body).toEqual({
      client_id: expect.stringMatching(/^app_[\w-]{22}$/),
      client_id_issued_at: Math.floor(app.clock() / 1000),
      client_name: 'Cursor',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'web',
      id_token_signed_response_alg: 'ES256',
    });
    expect(headers['cache-control']).toBe('no-store');
    const config = await connect(app, String((body as unknown as Record<string, unknown>).client_id));
    expect(config.serverMetadata().registration_endpoint).toBe(`${app.config.publicUrl}/oauth/register`);
    const { browser } = await personOf(app);
    const begun = await beginSignIn({ config });
    const { page } = await follow(browser, `${begun.url.pathname}${begun.url.search}`);
    expect(page.text).toContain('<h1>app.example.com wants to use your account</h1>');
    expect(page.text).toContain('It calls itself &quot;Cursor&quot;.');
    expect(page.text).toContain("haven't checked this app");
    const tokens = await redeem({ config }, await signInTo(browser, begun), begun);
    expect(tokens.claims()?.aud).toBe(config.clientMetadata().client_id);
    const events = await app.services.db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'app-registered')
      .execute();
    expect(events.at(-1)?.detail).toContain('app.example.com');
  });

  test('it is asked about each time, and a program on this device is called one', async () => {
    const loopback = 'http://127.0.0.1:6274/callback';
    const config = await connect(app, await registered({ redirect_uris: [loopback] }));
    const { browser } = await personOf(app);
    for (let time = 0; time < 2; time++) {
      const begun = await beginSignIn({ config }, { redirect_uri: 'http://127.0.0.1:9999/callback' });
      const { page } = await follow(browser, `${begun.url.pathname}${begun.url.search}`);
      expect(page.text).toContain('<h1>A program on your device wants to use your account</h1>');
      expect(page.text).toContain('any program here could be the one that asks');
      await redeem({ config }, await signInTo(browser, begun), begun);
    }
  });

  test('it is called by all that it may be sent back to, whatever it puts first', async () => {
    const nameOf = async (...redirects: string[]) =>
      (await findApp(app.services.db, await registered({ redirect_uris: redirects })))?.name;
    expect(await nameOf('https://bank.example/cb', 'https://evil.example/cb')).toMatch(
      /^bank\.example, evil\.example \(app_/,
    );
    expect(await nameOf('evil://bank.example/cb', 'http://localhost/cb')).toMatch(/^program \(app_/);
  });

  test('V10.4.7 it gets no secret, no machine of its own and nothing else that an operator decides', async () => {
    const id = await registered({
      ...wanted,
      ...{
        token_endpoint_auth_method: 'client_secret_post',
        latchkey_first_party: true,
        latchkey_pkce: false,
      },
      ...{ client_id: 'app_mine', client_secret: 'mine', backchannel_logout_uri: 'https://evil.example/' },
    });
    expect(id).not.toBe('app_mine');
    const row = await findApp(app.services.db, id);
    expect(row).toMatchObject({ first_party: 0, pkce: 1, created_by: 'registration', kind: 'spa' });
    expect(row?.metadata).not.toContain('evil');
    for (const more of [
      { grant_types: ['client_credentials'] },
      { grant_types: ['authorization_code', 'client_credentials'] },
      { redirect_uris: ['javascript:alert(1)'] },
      { redirect_uris: [] },
    ]) {
      const { status, body } = await register({ ...wanted, ...more });
      expect([status, body]).toEqual([
        400,
        { error: 'invalid_client_metadata', error_description: expect.any(String) },
      ]);
    }
  });

  test('off, there is nothing to ask, and those that registered before are let in no more', async () => {
    const id = await registered();
    const { browser } = await personOf(app);
    for (const unregistered of ['off', 'documents'] as const) {
      const off = await openAtOneTime(open, { apps: { unregistered } });
      expect((await register(wanted, '203.0.113.1', off)).status).toBe(404);
      const config = await connect(off, id);
      expect(config.serverMetadata().registration_endpoint).toBeUndefined();
      const { url } = await beginSignIn({ config });
      const { body } = await browser.get('/api/session');
      expect(body.account).toBeDefined();
      const { page } = await follow((await personOf(off)).browser, `${url.pathname}${url.search}`);
      expect(page.status).toBe(400);
    }
    const { db } = app.services;
    const parts = await db.selectFrom('trail_parts').select('steps').where('kind', '=', 'app').execute();
    expect(parts.filter(({ steps }) => steps.includes('not-let-in'))).toHaveLength(2);
  });

  test('ten an hour for a network, whatever comes of them', async () => {
    for (let one = 0; one < 10; one++) await register(one % 2 === 0 ? wanted : {}, '2001:db8::1');
    const { status, body, headers } = await register(wanted, '2001:db8::2');
    expect(status).toBe(429);
    expect(body).toMatchObject({ error: 'temporarily_unavailable' });
    expect(headers['retry-after']).toBe('3600');
    expect((await register(wanted, '2001:db8:0:1::1')).status).toBe(201);
    app.clock.advance(hours(1));
    expect((await register(wanted, '2001:db8::2')).status).toBe(201);
  });

  test('a page of any website may ask, without anybody’s cookies', async () => {
    const headers = { origin: 'https://inspector.example', 'access-control-request-method': 'POST' };
    const preflight = await app.app.inject({ method: 'OPTIONS', url: '/oauth/register', headers });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('*');
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    const { origin } = headers;
    const sent = await app.app.inject({
      method: 'POST',
      url: '/oauth/register',
      headers: { origin },
      payload: wanted,
    });
    expect(sent.statusCode).toBe(201);
    expect(sent.headers['access-control-allow-origin']).toBe('*');
    expect(sent.headers['access-control-allow-credentials']).toBeUndefined();
  });

  test.each(['', '{', '[]', 'null', '{"redirect_uris":{}}'])('%j registers nothing', async (payload) => {
    const headers = { 'content-type': 'application/json' };
    const sent = await app.app.inject({ method: 'POST', url: '/oauth/register', headers, payload });
    expect(sent.statusCode).toBe(400);
    expect(sent.json()).toMatchObject({ error: 'invalid_client_metadata' });
  });

  test('one that nobody has signed in to is forgotten after a day', async () => {
    const id = await registered();
    app.clock.advance(hours(24) - 1);
    await deleteUnusedApps(app.services.db, app.clock());
    expect(await findApp(app.services.db, id)).toBeDefined();
    app.clock.advance(1);
    await deleteUnusedApps(app.services.db, app.clock());
    expect(await findApp(app.services.db, id)).toBeUndefined();
  });
});
