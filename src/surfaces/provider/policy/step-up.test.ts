import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eachApp, goodPassword, type TestApp } from '../../../../test/support/app.ts';
import {
  type Begun,
  beginSignIn,
  follow,
  openAtOneTime,
  personOf,
  type RegisteredApp,
  redeem,
  redirectUri,
  registerApp,
  signInTo,
} from '../../../../test/support/app-client.ts';
import type { Browser } from '../../../../test/support/browser-of.ts';
import { protectedPerson, setUpTotp } from '../../../../test/support/second-factors.ts';
import { totpCode } from '../../../../test/support/totp-codes.ts';
import { describe as inWords, listTrails } from '../../../people/trails/index.ts';

const aal1 = 'urn:latchkey:aal:1';
const aal2 = 'urn:latchkey:aal:2';
const essential = (...values: string[]) => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values } } }),
});

const pathOf = ({ url }: Begun): string => `${url.pathname}${url.search}`;

eachApp('an app that wants to be surer who it is', (open) => {
  let app: TestApp;
  let registered: RegisteredApp;
  beforeAll(async () => {
    app = await openAtOneTime(open);
    registered = await registerApp(app, { name: 'Payroll', firstParty: true });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  /** Somebody with an authenticator app, whose session has not used it, as one of before it was set up. */
  async function halfSigned() {
    const { self, accountId, secret } = await protectedPerson(app);
    await app.services.db
      .updateTable('sessions')
      .set({ aal: 1, amr: '["pwd"]', second_auth_time: null })
      .where('account_id', '=', accountId)
      .execute();
    return { browser: self, secret };
  }

  async function saidOf(): Promise<string> {
    await app.services.trails.flush();
    const [newest] = await listTrails(app.services.db, { limit: 1 });
    const steps = (newest?.parts ?? []).flatMap((part) => part.steps);
    return steps.map((step) => inWords(app.services.words, step).sentence).join(' ');
  }

  /** What the app is told, where nobody is asked anything. */
  async function toldAtOnce(browser: Browser, parameters: Readonly<Record<string, string>>) {
    const begun = await beginSignIn(registered, parameters);
    const { headers } = await browser.get(pathOf(begun));
    expect(headers.location).toContain(`${redirectUri}?code=`);
    return (await redeem(registered, new URL(headers.location ?? ''), begun)).claims();
  }

  async function prove(browser: Browser, path: string, answer: Readonly<Record<string, string>>) {
    const next = new URL(path, 'http://localhost').searchParams.get('next') ?? '';
    const { headers } = await browser.submit('/account/prove', { ...answer, next });
    return follow(browser, headers.location ?? next);
  }

  test.each([
    ['acr_values', { acr_values: `${aal2} ${aal1}` }],
    ['an essential claim', essential(aal2)],
    [
      'an essential claim of one value',
      {
        claims: JSON.stringify({ id_token: { acr: { essential: true, value: aal2 } } }),
      },
    ],
  ])('%s: who has a second factor confirms it, and nobody signs in anew', async (_name, parameters) => {
    const { browser, secret } = await halfSigned();
    app.clock.advance(60_000);
    const begun = await beginSignIn(registered, parameters);
    const asked = await follow(browser, pathOf(begun));
    expect(asked.path).toMatch(/^\/account\/prove\?next=%2Foauth%2Fask%2F/);
    const again = await prove(browser, asked.path, { factor: 'password', password: goodPassword });
    expect(again.left, 'the password is not what was asked for').toBeUndefined();
    const code = totpCode(secret, app.clock());
    const { left } = await prove(browser, asked.path, { factor: 'totp', code });
    const claims = (await redeem(registered, left ?? new URL('about:blank'), begun)).claims();
    expect(claims).toMatchObject({
      acr: aal2,
      amr: ['pwd', 'otp', 'mfa'],
      auth_time: Math.floor(app.clock() / 1000),
    });
    // From then on the session has it.
    expect(await toldAtOnce(browser, parameters)).toMatchObject({ acr: aal2 });
  });

  test('the trail says what the app asked for and what the person does', async () => {
    const { browser } = await halfSigned();
    await browser.get(pathOf(await beginSignIn(registered, { acr_values: aal2 })));
    expect(await saidOf()).toContain('confirms their second factor: the app asked for the level');
  });

  test('OpenID Connect Core 3.1.2.1 acr_values is a preference: who has one step is let through, and the app learns it', async () => {
    const { browser } = await personOf(app);
    expect(await toldAtOnce(browser, { acr_values: aal2 })).toMatchObject({ acr: aal1, amr: ['pwd'] });
    expect(await saidOf()).toContain('The app got its tokens.');
    await browser.get(pathOf(await beginSignIn(registered, { acr_values: aal2 })));
    expect(await saidOf()).toContain('The app prefers the level urn:latchkey:aal:2');
    const { browser: half } = await halfSigned();
    expect(await toldAtOnce(half, { acr_values: aal2, prompt: 'none' })).toMatchObject({ acr: aal1 });
    expect(await toldAtOnce(browser, { acr_values: 'urn:unknown' })).toMatchObject({ acr: aal1 });
  });

  test('an app that insists has the person add a second factor, and then lets them in', async () => {
    const { browser } = await personOf(app);
    const begun = await beginSignIn(registered, essential(aal2));
    const asked = await follow(browser, pathOf(begun));
    expect(asked.path).toMatch(/^\/oauth\/ask\//);
    expect(asked.page.text).toContain('Payroll needs two-step verification');
    expect(await saidOf()).toContain('adds a second factor: the app insists');
    expect((await follow(browser, asked.path)).page.text, 'not before it is there').toContain(
      'needs two-step',
    );
    await setUpTotp(app, browser);
    const { left } = await follow(browser, asked.path);
    const claims = (await redeem(registered, left ?? new URL('about:blank'), begun)).claims();
    expect(claims).toMatchObject({ acr: aal2 });
  });

  test('who goes back instead sends the app the error that it knows', async () => {
    const { browser } = await personOf(app);
    const { path } = await follow(browser, pathOf(await beginSignIn(registered, essential(aal2))));
    const declined = await browser.submit(path, { decision: 'decline' });
    const { left } = await follow(browser, declined.headers.location ?? '');
    expect(left?.searchParams.get('error')).toBe('unmet_authentication_requirements');
    expect(await saidOf()).toContain('went back without adding one');
  });

  test('OpenID Connect Core 5.5.1.1 an essential claim is told as it was asked for, or refused', async () => {
    const { self } = await protectedPerson(app);
    expect(await toldAtOnce(self, essential(aal1))).toMatchObject({ acr: aal1 });
    expect(await toldAtOnce(self, essential(aal1, aal2))).toMatchObject({ acr: aal2 });
    expect(await toldAtOnce(self, {})).toMatchObject({ acr: aal2 });
    const { headers } = await self.get(pathOf(await beginSignIn(registered, essential('urn:unknown'))));
    expect(headers.location).toContain('error=unmet_authentication_requirements');
    expect(await saidOf()).toContain('insists on a level (acr) that this server never tells');
    for (const acr of [{ essential: true, values: aal2 }, { values: [2] }]) {
      const claims = JSON.stringify({ id_token: { acr } });
      const { headers } = await self.get(pathOf(await beginSignIn(registered, { claims })));
      expect(headers.location).toContain('error=invalid_request');
    }
  });

  test.each([
    [essential(aal2), 'for a second factor'],
    [{ max_age: '30' }, 'for a fresher sign-in'],
    [{ max_age: '0' }, 'for a fresher sign-in'],
  ])('without a page nobody is asked: %j is login_required', async (parameters, sentence) => {
    const { browser } = await personOf(app);
    app.clock.advance(60_000);
    const begun = await beginSignIn(registered, { ...parameters, prompt: 'none' });
    const { headers } = await browser.get(pathOf(begun));
    expect(headers.location).toContain('error=login_required');
    expect(await saidOf()).toContain(sentence);
  });

  test.each([{ max_age: '0' }, { prompt: 'login' }, { max_age: '30' }])(
    '%j: who has a second factor confirms that one, the password alone is not enough',
    async (parameters) => {
      const { self, secret } = await protectedPerson(app);
      app.clock.advance(60_000);
      const begun = await beginSignIn(registered, parameters);
      const { path } = await follow(self, pathOf(begun));
      const half = await prove(self, path, { factor: 'password', password: goodPassword });
      expect(half.left).toBeUndefined();
      const { left } = await prove(self, path, { factor: 'totp', code: totpCode(secret, app.clock()) });
      const claims = (await redeem(registered, left ?? new URL('about:blank'), begun)).claims();
      expect(claims).toMatchObject({ acr: aal2, auth_time: Math.floor(app.clock() / 1000) });
    },
  );

  test('a sign-in answers max_age=0 as well, so nobody signs in twice', async () => {
    const { username } = await personOf(app);
    const stranger = app.browser();
    const begun = await beginSignIn(registered, { max_age: '0' });
    const led = await stranger.get(pathOf(begun));
    const next = new URL(led.headers.location ?? '', 'http://localhost').searchParams.get('next') ?? '';
    const signedIn = await stranger.submit('/login', { username, password: goodPassword, next });
    const { left } = await follow(stranger, signedIn.headers.location ?? '');
    expect((await redeem(registered, left ?? new URL('about:blank'), begun)).claims()).toMatchObject({
      auth_time: Math.floor(app.clock() / 1000),
    });
  });

  test('a claim that is named goes into the ID token, if the person allows its scope', async () => {
    const { browser, username } = await personOf(app);
    const claims = JSON.stringify({ id_token: { preferred_username: null, email: null, data: null } });
    expect(await toldAtOnce(browser, { claims, scope: 'openid profile' })).toMatchObject({
      preferred_username: username,
    });
    const less = await toldAtOnce((await personOf(app)).browser, { claims, scope: 'openid' });
    expect(less).not.toHaveProperty('preferred_username');
    expect(less).not.toHaveProperty('data');
  });

  test('a device can prefer a level, and not insist', async () => {
    const device = await registerApp(app, { kind: 'device', redirects: [] });
    const ask = (more: Readonly<Record<string, string>>) =>
      app.browser().send('POST', '/oauth/device', undefined, {
        form: { client_id: device.app.id, scope: 'openid', ...more },
      });
    expect((await ask({ acr_values: aal2 })).status).toBe(200);
    expect((await ask(essential(aal2))).status).toBe(400);
  });

  test('one who was allowed earlier is not asked what was allowed, but for the second factor', async () => {
    const asked = await registerApp(app);
    const { browser, secret } = await halfSigned();
    await redeemed(asked, browser, {});
    const begun = await beginSignIn(asked, { acr_values: aal2 });
    const { path } = await follow(browser, pathOf(begun));
    const { left } = await prove(browser, path, { factor: 'totp', code: totpCode(secret, app.clock()) });
    expect((await redeem(asked, left ?? new URL('about:blank'), begun)).claims()?.acr).toBe(aal2);
  });

  async function redeemed(of: RegisteredApp, browser: Browser, parameters: Readonly<Record<string, string>>) {
    const begun = await beginSignIn(of, parameters);
    return redeem(of, await signInTo(browser, begun), begun);
  }
});
