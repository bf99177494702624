import { describe, expect, test } from 'vitest';
import {
  eachApp,
  freshName,
  goodPassword,
  otherPassword,
  type Settings,
  type TestApp,
} from '../../test/support/app.ts';
import {
  type Authenticator,
  type CreationOptions,
  type RequestOptions,
  softwareAuthenticator,
  type Twist,
} from '../../test/support/authenticator.ts';
import type { Answer, Browser } from '../../test/support/browser-of.ts';
import { leadsTo } from '../../test/support/leads-to.ts';
import { codeTo, loginCodeTo } from '../../test/support/mails.ts';
import { addressPerson, losePassword } from '../../test/support/no-password.ts';
import { statementsOf } from '../../test/support/statements.ts';
import { minutes } from '../kit/duration.ts';
import { listEvents } from '../people/events/index.ts';

const on: Settings = { login: { emailCode: true } };
const bare = { up: true, uv: false, be: false, bs: false };

/** Somebody whose only way in is a passkey. */
async function passkeyPerson(app: TestApp, authenticator: Authenticator = softwareAuthenticator()) {
  const somebody = await addressPerson(app);
  const { self } = somebody;
  const options = (await self.post('/api/me/passkeys/options')).body as unknown as CreationOptions;
  const added = await self.post('/api/me/passkeys', { response: authenticator.create(options) });
  expect(added.status).toBe(201);
  return { ...somebody, authenticator };
}

async function answerByPasskey(
  browser: Browser,
  { body }: Answer,
  authenticator: Authenticator,
  twist: Twist = {},
) {
  const offer = body.next?.find(({ factor }) => factor === 'passkey');
  const response = authenticator.get(offer?.options as RequestOptions, twist);
  return browser.post(`/api/login/${body.attempt}/passkey`, { response });
}

async function byEmailCode(app: TestApp, browser: Browser, username: string, email: string) {
  const { attempt } = (await browser.post('/api/login', { username })).body;
  return browser.post(`/api/login/${attempt}/email-code`, { code: await loginCodeTo(app, email) });
}

/** What a stranger sees of an answer, without what differs between any two. */
const seen = ({ status, headers, body }: Answer) => ({
  status,
  headers: {
    ...headers,
    date: '',
    'content-length': '',
    'x-request-id': '',
    'latchkey-attempt': '',
    'set-cookie': '',
  },
  body: { ...body, attempt: '', requestId: '', instance: '', challenge: body.challenge && 'asked for' },
});

eachApp('an account without a password', (open) => {
  test('V6.3.8 is refused any password as one that has another, counted and recorded in the same way', async () => {
    const app = await open();
    const [without, having] = [await addressPerson(app), { username: freshName(), accountId: '' }];
    having.accountId = (await app.browser().register(having.username, goodPassword)).body.account?.id ?? '';
    const counts: number[][] = [];
    for (let tries = 0; tries < 7; tries++) {
      const answers: Answer[] = [];
      const statements: number[] = [];
      for (const { username } of [without, having]) {
        const login = async () =>
          answers.push(await app.browser({ device: 'curl/8' }).login(username, otherPassword));
        statements.push(await statementsOf(app, login));
      }
      expect(seen(answers[0] as Answer)).toEqual(seen(answers[1] as Answer));
      counts.push(statements);
    }
    for (const [one, other] of counts) expect(one).toBe(other);
    const linesOf = async ({ accountId }: { accountId: string }) =>
      (await listEvents(app.services.db, accountId, 100))
        .filter(({ type }) => type.startsWith('login-') && type !== 'login-succeeded')
        .map(({ type, detail }) => [type, detail]);
    expect(await linesOf(without)).toEqual(await linesOf(having));
  });

  test("and so are the workshop's requests", async () => {
    const app = await open();
    const { username } = await addressPerson(app);
    const ask = (name: string) => app.browser().get(`/login?username=${name}&password=${otherPassword}`);
    const [refused, nobody] = [await ask(username), await ask(freshName())];
    expect([refused.status, refused.text]).toEqual([401, nobody.text]);
    expect(refused.text).not.toBe('');
  });

  test('V6.3.8 the time of that refusal is that of a hash', async () => {
    const hash = { memory: 19_456, iterations: 2, parallelism: 1, concurrency: 1, queue: 256 };
    const app = await open({ hash, limits: { challengeAfter: 100, waitAfter: 100 } });
    const { username } = await addressPerson(app);
    const times: number[] = [];
    for (let tries = 0; tries < 5; tries++) {
      const begun = performance.now();
      expect((await app.browser().login(username, otherPassword)).status).toBe(401);
      times.push(performance.now() - begun);
    }
    expect(Math.min(...times)).toBeGreaterThan(5);
  });

  test('signs in by a code by email, and is never asked to choose a password', async () => {
    const app = await open(on);
    const { username, email } = await addressPerson(app);
    const production = await open(
      { ...on, mode: 'production', publicUrl: 'http://localhost:5000' },
      app.clock,
    );
    for (const server of [app, production]) {
      const done = await byEmailCode(app, server.browser(), username, email);
      expect(done.body).toMatchObject({ status: 'complete', session: { amr: ['email'], aal: 1 } });
    }
    const page = app.browser();
    await page.submit('/login/send-code', { username });
    const opened = await page.submit('/login/email-code', { code: await loginCodeTo(app, email) });
    expect([opened.status, leadsTo(opened)]).toEqual([303, '/account']);
  });

  test('signs in by a passkey that verifies its user, alone', async () => {
    const app = await open();
    const { authenticator, accountId } = await passkeyPerson(app);
    const browser = app.browser();
    const done = await answerByPasskey(browser, await browser.post('/api/login', {}), authenticator);
    expect(done.body).toMatchObject({ status: 'complete', account: { id: accountId }, session: { aal: 2 } });
    expect((await browser.get('/api/me/export')).status).toBe(200);
    app.clock.advance(minutes(11));
    const asked = await browser.post('/api/reauthenticate', {});
    expect(asked.body.next?.map(({ factor }) => factor)).toEqual(['passkey', 'recovery-code']);
    const offer = asked.body.next?.find(({ factor }) => factor === 'passkey');
    const response = authenticator.get(offer?.options as RequestOptions);
    const proved = await browser.post('/api/reauthenticate', { factor: 'passkey', response });
    expect(proved.body.status).toBe('complete');
    expect((await browser.get('/api/me/export')).status).toBe(200);
  });

  test('by one that does not verify its user only after a code, and is told so', async () => {
    const app = await open(on);
    const key = softwareAuthenticator({ flags: bare });
    const { username, email } = await passkeyPerson(app, key);
    const alone = app.browser();
    const refused = await answerByPasskey(alone, await alone.post('/api/login', {}), key, {
      flags: { uv: true },
    });
    expect([refused.status, refused.body.detail]).toEqual([
      401,
      "This passkey can't sign you in by itself yet. Sign in another way, and use the passkey as the second step.",
    ]);
    const browser = app.browser();
    const half = await byEmailCode(app, browser, username, email);
    expect(half.body.next?.map(({ factor }) => factor)).toEqual(['passkey', 'recovery-code']);
    const { attempt } = (await browser.post('/api/login', { username })).body;
    const more = await browser.post(`/api/login/${attempt}/email-code`, {
      code: await loginCodeTo(app, email),
    });
    const done = await answerByPasskey(
      browser,
      { ...more, body: { ...more.body, attempt } as Answer['body'] },
      key,
    );
    expect(done.body).toMatchObject({
      status: 'complete',
      session: { amr: ['email', 'hwk', 'user', 'mfa'], aal: 2 },
    });
  });

  test('gets a password by the way back, by email, and keeps its second factor', async () => {
    const app = await open();
    const { username, email, self, accountId } = await addressPerson(app);
    await app.browser().post('/api/recover', { identifier: username });
    const token = await codeTo(app, email);
    const recovered = await app
      .browser()
      .post('/api/recover/complete', { token, newPassword: otherPassword });
    expect(recovered.status).toBe(204);
    expect((await self.get('/api/session')).status).toBe(401);
    expect((await app.browser().login(username, goodPassword)).status).toBe(401);
    const back = app.browser();
    expect((await back.login(username, otherPassword)).body).toMatchObject({
      status: 'complete',
      account: { id: accountId },
    });
    expect((await back.post('/api/reauthenticate', {})).body.next).toEqual([{ factor: 'password' }]);

    const holder = await passkeyPerson(app);
    await app.browser().post('/api/recover', { identifier: holder.email });
    const way = await codeTo(app, holder.email);
    await app.browser().post('/api/recover/complete', { token: way, newPassword: otherPassword });
    const browser = app.browser();
    const half = await browser.login(holder.username, otherPassword);
    expect(half.body.next?.map(({ factor }) => factor)).toEqual(['passkey', 'recovery-code']);
    expect((await answerByPasskey(browser, half, holder.authenticator)).body.status).toBe('complete');
  });

  describe('in a session', () => {
    test.each([
      ['/api/session', 'account'],
      ['/api/me', 'email'],
      ['/api/me/factors', 'hasSecondFactor'],
      ['/api/me/sessions', 'sessions'],
      ['/api/me/data', ''],
      ['/api/me/email', 'address'],
      ['/api/me/export', 'events'],
    ])('GET %s answers', async (path, member) => {
      const app = await open();
      const { self } = await addressPerson(app);
      const answer = await self.get(path);
      expect([answer.status, answer.text]).toEqual([200, expect.stringContaining(member)]);
    });

    test('the pages are there, and other sessions can be ended', async () => {
      const app = await open(on);
      const { self, username, email } = await addressPerson(app);
      const other = app.browser();
      expect((await byEmailCode(app, other, username, email)).status).toBe(200);
      for (const path of ['/account', '/account/prove', '/account/security/totp']) {
        expect([200, 303], path).toContain((await self.get(path)).status);
      }
      expect((await self.send('DELETE', '/api/me/sessions')).status).toBe(204);
      expect((await other.get('/api/session')).status).toBe(401);
      expect((await self.post('/api/logout')).status).toBe(204);
    });

    test('no password confirms the identity', async () => {
      const app = await open();
      const { self, accountId } = await addressPerson(app);
      await losePassword(app.services.db, accountId);
      const answer = await self.post('/api/reauthenticate', { password: goodPassword });
      expect([answer.status, answer.body.code]).toEqual([401, 'invalid-credentials']);
    });
  });
});
