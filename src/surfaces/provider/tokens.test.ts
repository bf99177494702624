import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, goodPassword, type TestApp } from '../../../test/support/app.ts';
import {
  beginSignIn,
  client,
  openAtOneTime,
  personOf,
  type RegisteredApp,
  redeem,
  registerApp,
  signInTo,
} from '../../../test/support/app-client.ts';
import type { Browser, Extras } from '../../../test/support/browser-of.ts';
import { days } from '../../kit/duration.ts';

eachApp('what tokens are worth', (open) => {
  let app: TestApp;
  let registered: RegisteredApp;
  let browser: Browser;
  let username: string;
  beforeEach(async () => {
    app = await openAtOneTime(open);
    registered = await registerApp(app);
    ({ browser, username } = await personOf(app));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function tokensFor(parameters: Record<string, string> = {}, of = registered, who = browser) {
    const begun = await beginSignIn(of, parameters);
    const back = await signInTo(who, begun);
    const tokens = await redeem(of, back, begun);
    return { ...tokens, refresh: tokens.refresh_token ?? '', id: tokens.id_token ?? '' };
  }

  const userinfo = async (token: string) => {
    const { status, body } = await app
      .browser()
      .get('/oauth/userinfo', { headers: { authorization: `Bearer ${token}` } });
    return { status, body: body as Readonly<Record<string, unknown>> };
  };
  const post = (path: string, form: Readonly<Record<string, string>>) =>
    app.browser().send('POST', path, undefined, { form });
  const proof = ({ app: { id }, secret = '' }: RegisteredApp) => ({ client_id: id, client_secret: secret });

  test('V9.2.2 V10.3.1 RFC 8725 3.11 one of a kind is none of another', async () => {
    const { access_token: access, refresh, id } = await tokensFor();
    expect((await userinfo(access)).status).toBe(200);
    for (const other of [id, refresh, 'lks_none']) expect((await userinfo(other)).status).toBe(401);
    for (const other of [id, access]) {
      const form = { grant_type: 'refresh_token', refresh_token: other, ...proof(registered) };
      expect((await post('/oauth/token', form)).status).toBe(400);
    }
    for (const hint of [access, refresh]) {
      const { headers } = await browser.get(
        `/oauth/logout?${new URLSearchParams({ id_token_hint: hint, client_id: registered.app.id })}`,
      );
      expect(headers.refresh, 'it is asked first').toBeUndefined();
    }
  });

  test('V9.1.1 V9.1.2 an ID token that comes back is verified, and by its own algorithm alone', async () => {
    const [header = '', payload = '', signature = ''] = (await tokensFor()).id.split('.');
    const changed = (text: string, at: number) =>
      text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
    const headed = (alg: string) => Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const hints = [
      [header, payload, changed(signature, 4)],
      [header, changed(payload, 30), signature],
      [headed('none'), payload, ''],
      [headed('HS256'), payload, signature],
      [headed('ES256'), payload, signature],
    ];
    for (const hint of hints) {
      const { url } = await beginSignIn(registered, { id_token_hint: hint.join('.') });
      expect((await browser.get(`${url.pathname}${url.search}`)).headers.location).toContain(
        'error=invalid_request',
      );
      const { headers } = await browser.get(`/oauth/logout?id_token_hint=${hint.join('.')}`);
      expect(headers.refresh, 'nobody is signed out').toBeUndefined();
    }
    expect((await browser.get('/api/session')).status).toBe(200);
  });

  test('V10.3.2 what somebody is told here is what the scopes of the token allow', async () => {
    const openid = await tokensFor({ scope: 'openid' });
    expect((await userinfo(openid.access_token)).body).toEqual({ sub: expect.any(String) });
    const profile = await tokensFor({ scope: 'openid profile' });
    expect((await userinfo(profile.access_token)).body).toMatchObject({ preferred_username: username });
    const begun = await beginSignIn(registered, { scope: 'profile' });
    begun.url.searchParams.delete('nonce');
    const none = await client.authorizationCodeGrant(registered.config, await signInTo(browser, begun), {
      pkceCodeVerifier: begun.verifier,
      expectedState: begun.state,
    });
    expect((await userinfo(none.access_token)).status).toBe(403);
  });

  test('V10.3.3 who takes the name of a deleted account is somebody else', async () => {
    const first = await tokensFor({ scope: 'openid offline_access', prompt: 'consent' });
    expect((await browser.send('DELETE', '/api/me', { password: goodPassword })).status).toBe(204);
    expect((await userinfo(first.access_token)).status).toBe(401);
    const next = app.browser();
    await next.register(username, goodPassword);
    const second = await tokensFor({ scope: 'openid' }, registered, next);
    expect(decodeJwt(second.id).sub).not.toBe(decodeJwt(first.id).sub);
    await expect(client.refreshTokenGrant(registered.config, first.refresh)).rejects.toThrow();
  });

  test('V10.4.8 a refresh token ends 90 days after the first one, also where it is allowed anew', async () => {
    const parameters = { scope: 'openid offline_access', prompt: 'consent' };
    let { refresh } = await tokensFor(parameters);
    const rotate = async () => {
      refresh = (await client.refreshTokenGrant(registered.config, refresh)).refresh_token ?? '';
    };
    for (let fortnight = 0; fortnight < 6; fortnight++) {
      app.clock.advance(days(14) - 1000);
      await rotate();
    }
    const again = app.browser();
    await again.login(username, goodPassword);
    await tokensFor(parameters, registered, again);
    app.clock.advance(days(5));
    await rotate();
    app.clock.advance(days(2));
    await expect(client.refreshTokenGrant(registered.config, refresh)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('one of a session that has proved less than the policy asks for now is over with it', async () => {
    const { access_token: access, refresh } = await tokensFor();
    const strict = await open({ login: { secondFactor: 'required' } }, app.clock);
    const ask = (path: string, extras: Extras) => strict.browser().send('POST', path, undefined, extras);
    const headers = { authorization: `Bearer ${access}` };
    expect((await ask('/oauth/userinfo', { headers })).status).toBe(401);
    const form = { grant_type: 'refresh_token', refresh_token: refresh, ...proof(registered) };
    expect((await ask('/oauth/token', { form })).status).toBe(400);
    expect((await userinfo(access)).status, 'as long as the policy is off').toBe(200);
  });

  test.each(['/oauth/token', '/oauth/par', '/oauth/introspect', '/oauth/revoke'])(
    'V10.4.10 an app with a secret is let in at %s by that alone',
    async (path) => {
      const other = await registerApp(app);
      const spa = await registerApp(app, { kind: 'spa' });
      const form = { grant_type: 'refresh_token', refresh_token: 'none', token: 'none' };
      const id = { client_id: registered.app.id };
      const wrong = [
        id,
        { ...id, client_secret: '' },
        { ...id, client_secret: 'lkc_wrong' },
        { ...id, client_secret: other.secret ?? '' },
        { client_id: spa.app.id, client_secret: registered.secret ?? '' },
      ];
      for (const one of wrong) expect((await post(path, { ...form, ...one })).status).toBe(401);
      expect((await post(path, { ...form, ...proof(registered) })).status).not.toBe(401);
    },
  );
});
