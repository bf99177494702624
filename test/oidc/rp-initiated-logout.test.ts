import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type AddedApp, addApp } from '../../src/operate/apps/index.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import { follow, openAtOneTime, personOf, redirectUri } from '../support/app-client.ts';
import type { Browser } from '../support/browser-of.ts';
import { throughPages } from '../support/through-pages.ts';

type Fields = Readonly<Record<string, string>>;

const bye = 'https://app.example.com/post_logout_redirect';

/** A test of our own for each module of the certification's plan for logout that an app begins, under its name. */
eachApp('the plan of RP-Initiated Logout', (open) => {
  let app: TestApp;
  let own: AddedApp;
  let browser: Browser;
  let username: string;
  let hint: string;

  beforeAll(async () => {
    app = await openAtOneTime(open);
    own = await addApp(app.services, {
      ...{ name: freshName('Suite'), kind: 'web', withoutPkce: true, firstParty: true },
      ...{ redirects: [redirectUri], logoutRedirects: [bye] },
    });
  });
  afterAll(() => {
    vi.useRealTimers();
  });
  let networks = 0;
  beforeEach(async () => {
    networks += 1;
    ({ browser, username } = await personOf(app, { address: `203.0.113.${networks}` }));
    const code = (await authorize()).get('code') ?? '';
    const credentials = { client_id: own.app.id, client_secret: own.secret ?? '' };
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...credentials };
    const { body } = await app.browser().send('POST', '/oauth/token', undefined, { form });
    hint = (body as unknown as { id_token: string }).id_token;
  });

  async function authorize(more: Fields = {}): Promise<URLSearchParams> {
    const asked = {
      client_id: own.app.id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
    };
    const path = `/oauth/authorize?${new URLSearchParams({ ...asked, ...more })}`;
    const { left } = await throughPages(browser, path, { username, password: goodPassword });
    return left?.searchParams ?? new URLSearchParams();
  }

  const isSignedOut = async () => (await authorize({ prompt: 'none' })).get('error') === 'login_required';

  /** Where the browser ends, with the person signing out wherever they are asked. */
  async function leaveBy(fields: Fields) {
    const asked = `${new URLSearchParams(fields)}`;
    const first = await follow(browser, `/oauth/logout?${asked}`);
    if (first.left || first.page.status !== 200 || !first.page.text.includes('/oauth/logout/confirm'))
      return first;
    const { headers } = await browser.submit('/oauth/logout/confirm', { asked });
    return follow(browser, /^0; url=(.*)$/.exec(headers.refresh ?? '')?.[1] ?? headers.location ?? '');
  }

  test('oidcc-rp-initiated-logout-discovery-endpoint-verification', async () => {
    const { body } = await app.browser().get('/.well-known/openid-configuration');
    expect(body).toMatchObject({ end_session_endpoint: `${app.config.publicUrl}/oauth/logout` });
  });

  test.each<[string, Fields, string]>([
    ['oidcc-rp-initiated-logout', { state: 'of the app+1' }, '?state=of+the+app%2B1'],
    ['oidcc-rp-initiated-logout-no-state', {}, ''],
  ])('%s', async (_, more, query) => {
    const { left } = await leaveBy({ id_token_hint: hint, post_logout_redirect_uri: bye, ...more });
    expect(left?.href).toBe(`${bye}${query}`);
    expect(await isSignedOut()).toBe(true);
  });

  test.each([
    ['oidcc-rp-initiated-logout-bad-post-logout-redirect-uri', `${bye}/other`],
    ['oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri', `${bye}?foo=bar`],
  ])('%s', async (_, post_logout_redirect_uri) => {
    const { left, page } = await leaveBy({ id_token_hint: hint, post_logout_redirect_uri, state: 'x' });
    expect([left, page.status]).toEqual([undefined, 400]);
    expect(await isSignedOut()).toBe(false);
  });

  /** What the suite sends instead of a token of ours. */
  const forged = {
    'oidcc-rp-initiated-logout-modified-id-token-hint': () =>
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${hint.split('.')[1]}.`,
    'oidcc-rp-initiated-logout-bad-id-token-hint': () =>
      new SignJWT({ ...JSON.parse(Buffer.from(hint.split('.')[1] ?? '', 'base64url').toString()) })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(own.secret ?? '')),
  };
  test.each(Object.entries(forged))('%s', async (_, forge) => {
    const id_token_hint = await forge();
    const asked = { id_token_hint, post_logout_redirect_uri: bye, state: 'x' };
    const { page } = await follow(browser, `/oauth/logout?${new URLSearchParams(asked)}`);
    expect(page.text, 'the person is asked').toContain('/oauth/logout/confirm');
    expect(page.text, 'and not told that it is for this app').toContain('An app asks to sign you out here.');
    expect(await isSignedOut()).toBe(false);
    const { left, path } = await leaveBy(asked);
    expect([left, path]).toEqual([undefined, '/oauth/logout/done']);
    expect(await isSignedOut()).toBe(true);
  });

  test('oidcc-rp-initiated-logout-no-id-token-hint', async () => {
    const { left, page } = await leaveBy({ post_logout_redirect_uri: bye, state: 'x' });
    expect([left, page.status]).toEqual([undefined, 400]);
  });

  test.each<[string, () => Fields]>([
    ['oidcc-rp-initiated-logout-no-params', () => ({})],
    ['oidcc-rp-initiated-logout-only-state', () => ({ state: 'x' })],
    ['oidcc-rp-initiated-logout-no-post-logout-redirect-uri', () => ({ id_token_hint: hint, state: 'x' })],
  ])('%s', async (_, fields) => {
    const { left, page, path } = await leaveBy(fields());
    expect([left, path]).toEqual([undefined, '/oauth/logout/done']);
    expect(page.text).toContain('Signed out');
    expect(await isSignedOut()).toBe(true);
  });
});
