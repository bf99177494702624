import { afterEach, expect, test, vi } from 'vitest';
import { eachApp } from '../../../test/support/app.ts';
import {
  beginSignIn,
  client,
  follow,
  openAtOneTime,
  personOf,
  redeem,
  registerApp,
  signInTo,
} from '../../../test/support/app-client.ts';
import { proveAddress } from '../../../test/support/mails.ts';

eachApp('signing in to an app', (open) => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('V10.7.2 code and PKCE: the person allows it once, and the app learns who they are', async () => {
    const app = await openAtOneTime(open);
    const registered = await registerApp(app, { name: 'Grafana' });
    const { browser, username, id } = await personOf(app);
    const begun = await beginSignIn(registered);
    const asked = await follow(browser, `${begun.url.pathname}${begun.url.search}`);
    expect(asked.page.status).toBe(200);
    expect(asked.page.text).toContain('Grafana wants to use your account');
    const ends = 'Access ends when you sign out, or after 90 days.';
    for (const said of ['app.example.com', 'See your verified email address', ends])
      expect(asked.page.text).toContain(said);
    const tokens = await redeem(registered, await signInTo(browser, begun), begun);
    expect(tokens.claims()).toMatchObject({
      iss: app.config.publicUrl,
      aud: registered.app.id,
      sub: id,
      acr: 'urn:latchkey:aal:1',
      amr: ['pwd'],
      sid: expect.any(String),
      auth_time: Math.floor(app.clock() / 1000),
    });
    const told = await client.fetchUserInfo(registered.config, tokens.access_token, id);
    expect(told).toEqual({
      sub: id,
      name: username,
      preferred_username: username,
      updated_at: expect.any(Number),
    });

    const again = await beginSignIn(registered);
    const silent = await browser.get(`${again.url.pathname}${again.url.search}`);
    expect(silent.status, 'asked once').toBe(303);
    expect(silent.headers.location).toMatch(/^https:\/\/app\.example\.com\/callback\?code=/);
  });

  test('the ID token tells what userinfo does, but for the document, and after a refresh too', async () => {
    const app = await openAtOneTime(open);
    const registered = await registerApp(app);
    const { browser, username, id } = await personOf(app);
    const email = await proveAddress(app, browser);
    const begun = await beginSignIn(registered, { scope: 'openid profile email data' });
    const tokens = await redeem(registered, await signInTo(browser, begun), begun);
    const { data, ...told } = await client.fetchUserInfo(registered.config, tokens.access_token, id);
    expect([data, told]).toEqual([
      {},
      expect.objectContaining({ name: username, email, email_verified: true }),
    ]);
    expect(tokens.claims()).toMatchObject(told);
    const next = await client.refreshTokenGrant(registered.config, tokens.refresh_token ?? '');
    expect(next.claims()).toMatchObject(told);
    for (const { claims } of [tokens, next]) expect(claims()).not.toHaveProperty('data');

    const little = await beginSignIn(registered, { scope: 'openid' });
    const known = await redeem(registered, await signInTo(browser, little), little);
    for (const claim of Object.keys(told).filter((name) => name !== 'sub'))
      expect(known.claims(), 'only what was asked for').not.toHaveProperty(claim);
  });

  test('somebody who is not signed in signs in first, and the browser leaves by a page of ours', async () => {
    const app = await openAtOneTime(open);
    const registered = await registerApp(app);
    const { username } = await personOf(app);
    const stranger = app.browser();
    const begun = await beginSignIn(registered, { prompt: 'login' });
    const led = await stranger.get(`${begun.url.pathname}${begun.url.search}`);
    expect(led.headers.location).toMatch(/^\/login\?next=/);
    expect(led.cookies.filter((line) => line.startsWith('latchkey-app'))).toEqual([]);
    const next = new URL(led.headers.location ?? '', 'http://localhost').searchParams.get('next') ?? '';
    const { goodPassword } = await import('../../../test/support/app.ts');
    const signedIn = await stranger.submit('/login', { username, password: goodPassword, next });
    const asked = await follow(stranger, signedIn.headers.location ?? '');
    expect(asked.page.text).toContain('wants to use your account');
    const back = await signInTo(stranger, { ...begun, url: new URL(next, 'http://localhost:5000') });
    await redeem(registered, back, begun);
  });

  test('V10.4.5 a refresh token is replaced by each use, and one that is used twice ends everything', async () => {
    const app = await openAtOneTime(open);
    const registered = await registerApp(app);
    const { browser, id } = await personOf(app);
    const begun = await beginSignIn(registered);
    const first = await redeem(registered, await signInTo(browser, begun), begun);
    const second = await client.refreshTokenGrant(registered.config, first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    await client.fetchUserInfo(registered.config, second.access_token, id);
    await expect(
      client.refreshTokenGrant(registered.config, first.refresh_token ?? ''),
    ).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(
      client.refreshTokenGrant(registered.config, second.refresh_token ?? ''),
    ).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(client.fetchUserInfo(registered.config, second.access_token, id)).rejects.toThrow();
  });
});
