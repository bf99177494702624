import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { type RequestOptions, softwareAuthenticator } from '../../../test/support/authenticator.ts';
import type { Answer, Browser } from '../../../test/support/browser-of.ts';
import { passkeyHolder } from '../../../test/support/passkeys.ts';
import { minutes } from '../../kit/duration.ts';
import { listEvents } from '../../people/events/index.ts';
import { findTrail } from '../../people/trails/index.ts';

const begin = (browser: Browser, sessionOptions: object = {}) => browser.post('/api/login', sessionOptions);

function optionsIn({ body }: Answer): RequestOptions {
  const [offer] = (body.next ?? []) as { factor: string; options?: RequestOptions }[];
  if (!offer?.options) throw new Error('No passkey is asked for.');
  return offer.options;
}

const attemptsOf = ({ services }: TestApp, ids: readonly unknown[]) =>
  services.db
    .selectFrom('login_attempts')
    .selectAll()
    .where('id', 'in', ids as string[])
    .execute();

eachApp('a login without a name', (open) => {
  test('is taken up by the browser that has it: one attempt, one challenge, the last', async () => {
    const app = await open();
    const { accountId, authenticator } = await passkeyHolder(app);
    const browser = app.browser();
    const first = await begin(browser);
    const second = await begin(browser, { remember: true });
    expect(second.body.attempt).toBe(first.body.attempt);
    expect(second.headers['latchkey-attempt']).toBe(first.body.attempt);
    expect(second.cookies, 'the cookie stays as it is').toEqual([]);
    const challenges = await app.services.db
      .selectFrom('passkey_challenges')
      .select('challenge')
      .where('subject', '=', first.body.attempt ?? '')
      .execute();
    expect(challenges).toEqual([{ challenge: optionsIn(second).challenge }]);
    const url = `/api/login/${first.body.attempt}/passkey`;
    const old = await browser.post(url, { response: authenticator.get(optionsIn(first)) });
    expect(old.status).toBe(401);
    const done = await browser.post(url, { response: authenticator.get(optionsIn(old)) });
    expect(done.body).toMatchObject({ status: 'complete', account: { id: accountId } });
    const cookie = done.cookies.find((line) => line.startsWith('latchkey='));
    expect(cookie, 'the last options count').toContain('Max-Age=');
  });

  test('is begun anew where the old one is near its end, over, not for a browser, or somebody else’s', async () => {
    const app = await open();
    const { authenticator } = await passkeyHolder(app);
    const browser = app.browser();
    const ids = new Set<unknown>();
    const fresh = async (sessionOptions: object = {}, from = browser) => {
      const { body } = await begin(from, sessionOptions);
      expect(ids.has(body.attempt)).toBe(false);
      ids.add(body.attempt);
    };
    await fresh();
    app.clock.advance(minutes(5));
    expect(ids.has((await begin(browser)).body.attempt), 'a challenge’s life is left').toBe(true);
    app.clock.advance(1);
    await fresh();
    await fresh({ transport: 'bearer' });
    const last = await begin(browser);
    const response = authenticator.get(optionsIn(last));
    await browser.post(`/api/login/${last.body.attempt}/passkey`, { response });
    browser.jar.set('latchkey-attempt', last.cookies[0] ?? '');
    await fresh();
    const thief = app.browser();
    const [id = ''] = browser.jar.get('latchkey-attempt')?.split('.') ?? [];
    thief.jar.set('latchkey-attempt', `${id}.lka_${'x'.repeat(43)}`);
    await fresh({}, thief);
    expect(await attemptsOf(app, [...ids])).toHaveLength(ids.size);
  });

  test('leaves an attempt of a password as it is', async () => {
    const app = await open();
    const self = app.browser();
    const username = freshName();
    await self.register(username, goodPassword);
    const options = JSON.parse((await self.post('/api/me/passkeys/options')).text);
    await self.post('/api/me/passkeys', { response: softwareAuthenticator().create(options) });
    const browser = app.browser();
    const password = await browser.login(username, goodPassword);
    expect(password.body.status).toBe('more');
    const { body } = await begin(browser);
    expect(body.attempt).not.toBe(password.body.attempt);
    const [held] = await attemptsOf(app, [body.attempt]);
    expect(held?.account_id).toBeNull();
  });

  test('asks no proof of work after wrong passkeys, and has nobody wait who begins anew', async () => {
    const app = await open();
    const browser = app.browser();
    const first = await begin(browser);
    const url = `/api/login/${first.body.attempt}/passkey`;
    const { authenticator } = await passkeyHolder(app);
    const response = authenticator.get({ ...optionsIn(first), challenge: 'x'.repeat(43) });
    for (let n = 0; n < 5; n++) expect((await browser.post(url, { response })).status).toBe(401);
    expect((await browser.post(url, { response })).body.code).toBe('too-many-attempts');
    const again = await begin(browser);
    expect(again.body.attempt).not.toBe(first.body.attempt);
    const right = { response: authenticator.get(optionsIn(again)) };
    expect((await browser.post(`/api/login/${again.body.attempt}/passkey`, right)).status).toBe(200);
  });

  test('V2.4.1 is counted for the address, however many begin at once; one that is taken up is not', async () => {
    const app = await open({ limits: { passkeyLogins: 20 } });
    const address = '203.0.113.5';
    const browsers = Array.from({ length: 50 }, () => app.browser({ address }));
    const answers = await Promise.all(browsers.map((browser) => begin(browser)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(30);
    for (const { body, headers, cookies } of refused) {
      expect([body.code, headers['retry-after'], cookies]).toEqual(['too-many-attempts', '3600', []]);
    }
    const lucky = browsers[answers.findIndex(({ status }) => status === 200)] ?? app.browser();
    expect((await begin(lucky)).status, 'taken up').toBe(200);
    const events = await app.services.db
      .selectFrom('events')
      .select(['type', 'account_id', 'detail'])
      .where('address', '=', address)
      .execute();
    expect(events).toEqual([{ type: 'login-limited', account_id: null, detail: '{"passkeyLogins":20}' }]);
    expect((await begin(app.browser({ address: '203.0.113.6' }))).status).toBe(200);
    app.clock.advance(minutes(60));
    expect((await begin(app.browser({ address }))).status).toBe(200);
  });

  test('has no limit on this machine in development', async () => {
    const app = await open({ limits: { passkeyLogins: 1 } });
    for (let n = 0; n < 3; n++) expect((await begin(app.browser())).status).toBe(200);
  });

  test('V16.3.1 by a copied passkey is told to its owner', async () => {
    const app = await open();
    const { accountId, authenticator } = await passkeyHolder(app);
    const logInCounting = async (signCount: number) => {
      const browser = app.browser();
      const begun = await begin(browser);
      const response = authenticator.get(optionsIn(begun), { signCount });
      return browser.post(`/api/login/${begun.body.attempt}/passkey`, { response });
    };
    expect((await logInCounting(7)).status).toBe(200);
    const refused = await logInCounting(7);
    expect([refused.status, refused.body.code]).toEqual([401, 'invalid-credentials']);
    const detail = JSON.stringify({ factor: 'passkey', reason: 'counter' });
    expect(await listEvents(app.services.db, accountId, 2)).toMatchObject([
      { type: 'passkey-refused', detail },
      { type: 'factor-failed', detail },
    ]);
    await app.services.trails.flush();
    const trail = await findTrail(app.services.db, refused.headers['latchkey-attempt'] ?? '');
    expect(trail?.parts.at(-1)).toMatchObject({ accountId, outcome: 'refused' });
  });
});
