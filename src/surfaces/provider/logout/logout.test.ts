import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, type TestApp } from '../../../../test/support/app.ts';
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

const backTo = 'https://app.example.com/signed-out';

eachApp('an app signs a person out', (open) => {
  let app: TestApp;
  let registered: RegisteredApp;
  let browser: Browser;
  let hint: string;
  beforeEach(async () => {
    app = await openAtOneTime(open);
    registered = await registerApp(app, { logoutRedirects: [backTo] });
    ({ browser } = await personOf(app));
    const begun = await beginSignIn(registered);
    const tokens = await redeem(registered, await signInTo(browser, begun), begun);
    hint = tokens.id_token ?? '';
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const logoutPath = (fields: Readonly<Record<string, string>>) =>
    `/oauth/logout?${new URLSearchParams(fields)}`;
  const isSignedIn = async (who = browser) => (await who.get('/api/session')).status === 200;

  test('at once where its token shows that it is this session, and back to the app with its state', async () => {
    const path = logoutPath({ id_token_hint: hint, post_logout_redirect_uri: backTo, state: 'a b' });
    const { headers } = await browser.get(path);
    expect(headers.refresh).toBe(`0; url=${backTo}?state=a+b`);
    expect(await isSignedIn()).toBe(false);
  });

  test('also by a token that has run out', async () => {
    app.clock.advance(3_000_000);
    expect(await isSignedIn()).toBe(true);
    await browser.get(logoutPath({ id_token_hint: hint }));
    expect(await isSignedIn()).toBe(false);
  });

  test('V10.6.2 after asking where nothing shows it, and whoever stays is left alone', async () => {
    for (const fields of [{}, { client_id: registered.app.id }, { id_token_hint: 'a.b.c' }]) {
      const { status, text } = await browser.get(logoutPath(fields));
      expect(status).toBe(200);
      expect(text).toContain('/oauth/logout/confirm');
      expect(await isSignedIn()).toBe(true);
    }
    const asked = new URLSearchParams({ client_id: registered.app.id, post_logout_redirect_uri: backTo });
    const { headers } = await browser.submit('/oauth/logout/confirm', { asked: asked.toString() });
    expect(headers.refresh).toBe(`0; url=${backTo}`);
    expect(await isSignedIn()).toBe(false);
  });

  test('asks for a token of another session, and of a token that somebody made up', async () => {
    const { browser: other } = await personOf(app);
    // To the same app, so that only the session tells them apart.
    await signInTo(other, await beginSignIn(registered));
    expect((await other.get(logoutPath({ id_token_hint: hint }))).status).toBe(200);
    expect(await isSignedIn(other)).toBe(true);
    const [header = '', payload = '', signature = ''] = hint.split('.');
    const forged = [header, payload, `${signature.slice(0, -4)}AAAA`].join('.');
    expect((await browser.get(logoutPath({ id_token_hint: forged }))).status).toBe(200);
    expect(await isSignedIn()).toBe(true);
  });

  test.each([
    'https://evil.example/',
    `${backTo}/`,
    'https://app.example.com/callback',
    'javascript:alert(1)',
  ])('leads to no address that is not registered for it: %s', async (target) => {
    for (const fields of [{ id_token_hint: hint }, { client_id: registered.app.id }, {}]) {
      const { status, headers } = await browser.get(
        logoutPath({ ...fields, post_logout_redirect_uri: target }),
      );
      expect(status).toBe(400);
      expect([headers.location, headers.refresh]).toEqual([undefined, undefined]);
    }
    expect(await isSignedIn()).toBe(true);
  });

  test('a form of another website signs nobody out', async () => {
    const { status } = await browser.submit(
      '/oauth/logout/confirm',
      { asked: '' },
      { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } },
    );
    expect(status).toBe(403);
    expect(await isSignedIn()).toBe(true);
    const sent = await browser.send('POST', '/oauth/logout', undefined, {
      form: { client_id: registered.app.id },
      headers: { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' },
    });
    expect(sent.headers.location, 'the browser asks once more, with its cookie').toMatch(
      /^\/oauth\/logout\?client_id=/,
    );
  });
});
