import { beforeAll, expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { createIdentityProvider, type TestProvider } from '../../../test/support/identity-provider.ts';
import { codeTo, freshAddress } from '../../../test/support/mails.ts';

/**
 * Somebody prepares an account with the address of another person, who comes later, and hopes to be in it with them
 * (Sudhodanan and Paverd, "Pre-hijacked accounts", 2022): each of the five ways in which that has worked elsewhere.
 */
let provider: TestProvider;
beforeAll(async () => {
  provider = await createIdentityProvider();
});

const comeBack = async (browser: Browser, address: string) => {
  const back = provider.visit(address);
  return browser.get(`${back.pathname}${back.search}`);
};

async function signIn(browser: Browser, id: string) {
  return comeBack(browser, (await browser.get(`/login/with/${id}?next=/account`)).headers.location ?? '');
}

async function newAccount(browser: Browser, id: string, email: string): Promise<string> {
  const username = freshName('owner');
  await signIn(browser, id);
  await browser.submit(`/login/with/${id}/new`, { username, email, next: '/account' });
  return username;
}

const who = async (browser: Browser) => (await browser.get('/api/session')).body.account?.username;

async function emailOf(browser: Browser): Promise<unknown> {
  return ((await browser.get('/api/me')).body as { email?: unknown }).email;
}

/** Whoever reads the mail of an address follows the newest link to a new password. */
async function recover(app: TestApp, email: string) {
  await app.browser().post('/api/recover', { identifier: email });
  const token = await codeTo(app, email);
  return app.browser().post('/api/recover/complete', { token, newPassword: otherPassword });
}

const verify = async (app: TestApp, email: string) =>
  app.browser().post('/api/email/verify', { token: await codeTo(app, email) });

eachApp('an account that somebody has prepared for another person', (open) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await open({
      outbound: (request: Parameters<TestProvider['outbound']>[0]) => provider.outbound(request),
      // Where nobody is in before they have proved the address, there is nothing to prepare.
      email: { verification: 'later' },
      login: {
        with: [provider.settings({ id: 'plain' }), provider.settings({ id: 'trusted', trustsEmail: true })],
      },
    } as never);
  });

  /** A person at the provider, and what they are called by here. */
  const person = (email: string, verified = true) => {
    provider.person = { sub: freshName('sub'), email, email_verified: verified };
  };

  /** An account with somebody else's address, which its maker hasn't proved. */
  async function prepare() {
    const [email, attacker, username] = [freshAddress(), app.browser(), freshName('attacker')];
    const made = await attacker.register(username, goodPassword, { email });
    expect(made.status, made.text).toBe(201);
    return { email, attacker, username };
  }

  test.each(['plain', 'trusted'])(
    'classic-federated merge: a sign-in with the provider leads into no account with a password that has its address (%s)',
    async (id) => {
      const { email, attacker, username } = await prepare();
      person(email);
      const victim = app.browser();
      const own = await newAccount(victim, id, email);
      expect(await who(victim)).toBe(own);
      expect((await app.browser().login(email, goodPassword)).status).toBe(401);
      const intruder = app.browser();
      await intruder.login(username, goodPassword);
      expect(await who(intruder)).toBe(username);
      expect((await attacker.get('/api/me/identities')).body).toEqual({ identities: [] });
      if (id === 'plain') expect((await verify(app, email)).status).toBe(200);
      expect(await emailOf(victim)).toMatchObject({ address: email });
      expect(await emailOf(intruder), 'the address is nothing there').toMatchObject({ address: null });
    },
  );

  test('unexpired session: one that was opened before is in no account of the person who proves the address', async () => {
    const { email, attacker, username } = await prepare();
    expect((await verify(app, email)).status, 'the person follows the link').toBe(200);
    expect((await recover(app, email)).status).toBe(204);
    expect(await who(attacker)).toBeUndefined();
    expect((await app.browser().login(username, goodPassword)).status).toBe(401);
    expect((await app.browser().login(email, otherPassword)).status, 'the person').toBe(200);
  });

  test('trojan identifier: an identity that was connected before the address was proved opens nothing after a recovery', async () => {
    const [email, attacker, username] = [freshAddress(), app.browser(), freshName('attacker')];
    await attacker.register(username, goodPassword);
    person(freshAddress());
    const trojan = provider.person;
    const { url } = (await attacker.post('/api/me/identities/plain', {})).body as { url: string };
    await comeBack(attacker, url);
    const before = app.browser();
    await signIn(before, 'plain');
    expect(await who(before), 'it is a way in').toBe(username);
    await attacker.send('PUT', '/api/me/email', { email });
    app.clock.advance(1000);
    expect((await verify(app, email)).status).toBe(200);
    expect((await recover(app, email)).status).toBe(204);
    const after = app.browser();
    expect((await signIn(after, 'plain')).headers.location).toBe('/login/with/plain/new?next=%2Faccount');
    expect([await who(before), await who(after)]).toEqual([undefined, undefined]);
    // What its owner connects once the address is theirs stays.
    const owner = app.browser();
    await owner.login(email, otherPassword);
    person(email);
    const mine = (await owner.post('/api/me/identities/plain', {})).body as { url: string };
    await comeBack(owner, mine.url);
    await recover(app, email);
    const again = app.browser();
    await signIn(again, 'plain');
    expect(await who(again)).toBe(username);
    expect(provider.person).not.toEqual(trojan);
  });

  test('unexpired email change: a change that was begun before leads nowhere once the person has recovered', async () => {
    const { email, attacker } = await prepare();
    await verify(app, email);
    const own = freshAddress();
    const asked = await attacker.send('PUT', '/api/me/email', { email: own });
    expect(asked.status, asked.text).toBe(202);
    const token = await codeTo(app, own);
    expect((await recover(app, email)).status).toBe(204);
    expect((await app.browser().post('/api/email/verify', { token })).status).toBe(410);
    const person = app.browser();
    await person.login(email, otherPassword);
    expect(await emailOf(person)).toMatchObject({ address: email, pending: null });
  });

  test('non-verifying provider: an identity with an address that nobody has verified shares no account with its owner', async () => {
    const email = freshAddress();
    for (const id of ['plain', 'trusted']) {
      person(email, false);
      const attacker = app.browser();
      const theirs = await newAccount(attacker, id, email);
      expect(await emailOf(attacker)).toMatchObject({ address: null, pending: email });
      const victim = app.browser();
      const username = freshName('owner');
      expect((await victim.register(username, goodPassword, { email })).status).toBe(201);
      expect(await who(victim)).toBe(username);
      const again = app.browser();
      await signIn(again, id);
      expect(await who(again)).toBe(theirs);
    }
    const reader = app.browser();
    expect((await verify(app, email)).status).toBe(200);
    await reader.login(email, goodPassword);
    expect(await who(reader), 'the account whose link was followed').toMatch(/^owner/);
  });
});
