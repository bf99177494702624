import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, type TestApp } from '../../../test/support/app.ts';
import {
  beginSignIn,
  openAtOneTime,
  type RegisteredApp,
  redirectUri,
  registerApp,
} from '../../../test/support/app-client.ts';
import { minutes } from '../../kit/duration.ts';
import { countLeft } from '../../people/limits/index.ts';
import { listTrails } from '../../people/trails/index.ts';

const [address, elsewhere] = ['203.0.113.9', '203.0.113.10'];

eachApp('what anybody may ask of the provider', (open) => {
  let app: TestApp;
  let registered: RegisteredApp;
  beforeEach(async () => {
    app = await openAtOneTime(open.anew, { mode: 'production', publicUrl: 'https://login.example.com' });
    registered = await registerApp(app);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const post = (path: string, form: Readonly<Record<string, string>>, from = address) =>
    app.browser({ address: from }).send('POST', path, undefined, { form });

  const causes = async () => {
    await app.services.trails.flush();
    const [newest] = await listTrails(app.services.db, { limit: 1 });
    return (newest?.parts ?? []).flatMap(({ steps }) =>
      steps.flatMap((step) => (step.code === 'app-refused' ? [step.cause] : [])),
    );
  };

  test('leaves 60 trails of a network in a minute, however often it begins to sign in', async () => {
    const { url } = await beginSignIn(registered);
    const stranger = app.browser({ address });
    for (let n = 0; n < 70; n++) await stranger.get(`${url.pathname}${url.search}`);
    await app.services.trails.flush();
    expect(await app.services.db.selectFrom('trail_parts').select('id').execute()).toHaveLength(60);
    const other = await app.browser({ address: elsewhere }).get(`${url.pathname}${url.search}`);
    expect(other.headers['latchkey-attempt'], 'another network').toBeDefined();
  });

  test('pushes 300 requests in ten minutes, where the app has no secret to show', async () => {
    const spa = await registerApp(app, { kind: 'spa' });
    const push = ({ app: { id }, secret }: RegisteredApp, from?: string) =>
      post(
        '/oauth/par',
        {
          ...{ client_id: id, response_type: 'code', redirect_uri: redirectUri, scope: 'openid' },
          ...{ code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' },
          ...(secret !== undefined && { client_secret: secret }),
        },
        from,
      );
    for (let n = 1; n < 300; n++) await countLeft(app.services, 'PushedAuthorizationRequest', address);
    expect((await push(spa)).status).toBe(201);
    const refused = await push(spa);
    expect([refused.status, JSON.parse(refused.text).error]).toEqual([429, 'temporarily_unavailable']);
    expect(await causes()).toEqual(['waiting-too-many']);
    expect((await push(registered)).status, 'one that shows its secret').toBe(201);
    expect((await push(spa, elsewhere)).status, 'another network').toBe(201);
    app.clock.advance(minutes(10));
    expect((await push(spa)).status).toBe(201);
  });

  test('connects 60 devices in ten minutes', async () => {
    const { app: device } = await registerApp(app, { kind: 'device', redirects: [] });
    const ask = (from?: string) => post('/oauth/device', { client_id: device.id, scope: 'openid' }, from);
    for (let n = 1; n < 60; n++) await countLeft(app.services, 'DeviceCode', address);
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(429);
    expect(await causes()).toEqual(['waiting-too-many']);
    expect((await ask(elsewhere)).status, 'another network').toBe(200);
  });

  test.each(['/oauth/par', '/oauth/device'])('a refusal of %s is explained', async (path) => {
    expect((await post(path, { client_id: 'app_unknown' })).status).toBe(401);
    expect(await causes()).toEqual(['unknown-app']);
  });

  test('a fault of this server is not said to be one of the app', async () => {
    const { schema } = app.services.db;
    const { url } = await beginSignIn(registered);
    await schema.alterTable('apps').renameTo('apps_elsewhere').execute();
    try {
      const page = await app.browser({ address }).get(`${url.pathname}${url.search}`);
      expect(page.status).toBe(500);
      const tokens = await post('/oauth/token', {
        client_id: registered.app.id,
        grant_type: 'refresh_token',
      });
      expect([tokens.status, JSON.parse(tokens.text).error]).toEqual([500, 'server_error']);
      expect(await causes(), 'and tells of no tokens').toEqual(['other']);
    } finally {
      await schema.alterTable('apps_elsewhere').renameTo('apps').execute();
    }
  });

  test('an overloaded database is 503 with Retry-After at every route, and nobody is told that a token is wrong', async () => {
    const { url } = await beginSignIn(registered);
    const proof = { client_id: registered.app.id, client_secret: registered.secret ?? '' };
    const sender = app.browser({ address });
    const isOver = Object.assign(new Error('too much at once'), { errcode: 5, code: '55P03' });
    const { db } = app.services;
    for (const by of ['selectFrom', 'insertInto', 'updateTable', 'getExecutor'] as const)
      vi.spyOn(db, by).mockImplementation(() => {
        throw isOver;
      });
    const cors = { origin: 'https://spa.example.com' };
    try {
      const leave = new URLSearchParams({ ...proof, post_logout_redirect_uri: redirectUri });
      const answers = [
        await sender.get(`${url.pathname}${url.search}`),
        await sender.get(`/oauth/logout?${leave}`),
        await sender.get('/oauth/userinfo', { headers: { ...cors, authorization: 'Bearer none' } }),
      ];
      const token = 'x'.repeat(43);
      for (const [path, form] of [
        ['token', { grant_type: 'refresh_token', refresh_token: token }],
        ['token', { grant_type: 'client_credentials' }],
        ['par', { response_type: 'code', redirect_uri: redirectUri }],
        ['introspect', { token }],
        ['revoke', { token }],
        ['device', { scope: 'openid' }],
      ] as const) {
        answers.push(await post(`/oauth/${path}`, { ...proof, ...form }));
      }
      const told = answers.map(({ status, headers }) => [status, headers['retry-after']]);
      expect(told).toEqual(answers.map(() => [503, '5']));
      expect(answers[2]?.headers['access-control-allow-origin'], 'for a page of an app').toBe(cors.origin);
    } finally {
      vi.restoreAllMocks();
    }
    expect((await post('/oauth/introspect', { ...proof, token: 'none' })).status).toBe(200);
  });
});
