import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../test/support/app.ts';
import {
  type Authenticator,
  type CreationOptions,
  type RequestOptions,
  softwareAuthenticator,
  type Twist,
} from '../../test/support/authenticator.ts';
import type { Answer } from '../../test/support/browser-of.ts';
import { listEvents } from '../people/events/index.ts';
import { english } from '../words.ts';

/** Somebody with one passkey and the recovery codes that it brought. */
async function holder(app: TestApp, authenticator: Authenticator = softwareAuthenticator()) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  const options = (await self.post('/api/me/passkeys/options')).body as unknown as CreationOptions;
  const added = await self.post('/api/me/passkeys', { response: authenticator.create(options) });
  expect(added.status).toBe(201);
  return { self, username, accountId: body.account?.id ?? '', authenticator, id: added.body.passkey?.id };
}

function optionsIn({ body }: Answer): RequestOptions {
  const offers = (body.next ?? []) as { factor: string; options?: RequestOptions }[];
  const offer = offers.find(({ factor }) => factor === 'passkey');
  if (!offer?.options) throw new Error('No passkey is asked for.');
  return offer.options;
}

async function begin(app: TestApp, credentials: object) {
  const browser = app.browser();
  const answer = await browser.post('/api/login', credentials);
  const answerWith = (authenticator: Authenticator, twist: Twist = {}, from = answer) =>
    browser.post(`/api/login/${answer.body.attempt}/passkey`, {
      response: authenticator.get(optionsIn(from), twist),
    });
  return { browser, answer, answerWith };
}

eachApp('logging in with a passkey', (open) => {
  test('V6.3.3 alone it opens the account of whoever holds it, with two factors in one', async () => {
    const app = await open();
    const { accountId, authenticator } = await holder(app);
    const { browser, answer, answerWith } = await begin(app, {});
    expect(answer.body).toMatchObject({ status: 'more', next: [{ factor: 'passkey' }] });
    const done = await answerWith(authenticator);
    expect(done.body).toMatchObject({
      status: 'complete',
      account: { id: accountId },
      session: { amr: ['swk', 'user', 'mfa'], aal: 2 },
    });
    expect((await browser.get('/api/session')).body.account?.id).toBe(accountId);
  });

  test('one that was synced since is told what helps, at the login and in a session, and nobody else is', async () => {
    const app = await open();
    const bound = softwareAuthenticator({ flags: { up: true, uv: true, be: false, bs: false } });
    const { self, username } = await holder(app, bound);
    const synced = { flags: { be: true, bs: true } };
    const alone = await begin(app, {});
    const second = await begin(app, { username, password: goodPassword });
    const proving = await self.post('/api/reauthenticate', {});
    const response = bound.get(optionsIn(proving), synced);
    const answers = [
      await alone.answerWith(bound, synced),
      await second.answerWith(bound, synced),
      await self.post('/api/reauthenticate', { factor: 'passkey', response }),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code]).toEqual([401, 'invalid-credentials']);
      expect(body.detail).toMatch(/Sign in another way, remove it from your account, and add it again\.$/);
    }
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const thief = await begin(app, { username, password: goodPassword });
    const guessed = await thief.answerWith(bound, { ...synced, signedWith: privateKey });
    expect(guessed.body.detail, 'whoever does not have the key').toBe(english.passkey.incorrect);
    const honest = await begin(app, {});
    expect((await honest.answerWith(bound)).body.status, 'the honest twin').toBe('complete');
  });

  test('after a password it is the second factor, also one that has checked nobody', async () => {
    const app = await open();
    const { username, authenticator } = await holder(app);
    const { browser, answer, answerWith } = await begin(app, { username, password: goodPassword });
    expect(answer.body.next?.map(({ factor }) => factor)).toEqual(['passkey', 'recovery-code']);
    expect(browser.jar.has('latchkey')).toBe(false);
    const done = await answerWith(authenticator, { flags: { uv: false } });
    expect(done.body).toMatchObject({ status: 'complete', session: { amr: ['pwd', 'swk', 'user', 'mfa'] } });
  });

  test('one that is refused brings the next challenge, and the audit log knows why', async () => {
    const app = await open();
    const { username, accountId, authenticator } = await holder(app);
    const { answerWith } = await begin(app, { username, password: goodPassword });
    const refused = await answerWith(authenticator, { clientData: { origin: 'https://evil.example' } });
    expect([refused.status, refused.body.code]).toEqual([401, 'invalid-credentials']);
    const [event] = await listEvents(app.services.db, accountId, 1);
    expect(event).toMatchObject({
      type: 'factor-failed',
      detail: JSON.stringify({ factor: 'passkey', reason: 'wrong-origin' }),
    });
    expect((await answerWith(authenticator, {}, refused)).body.status).toBe('complete');
  });

  test('V6.5.6 one that was removed opens nothing', async () => {
    const app = await open();
    const { self, authenticator, id } = await holder(app);
    expect((await self.send('DELETE', `/api/me/passkeys/${id}`)).status).toBe(204);
    expect((await (await begin(app, {})).answerWith(authenticator)).status).toBe(401);
  });

  test('of two the recovery codes stay when one is removed', async () => {
    const app = await open();
    const { self, id } = await holder(app);
    const options = (await self.post('/api/me/passkeys/options')).body as unknown as CreationOptions;
    await self.post('/api/me/passkeys', { response: softwareAuthenticator().create(options) });
    await self.send('DELETE', `/api/me/passkeys/${id}`);
    const { body } = await self.get('/api/me/factors');
    expect(body).toMatchObject({ hasSecondFactor: true, recoveryCodes: { left: 10 } });
  });

  test('proves again who one is', async () => {
    const app = await open();
    const { self, authenticator } = await holder(app);
    const asked = await self.post('/api/reauthenticate', {});
    app.clock.advance(1000);
    const response = authenticator.get(optionsIn(asked));
    const proved = await self.post('/api/reauthenticate', { factor: 'passkey', response });
    expect([proved.status, proved.body.session?.authTime]).toEqual([
      200,
      new Date(app.clock()).toISOString(),
    ]);
    expect((await self.post('/api/reauthenticate', { factor: 'passkey', response })).status).toBe(401);
  });
});
