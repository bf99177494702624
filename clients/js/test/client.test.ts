import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshName, goodPassword } from '../../../test/support/app.ts';
import { type Latchkey as Server, startForClients } from '../../../test/support/real-clients.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import { type Complete, type Latchkey, latchkey, type More, Refusal, type TokenStore } from '../src/index.ts';

let server: Server;
beforeAll(async () => {
  server = await startForClients({ env: { LATCHKEY_LOGIN_EMAIL_CODE: 'true' } });
});
afterAll(() => server?.stop());

/** A native app, with what it keeps. */
function program(): { login: Latchkey; kept: () => string | undefined } {
  let token: string | undefined;
  const store: TokenStore = {
    get: () => token,
    set(now) {
      token = now;
    },
  };
  return { login: latchkey(`${server.url}/`, { transport: 'bearer', store }), kept: () => token };
}

async function registered(): Promise<{ login: Latchkey; username: string; kept: () => string | undefined }> {
  const { login, kept } = program();
  const username = freshName();
  expect(await login.register({ username, password: goodPassword })).toMatchObject({ status: 'complete' });
  return { login, username, kept };
}

/** Somebody with an authenticator app, whose code now was not used yet. */
async function withApp() {
  const { kept, username } = await registered();
  const post = async (path: string, body = {}) => {
    const headers = { authorization: `Bearer ${kept()}`, 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/api${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { secret: string; recoveryCodes: string[] };
  };
  const { secret } = await post('/me/totp');
  const { recoveryCodes } = await post('/me/totp/confirm', { code: totpCode(secret, Date.now(), -1) });
  return { username, secret, recoveryCodes };
}

/** What stands in the newest email to somebody, once it is there. */
function mailed(pattern: RegExp, to: string): Promise<string> {
  return vi.waitFor(async () => {
    const answer = await fetch(`${server.url}/dev/mailbox`, { headers: { accept: 'application/json' } });
    const { mails } = (await answer.json()) as { mails: { text: string }[] };
    const texts = mails.filter((mail) => JSON.stringify(mail).includes(to)).map(({ text }) => text);
    const [found] = texts.flatMap((text) => pattern.exec(text) ?? []);
    return found ?? expect.unreachable('no such email');
  }, 15_000);
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => {
      expect(error).toBeInstanceOf(Refusal);
      return error as Refusal;
    },
  );

const factorsOf = (step: Complete | More) =>
  step.status === 'more' ? step.next.map(({ factor }) => factor) : step.status;

describe('signing in', () => {
  test('with a password is complete; everybody hears of it once, and the token is where the program keeps it', async () => {
    const { username } = await registered();
    const { login, kept } = program();
    const heard: (string | undefined)[] = [];
    const stop = login.onChange((who) => heard.push(who?.account.username));
    expect(await login.session()).toBeNull();
    const step = await login.signIn({ username, password: goodPassword });
    expect(step).toMatchObject({
      status: 'complete',
      account: { username },
      session: { amr: ['pwd'], aal: 1 },
    });
    expect(step).not.toHaveProperty('token');
    expect(kept()).toMatch(/^lkb_/);
    expect((await login.session())?.account.username).toBe(username);
    await login.signOut();
    expect([kept(), await login.session()]).toEqual([undefined, null]);
    stop();
    await login.signIn({ username, password: goodPassword });
    expect(heard).toEqual([username, undefined]);
  });

  test('asks for a second step, says what can be answered after a wrong one, and takes the right one', async () => {
    const { username, secret, recoveryCodes } = await withApp();
    const { login, kept } = program();
    const step = await login.signIn({ username, password: goodPassword });
    expect([factorsOf(step), kept()]).toEqual([['totp', 'recovery-code'], undefined]);
    expect(await login.session(), 'not signed in yet').toBeNull();
    const wrong = await refusal(login.answer('totp', { code: 'nothing' }));
    expect([wrong.code, wrong.status, wrong.next.map(({ factor }) => factor)]).toEqual([
      'invalid-credentials',
      401,
      ['totp', 'recovery-code'],
    ]);
    expect(wrong.attempt).toMatch(/^att_/);
    const done = await login.answer('totp', { code: totpCode(secret, Date.now()) });
    expect(done).toMatchObject({ status: 'complete', session: { amr: ['pwd', 'otp', 'mfa'], aal: 2 } });
    await expect(login.answer('totp', { code: '123456' })).rejects.toThrow('Call signIn() first');

    const again = program().login;
    await again.signIn({ username, password: goodPassword });
    expect(await again.answer('recovery-code', { code: recoveryCodes[0] })).toMatchObject({
      status: 'complete',
    });
  });

  test('asks for an email address to be verified', async () => {
    const { login } = program();
    const username = freshName();
    const email = `${username}@example.com`;
    const step = await login.register({ username, password: goodPassword, email });
    expect(step).toMatchObject({ status: 'more', next: [{ factor: 'verify-email', email }] });
    expect(factorsOf(await login.answer('verify-email')), 'not opened yet').toEqual(['verify-email']);
    const token = await mailed(/lnk_[\w-]+/, email);
    const headers = { 'content-type': 'application/json' };
    await fetch(`${server.url}/api/email/verify`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ token }),
    });
    expect(await login.answer('verify-email')).toMatchObject({ status: 'complete' });

    const byCode = program().login;
    expect(factorsOf(await byCode.signIn({ username }))).toEqual(['email-code']);
    const code = await mailed(/\b\d{4} \d{4}\b/, email);
    expect(await byCode.answer('email-code', { code })).toMatchObject({ session: { amr: ['email'] } });
  });

  test('is refused with a code that a program can decide by', async () => {
    const { username } = await registered();
    const { login } = program();
    const wrong = await refusal(login.signIn({ username, password: 'not my password at all' }));
    expect([wrong.code, wrong.message]).toEqual(['invalid-credentials', 'Incorrect username or password.']);
    const taken = await refusal(login.register({ username, password: goodPassword }));
    expect([taken.code, taken.errors[0]?.pointer]).toEqual(['username-taken', '/username']);
    const away = latchkey('http://127.0.0.1:9', { transport: 'bearer' });
    const silent = await refusal(away.session());
    expect([silent.code, silent.status]).toEqual(['no-answer', 0]);
    expect(silent.message).toBe('No answer from http://127.0.0.1:9. Is Latchkey running there?');
  });
});

test('the session is asked for once for all callers, and again after a failure', async () => {
  const { login } = await registered();
  const own = latchkey(server.url, { transport: 'bearer' });
  const fetched = vi.spyOn(globalThis, 'fetch');
  fetched.mockRejectedValueOnce(new TypeError('fetch failed'));
  expect((await refusal(own.session())).code).toBe('no-answer');
  expect(await Promise.all([own.session(), own.session(), own.session()])).toEqual([null, null, null]);
  expect(await own.session()).toBeNull();
  expect(fetched).toHaveBeenCalledTimes(2);
  expect(await login.session(), 'known from signing up').not.toBeNull();
  expect(fetched).toHaveBeenCalledTimes(2);
});

test('the data of the account are read and saved, and no newer version is written over', async () => {
  const { login } = await registered();
  const first = await login.data();
  expect(first).toEqual({ value: {}, etag: expect.stringMatching(/^"v/) });
  const second = await login.saveData({ tea: 'green' }, first.etag);
  const stale = await refusal(login.saveData({ tea: 'white' }, first.etag));
  expect([stale.code, stale.status]).toEqual(['stale-data', 412]);
  expect((await login.patchData({ cups: 2 }, second.etag)).value).toEqual({ tea: 'green', cups: 2 });
});

test('the page of the server is one link away', () => {
  const login = latchkey('https://login.example.com/');
  expect(login.url()).toBe('https://login.example.com/login');
  expect(login.url({ next: 'https://app.example.com/?a=b&c' })).toBe(
    'https://login.example.com/login?next=https%3A%2F%2Fapp.example.com%2F%3Fa%3Db%26c',
  );
});

test.each(['/client.js', '/element.js'])(
  'any page can import %s from the server, and asks again for free',
  async (path) => {
    const get = (headers: Record<string, string>) =>
      fetch(server.url + path, { headers: { origin: 'https://anybody.example', ...headers } });
    const first = await get({ 'accept-encoding': 'br' });
    expect([
      first.status,
      ...['content-type', 'content-encoding', 'cache-control'].map((name) => first.headers.get(name)),
    ]).toEqual([200, expect.stringMatching(/^(text|application)\/javascript/), 'br', 'public, max-age=3600']);
    const again = await get({
      'accept-encoding': 'br',
      // Without it, `fetch` adds one that asks for the file itself.
      'cache-control': 'max-age=0',
      'if-none-match': first.headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
    for (const { headers } of [first, again]) {
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.has('access-control-allow-credentials')).toBe(false);
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    }
    expect((await fetch(server.url + path, { method: 'POST' })).status).toBe(405);
  },
);
