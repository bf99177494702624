import { expect, test } from 'vitest';
import { minutes } from '../../src/kit/duration.ts';
import { findTrail } from '../../src/people/trails/index.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import type { Answer } from '../support/browser-of.ts';
import { unfinished } from '../support/second-factors.ts';

/** The steps of the attempt that an answer names, but for the one that every trail begins with. */
async function stepsOf({ services }: TestApp, { headers }: Answer) {
  await services.trails.flush();
  const trail = await findTrail(services.db, headers['latchkey-attempt'] ?? '');
  return trail?.parts.flatMap(({ steps }) => steps.slice(1).map(({ ms: _ms, ...step }) => step));
}

const foreign = { headers: { origin: 'https://evil.example' } };

eachApp('a request that is refused before its attempt begins', (open) => {
  test.each([
    '/api/register',
    '/api/login',
    '/api/login/att_7k3mq2xv9d4t/totp',
    '/api/recover',
    '/api/recover/complete',
    '/api/email/verify',
    '/api/reauthenticate',
    '/register',
    '/login',
    '/login/second-factor',
    '/recover',
    '/email/verify',
    '/account/prove',
  ])('leaves a trail of one step that its answer names: %s', async (path) => {
    const app = await open.anew();
    const answer = await app.browser().post(path, {}, foreign);
    expect(answer.status).toBe(403);
    expect(answer.cookies).toEqual([]);
    expect(await stepsOf(app, answer)).toEqual([
      { code: 'refused-early', cause: 'origin', origin: 'https://evil.example' },
    ]);
  });

  test('adds nothing to the attempt that its address or its cookie names', async () => {
    const app = await open.anew();
    const { browser, attempt = '' } = await unfinished(app);
    await app.services.trails.flush();
    const before = await findTrail(app.services.db, attempt);
    const forged = { ...foreign, headers: { ...foreign.headers, cookie: `latchkey-attempt=${attempt}.x` } };
    const answers = [
      await app.browser().post(`/api/login/${attempt}/totp`, {}, foreign),
      await app.browser().post(`/api/login/${attempt}/totp`, {}, forged),
      await app.browser().submit('/login/second-factor', { factor: 'totp', code: '1' }, forged),
      await browser.post(`/api/login/${attempt}/totp`, {}, foreign),
    ];
    for (const { headers } of answers) {
      expect(headers['latchkey-attempt']).toMatch(/^att_/);
      expect(headers['latchkey-attempt']).not.toBe(attempt);
    }
    await app.services.trails.flush();
    expect(await findTrail(app.services.db, attempt)).toEqual(before);
  });

  test.each([
    ['POST', '/api/logout'],
    ['PUT', '/api/me/data'],
    ['POST', '/nothing-here'],
  ] as const)('leaves none where nothing is tried: %s %s', async (method, path) => {
    const { browser } = await open.anew();
    const answer = await browser().send(method, path, {}, foreign);
    expect(answer.headers['latchkey-attempt']).toBeUndefined();
  });

  test('holds no text of the request but an origin and a name of a field of ours', async () => {
    const app = await open.anew();
    const { browser } = app;
    const answers = [
      await browser().post('/api/login', { canary: 'canary', username: 'canary', password: 7 }),
      await browser().post('/api/login', undefined, { raw: '{"username":"canary",' }),
      await browser().post('/api/login', {}, { headers: { origin: 'https://evil.example/?canary' } }),
      await browser().post('/api/login', {}, { headers: { origin: 'canary' } }),
      await browser().post(
        '/api/login',
        {},
        { headers: { origin: `https://${'canary'.repeat(30)}.example` } },
      ),
      await browser().submit('/login', { username: 'canary', canary: 'canary' }),
    ];
    for (const answer of answers) {
      const steps = await stepsOf(app, answer);
      expect(steps).toHaveLength(1);
      expect(JSON.stringify(steps)).not.toContain('canary');
    }
    expect(app.log.filter((line) => /canary/.test(line))).toEqual([]);
  });

  test('leaves ten trails of an address in a minute, so that a flood pushes out no others', async () => {
    const app = await open.anew();
    const flood = app.browser({ address: '203.0.113.9' });
    let named = 0;
    for (let request = 0; request < 30; request++) {
      const { headers, status } = await flood.post('/api/login', {}, foreign);
      expect(status).toBe(403);
      if (headers['latchkey-attempt'] !== undefined) named += 1;
    }
    expect(named).toBe(10);
    const other = await app.browser().post('/api/login', {}, foreign);
    expect(other.headers['latchkey-attempt']).toBeDefined();
    app.clock.advance(minutes(1));
    expect((await flood.post('/api/login', {}, foreign)).headers['latchkey-attempt']).toBeDefined();
  });
});

eachApp('the steps of a password', (open) => {
  test('hashing is one of a registration, and of a name that nobody has', async () => {
    const app = await open.anew();
    const username = freshName();
    const registered = (await stepsOf(app, await app.browser().register(username, goodPassword))) ?? [];
    const order = registered.map(({ code }) => code).filter((code) => /^password|^account|^name/.test(code));
    expect(order).toEqual(['password-judged', 'name-checked', 'password-hashed', 'account-created']);
    const nobody = await stepsOf(app, await app.browser().login(`${freshName()}-nobody`, goodPassword));
    expect(nobody).toContainEqual({ code: 'password-hashed', of: 'nobody' });
    expect(JSON.stringify(nobody)).not.toContain('password-verified');
  });

  test('a password in the URL is warned of, and is answered as ever', async () => {
    const app = await open.anew();
    const username = freshName();
    await app.browser().post(`/register?username=${username}&password=canary&data=mine`);
    const answer = await app.browser().get(`/login?username=${username}&password=canary`);
    expect([answer.status, answer.text]).toEqual([200, 'mine']);
    expect(await stepsOf(app, answer)).toContainEqual({ code: 'password-in-url' });
  });
});
