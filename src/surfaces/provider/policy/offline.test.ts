import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eachApp, type TestApp } from '../../../../test/support/app.ts';
import {
  type Begun,
  beginSignIn,
  client,
  follow,
  openAtOneTime,
  personOf,
  type RegisteredApp,
  redeem,
  registerApp,
  signInTo,
} from '../../../../test/support/app-client.ts';
import type { Browser } from '../../../../test/support/browser-of.ts';

const pathOf = ({ url }: Begun): string => `${url.pathname}${url.search}`;

eachApp('an app that wants to keep its access while nobody is there', (open) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openAtOneTime(open);
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  /** Whether its refresh token works when the person has signed out. */
  async function outlives(of: RegisteredApp, browser: Browser, begun: Begun): Promise<boolean> {
    const { refresh_token: token = '' } = await redeem(of, await signInTo(browser, begun), begun);
    await browser.post('/api/logout');
    return client.refreshTokenGrant(of.config, token).then(
      () => true,
      () => false,
    );
  }

  test('is taken at its word without prompt=consent: the person is asked, once', async () => {
    const registered = await registerApp(app);
    const { browser } = await personOf(app);
    await signInTo(browser, await beginSignIn(registered, { scope: 'openid' }));
    const scope = 'openid offline_access';
    const asked = await follow(browser, pathOf(await beginSignIn(registered, { scope })));
    expect(asked.page.text).toContain("Keep its access while you're away");
    expect(asked.page.text).toContain('Access lasts up to 90 days.');
    await signInTo(browser, await beginSignIn(registered, { scope }));
    const silent = await beginSignIn(registered, { scope });
    expect((await browser.get(pathOf(silent))).headers.location).toContain('?code=');
    expect(await outlives(registered, browser, silent)).toBe(true);
  });

  test('without OpenID Connect as well, and pushed', async () => {
    const registered = await registerApp(app);
    const { browser } = await personOf(app);
    const plain = await beginSignIn(registered, { scope: 'profile offline_access' });
    plain.url.searchParams.delete('nonce');
    const back = await signInTo(browser, plain);
    const tokens = await client.authorizationCodeGrant(registered.config, back, {
      pkceCodeVerifier: plain.verifier,
      expectedState: plain.state,
    });
    expect(tokens.scope).toContain('offline_access');
    const begun = await beginSignIn(registered, { scope: 'openid offline_access' });
    const other = await personOf(app);
    const url = await client.buildAuthorizationUrlWithPAR(registered.config, begun.url.searchParams);
    expect(await outlives(registered, other.browser, { ...begun, url })).toBe(true);
  });

  test('gets no more than the session where it does not ask, and where no page may', async () => {
    const registered = await registerApp(app);
    const { browser } = await personOf(app);
    await signInTo(browser, await beginSignIn(registered, { scope: 'openid' }));
    const silent = await beginSignIn(registered, { scope: 'openid offline_access', prompt: 'none' });
    expect(await outlives(registered, browser, silent)).toBe(false);
    const other = await personOf(app);
    expect(
      await outlives(registered, other.browser, await beginSignIn(registered, { scope: 'openid' })),
    ).toBe(false);
  });

  test("asks nobody where it is the operator's own", async () => {
    const own = await registerApp(app, { firstParty: true });
    const { browser } = await personOf(app);
    const begun = await beginSignIn(own, { scope: 'openid offline_access' });
    expect((await browser.get(pathOf(begun))).headers.location).toContain('?code=');
    expect(await outlives(own, browser, begun)).toBe(true);
  });
});
