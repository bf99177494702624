import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, goodPassword, type TestApp } from '../../../../test/support/app.ts';
import {
  beginSignIn,
  openAtOneTime,
  personOf,
  type RegisteredApp,
  redeem,
  registerApp,
  signInTo,
} from '../../../../test/support/app-client.ts';
import type { Browser } from '../../../../test/support/browser-of.ts';
import { inTransaction } from '../../../kit/db/index.ts';
import { days, hours, minutes } from '../../../kit/duration.ts';
import { changeApp } from '../../../operate/apps/index.ts';
import { revokeGrants } from '../../../people/grants/index.ts';
import { deleteExpiredSessions } from '../../../people/sessions/index.ts';
import { sweep } from '../../../start/sweep.ts';
import { createAppTeller } from './tell-apps.ts';

eachApp('an app is told that a session has ended', (open) => {
  let app: TestApp;
  let registered: RegisteredApp;
  let browser: Browser;
  let id: string;
  let sid: unknown;
  let server: Server;
  /** What the app was sent, and how it answers. */
  let told: string[];
  let status: number;

  beforeEach(async () => {
    [told, status] = [[], 200];
    server = createServer(async (request, response) => {
      let body = '';
      for await (const piece of request) body += String(piece);
      told.push(body);
      response.writeHead(status).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    app = await openAtOneTime(open, { apps: { privateHosts: ['127.0.0.1'] } });
    await app.database.db.deleteFrom('app_sessions').execute();
    const { port } = server.address() as AddressInfo;
    registered = await registerApp(app, { logoutUri: `http://127.0.0.1:${port}/signed-out` });
    ({ browser, id } = await personOf(app));
    sid = await signIn();
  });
  afterEach(() => {
    vi.useRealTimers();
    server.closeAllConnections();
    server.close();
  });

  async function signIn(who = browser, to = registered): Promise<unknown> {
    const begun = await beginSignIn(to);
    return (await redeem(to, await signInTo(who, begun), begun)).claims()?.sid;
  }
  const tellDue = (of = app) => createAppTeller(of.services).tellDue();
  const tokens = () => told.map((body) => new URLSearchParams(body).get('logout_token') ?? '');
  const sids = () => tokens().map((token) => decodeJwt(token).sid);
  const signOut = () => browser.send('POST', '/api/logout');
  const rows = () => app.database.db.selectFrom('app_sessions').selectAll().execute();

  test('by a logout token that it can verify, once', async () => {
    await tellDue();
    expect(told, 'the session lives').toEqual([]);
    await signOut();
    await tellDue();
    await tellDue();
    expect(told).toHaveLength(1);
    const [token = ''] = tokens();
    const keys = (await browser.get('/.well-known/jwks.json')).body as unknown as JSONWebKeySet;
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
      ...{ issuer: app.config.publicUrl, audience: registered.app.id, typ: 'logout+jwt' },
      currentDate: new Date(app.clock()),
    });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toEqual({
      ...{ iss: app.config.publicUrl, aud: registered.app.id, sub: id, sid },
      iat: Math.floor(app.clock() / 1000),
      exp: Math.floor(app.clock() / 1000) + 120,
      jti: expect.stringMatching(/^[\da-f-]{36}$/),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
  });

  test('within two seconds, whoever ended it', async () => {
    const teller = createAppTeller(app.services);
    teller.start();
    const began = performance.now();
    await signOut();
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 5000, interval: 20 });
    await teller.stop();
    expect(performance.now() - began).toBeLessThan(2000);
  });

  test('also when it ran out, when the account is gone, and when what it was allowed is withdrawn', async () => {
    const other = await personOf(app);
    const otherSid = await signIn(other.browser);
    const third = await personOf(app);
    const thirdSid = await signIn(third.browser);
    const { clock, database } = app;
    await inTransaction(database.db, (tx) => revokeGrants(tx, other.id, { why: 'withdrawn', at: clock() }));
    await tellDue();
    expect(sids()).toEqual([otherSid]);
    expect((await other.browser.get('/api/session')).status, 'that session goes on').toBe(200);
    const { status: deleted } = await third.browser.send('DELETE', '/api/me', { password: goodPassword });
    expect(deleted).toBe(204);
    await tellDue();
    expect(sids()).toEqual([otherSid, thirdSid]);
    clock.advance(days(100));
    await deleteExpiredSessions(database.db, clock());
    await tellDue();
    expect(sids(), 'and of one that was told of nothing more').toEqual([otherSid, thirdSid, sid]);
  });

  test('again where somebody signs in to it once more in the same session', async () => {
    const { clock, database } = app;
    await inTransaction(database.db, (tx) => revokeGrants(tx, id, { why: 'withdrawn', at: clock() }));
    await tellDue();
    clock.advance(minutes(1));
    await signIn();
    await tellDue();
    expect(told, 'what is allowed now is not revoked').toHaveLength(1);
    await signOut();
    await tellDue();
    expect(sids()).toEqual([sid, sid]);
  });

  test('by one of several processes', async () => {
    for (let count = 0; count < 8; count++) await signIn((await personOf(app)).browser);
    const everybody = await rows();
    for (const { session_id: sessionId } of everybody) {
      await app.database.db.deleteFrom('sessions').where('id', '=', sessionId).execute();
    }
    await Promise.all(Array.from({ length: 6 }, () => tellDue()));
    expect(new Set(sids()).size).toBe(9);
    expect(told).toHaveLength(9);
  });

  test('again and again for a day where it does not answer, and what is untold is not forgotten', async () => {
    const { clock } = app;
    status = 500;
    await signOut();
    await tellDue();
    await tellDue();
    expect(told, 'not at once').toHaveLength(1);
    await sweep(app.services);
    expect(await rows()).toHaveLength(1);
    clock.advance(minutes(1));
    await tellDue();
    expect(told).toHaveLength(2);
    expect(app.log.filter((line) => line.includes("Couldn't tell an app"))[0]).toMatch(/status 500/);
    // It is back after an hour.
    status = 204;
    clock.advance(hours(1));
    await tellDue();
    expect(sids()).toEqual([sid, sid, sid]);
    expect(new Set(tokens()).size, 'each token is made for its try').toBe(3);
    await sweep(app.services);
    expect(await rows()).toEqual([]);
  });

  test('for no longer than a day', async () => {
    const { clock } = app;
    status = 404;
    await signOut();
    for (let hour = 0; hour < 30; hour++) {
      await tellDue();
      clock.advance(hours(1));
    }
    const tries = told.length;
    expect(tries).toBeGreaterThan(5);
    expect(app.log.filter((line) => line.includes("It won't be tried again."))).toHaveLength(1);
    clock.advance(days(1));
    await tellDue();
    expect(told).toHaveLength(tries);
  });

  test('what a process had in hand when it died, another tells', async () => {
    const { clock, database } = app;
    await signOut();
    await database.db
      .updateTable('app_sessions')
      .set({ claimed_until: clock() + minutes(1), tries: 1, over_at: clock() })
      .execute();
    await tellDue();
    expect(told).toEqual([]);
    clock.advance(minutes(1));
    await tellDue();
    expect(sids()).toEqual([sid]);
  });

  test('at no private address that the configuration does not name', async () => {
    const strict = await openAtOneTime(open);
    await signOut();
    await tellDue(strict);
    expect(told).toEqual([]);
    const { port } = server.address() as AddressInfo;
    const said = () => strict.log.filter((line) => line.includes("Couldn't tell an app"));
    const advised = () => strict.log.filter((line) => line.includes('Add this host to apps.privateHosts.'));
    expect(said().at(-1)).toMatch(/"why":"address"/);
    await changeApp(app.services, registered.app.id, { logoutUri: `https://127.0.0.1:${port}/` });
    strict.clock.advance(minutes(2));
    await tellDue(strict);
    expect(told).toEqual([]);
    expect(said().at(-1)).toMatch(/"why":"private"/);
    expect(advised()).toHaveLength(2);
    for (const line of advised()) expect(line).toContain(`"host":"127.0.0.1:${port}"`);
  });

  test('only where it wants to be', async () => {
    await changeApp(app.services, registered.app.id, { logoutUri: '' });
    await signOut();
    await tellDue();
    expect(told).toEqual([]);
    await sweep(app.services);
    expect(await rows(), 'there was nothing to tell').toEqual([]);
  });

  test('an app learns from the metadata that it can be', async () => {
    expect((await browser.get('/.well-known/openid-configuration')).body).toMatchObject({
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
  });

  test.each([
    '',
    'app.example.com/out',
    'ftp://app.example.com/',
    'https://a:b@app.example.com/',
    'https://a/#b',
  ])('no app is added with %j to be told at', async (logoutUri) => {
    await expect(registerApp(app, { logoutUri })).rejects.toThrow(/signed out/);
  });
});
