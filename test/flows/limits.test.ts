import { expect, test } from 'vitest';
import { days, hours, minutes, seconds } from '../../src/kit/duration.ts';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../support/app.ts';
import type { Browser } from '../support/browser-of.ts';
import { encodeProof, proofOfWork, solve } from '../support/proof-of-work.ts';

/** A wrong guess with whatever is asked of it. */
async function guess(stranger: Browser, name: string) {
  const answer = await stranger.login(name, otherPassword);
  if (answer.body.code !== 'challenge-required') return answer;
  return stranger.login(name, otherPassword, { proofOfWork: await solve(answer.body.challenge) });
}

async function account({ browser }: TestApp) {
  const owner = browser();
  const username = freshName();
  const { body } = await owner.register(username, goodPassword);
  return { owner, username, id: body.account?.id ?? '' };
}

/** Puts the counter of strangers' failures where a test wants to begin. */
async function setFailures({ services }: TestApp, id: string, count: number) {
  await services.db
    .insertInto('limits')
    .values({ key: `password:${id}`, count, blocked_until: 0, expires_at: 8_640_000_000_000_000 })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ count, blocked_until: 0 }))
    .execute();
}

eachApp('limits of an account', (open) => {
  test('V6.3.1 V2.4.1 proof of work from the 3rd failure, waits from the 5th, and both forgotten by a success', async () => {
    const app = await open();
    const { username } = await account(app);
    const stranger = app.browser();
    for (let failure = 1; failure <= 3; failure++) {
      expect((await stranger.login(username, otherPassword)).status, `failure ${failure}`).toBe(401);
    }
    const asked = await stranger.login(username, goodPassword);
    expect(asked.status, 'even the right password').toBe(403);
    expect(asked.body.code).toBe('challenge-required');
    expect(asked.body.challenge?.signature).toEqual(expect.any(String));

    for (const wait of [30, 60]) {
      const failuresBefore = wait === 30 ? 2 : 1;
      for (let n = 0; n < failuresBefore; n++) expect((await guess(stranger, username)).status).toBe(401);
      const refused = await stranger.login(username, goodPassword, {
        proofOfWork: await proofOfWork(stranger),
      });
      expect(refused.status, `after the failure that brings ${wait} s`).toBe(429);
      expect(refused.body.code).toBe('too-many-attempts');
      expect(refused.headers['retry-after']).toBe(String(wait));
      app.clock.advance(seconds(wait) - 1);
      expect((await guess(stranger, username)).headers['retry-after'], 'a millisecond early').toBe('1');
      app.clock.advance(1);
    }
    const right = await stranger.login(username, goodPassword, { proofOfWork: await proofOfWork(stranger) });
    expect(right.status).toBe(200);
    const fresh = app.browser();
    for (let failure = 1; failure <= 3; failure++) {
      expect((await fresh.login(username, otherPassword)).status, 'forgotten after a success').toBe(401);
    }
  });

  test('V6.3.1 after 100 failures in a row the password is disabled for strangers, and waiting changes nothing', async () => {
    const app = await open();
    const { username, id, owner } = await account(app);
    await setFailures(app, id, 99);
    const stranger = app.browser();
    expect((await guess(stranger, username)).status, 'the hundredth').toBe(401);
    app.clock.advance(days(1000));
    const proof = await proofOfWork(stranger);
    const right = await stranger.login(username, goodPassword, { proofOfWork: proof });
    expect(right.status).toBe(429);
    expect(right.headers['retry-after'], 'no wait helps, so none is named').toBeUndefined();
    expect(right.body.detail).toBe(
      "Password sign-in is turned off after 100 failed attempts in a row. To get back in, reset your password by email, use a passkey if you added one, use a browser you've signed in with before, or ask the site's admin for help.",
    );
    app.clock.set(Date.UTC(2030, 0, 1, 12));
    expect((await owner.login(username, goodPassword)).status, 'from a browser that is known').toBe(200);
  });

  test('20 parallel right logins of one person all succeed', async () => {
    const app = await open();
    const { username } = await account(app);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.browser().login(username, goodPassword)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });

  test('V6.3.8 a name that nobody has is limited step by step as one that somebody has', async () => {
    const app = await open();
    const { username } = await account(app);
    const steps = async (name: string) => {
      const seen: unknown[] = [];
      const stranger = app.browser();
      for (let step = 0; step < 12; step++) {
        const answer =
          step % 2 === 1 ? await guess(stranger, name) : await stranger.login(name, otherPassword);
        const {
          'x-request-id': _,
          date: __,
          'content-length': ___,
          'latchkey-attempt': ____,
          ...headers
        } = answer.headers;
        const { requestId, challenge, ...body } = answer.body;
        seen.push({
          status: answer.status,
          headers,
          body: { ...body, hasChallenge: challenge !== undefined },
        });
        app.clock.advance(seconds(11));
      }
      return seen;
    };
    const start = app.clock();
    const known = await steps(username);
    app.clock.set(start);
    expect(await steps(freshName('nobody'))).toEqual(known);
    expect(new Set(known.map((step) => (step as { status: number }).status))).toEqual(
      new Set([401, 403, 429]),
    );
  });

  test('a name is counted as one, however it is spelt', async () => {
    const app = await open();
    const name = freshName('nobody');
    const spellings = [name, name.toUpperCase(), name.replace('nobody', 'ＮＯＢＯＤＹ')];
    for (const spelling of spellings)
      expect((await app.browser().login(spelling, otherPassword)).status).toBe(401);
    expect((await app.browser().login(name, otherPassword)).status).toBe(403);
  });

  test("wrong guesses at one's own password over the API are limited for that session alone", async () => {
    const app = await open();
    const { owner, username } = await account(app);
    const change = () =>
      owner.post('/api/me/password', {
        currentPassword: otherPassword,
        newPassword: 'a password that is new',
      });
    for (let n = 0; n < 5; n++) expect((await change()).status).toBe(401);
    const limited = await change();
    expect(limited.status).toBe(429);
    expect(limited.headers['retry-after']).toBe('30');
    expect((await owner.send('DELETE', '/api/me', { password: goodPassword })).status).toBe(429);
    expect((await app.browser().login(username, goodPassword)).status, 'elsewhere').toBe(200);
  });
});

eachApp('proof of work', (open) => {
  const blocked = async (app: TestApp) => {
    const { username, id } = await account(app);
    await setFailures(app, id, 3);
    return username;
  };

  test('a spent, an expired, a forged and a foreign one count as none', async () => {
    const app = await open();
    const username = await blocked(app);
    const browser = app.browser();
    const tryWith = async (proof: string) =>
      (await browser.login(username, goodPassword, { proofOfWork: proof })).status;

    const late = await proofOfWork(browser);
    app.clock.advance(minutes(10));
    expect(await tryWith(late), 'expired').toBe(403);

    const fresh = await proofOfWork(browser);
    const { challenge, solution } = JSON.parse(Buffer.from(fresh, 'base64').toString());
    const longer = { ...challenge.parameters, expiresAt: challenge.parameters.expiresAt + 3600 };
    expect(await tryWith(encodeProof({ ...challenge, parameters: longer }, solution)), 'a later end').toBe(
      403,
    );
    const other = { ...challenge.parameters, nonce: '00'.repeat(16) };
    expect(await tryWith(encodeProof({ ...challenge, parameters: other }, solution)), 'another nonce').toBe(
      403,
    );
    const easier = { ...challenge.parameters, cost: 1, keyPrefix: '00' };
    expect(await tryWith(encodeProof({ ...challenge, parameters: easier }, solution)), 'less work').toBe(403);
    const halfSolved = challenge.parameters.keyPrefix.padEnd(64, '0');
    expect(await tryWith(encodeProof(challenge, { ...solution, derivedKey: halfSolved })), 'not solved').toBe(
      403,
    );
    expect(await tryWith(encodeProof({ ...challenge, signature: '' }, solution)), 'not signed').toBe(403);
    for (const junk of ['', 'x', 'e30=', 'bnVsbA==', Buffer.from('{"challenge":1}').toString('base64')]) {
      expect(await tryWith(junk), JSON.stringify(junk)).toBe(403);
    }

    const stranger = await open({ secretKey: 'another key that is not that of this server' });
    expect(await tryWith(await proofOfWork(stranger.browser())), "another server's").toBe(403);

    expect(await tryWith(fresh), 'the honest one').toBe(200);
    await setFailures(app, (await browser.get('/api/me')).body.account?.id ?? '', 0);
    const again = await blocked(app);
    const spent = await app.browser().login(again, goodPassword, { proofOfWork: fresh });
    expect(spent.status, 'spent').toBe(403);
    const respelt = `${fresh.replace(/=+$/, '')}\n`;
    expect((await app.browser().login(again, goodPassword, { proofOfWork: respelt })).status, 'respelt').toBe(
      403,
    );
  });

  test('V2.4.1 junk is refused at once, and does not wait in line with the logins of the account', async () => {
    const app = await open({ hash: { memory: 65_536, iterations: 20 } });
    const username = await blocked(app);
    const proof = await proofOfWork(app.browser());
    const { challenge, solution } = JSON.parse(Buffer.from(proof, 'base64').toString());
    const unsolved = encodeProof(challenge, { ...solution, derivedKey: 'ab'.repeat(32) });
    const unsigned = encodeProof({ ...challenge, signature: 'ab'.repeat(32) }, solution);
    const answered: string[] = [];
    const honest = app
      .browser()
      .login(username, goodPassword, { proofOfWork: proof })
      .then(({ status }) => answered.push(`honest ${status}`));
    for (const junk of [unsolved, unsigned]) {
      const { status } = await app.browser().login(username, goodPassword, { proofOfWork: junk });
      answered.push(`junk ${status}`);
    }
    await honest;
    expect(answered).toEqual(['junk 403', 'junk 403', 'honest 200']);
  });

  test('with challengeAfter 0 it is asked at the first try', async () => {
    const app = await open({ limits: { challengeAfter: 0 } });
    const { username } = await account(app);
    const visitor = app.browser();
    expect((await visitor.login(username, goodPassword)).body.code).toBe('challenge-required');
    const proof = await proofOfWork(visitor);
    expect((await visitor.login(username, goodPassword, { proofOfWork: proof })).status).toBe(200);
  });
});

eachApp('a browser that the account knows', (open) => {
  const deviceCookie = (browser: Browser) => {
    const [name, value] = [...browser.jar].find(([key]) => key.startsWith('latchkey-device-')) ?? ['', ''];
    return { name, value };
  };
  const withCookie = (app: TestApp, name: string, value: string) => {
    const browser = app.browser();
    browser.jar.set(name, value);
    return browser;
  };

  test('gets in while strangers are held up, and has five failures of its own', async () => {
    const app = await open();
    const { owner, username, id } = await account(app);
    const stranger = app.browser();
    for (let n = 0; n < 5; n++) await guess(stranger, username);
    expect((await guess(stranger, username)).status).toBe(429);
    expect((await owner.login(username, goodPassword)).status).toBe(200);
    expect((await guess(stranger, username)).status, 'for strangers nothing has changed').toBe(429);
    for (let n = 0; n < 5; n++) expect((await guess(owner, username)).status).toBe(401);
    expect((await guess(owner, username)).status).toBe(429);
    await setFailures(app, id, 0);
    expect((await app.browser().login(username, goodPassword)).status, 'its failures are its own').toBe(200);
  });

  test('is a stranger with a cookie that is forged, changed, of another account, expired or from before the password changed', async () => {
    const app = await open();
    const { owner, username, id } = await account(app);
    const other = await account(app);
    const { name, value } = deviceCookie(owner);
    await setFailures(app, id, 100);
    const statusWith = async (cookie: string) =>
      (await withCookie(app, name, cookie).login(username, goodPassword)).status;

    expect(await statusWith(value), 'the honest one').toBe(200);
    const [device = '', expires = '', signature = ''] = value.split('.');
    const forged = {
      'another signature': `${device}.${expires}.${signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`,
      'a later end': `${device}.${Number(expires) + 1}.${signature}`,
      'another device': `x${device}.${expires}.${signature}`,
      'no signature': `${device}.${expires}.`,
      'one part more': `${value}.x`,
      nothing: '',
      'the cookie of another account': deviceCookie(other.owner).value,
    };
    for (const [what, cookie] of Object.entries(forged)) expect(await statusWith(cookie), what).toBe(429);

    app.clock.advance(days(365));
    expect(await statusWith(value), 'after a year').toBe(429);
    app.clock.set(Date.UTC(2030, 0, 1, 12));
    await owner.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword });
    await setFailures(app, id, 100);
    const late = await withCookie(app, name, value).login(username, otherPassword);
    expect(late.status, 'after a change of the password').toBe(429);
    expect((await owner.login(username, otherPassword)).status, 'the cookie of the change').toBe(200);
  });

  test('the cookie never stands in for a password', async () => {
    const app = await open();
    const { owner, username } = await account(app);
    const { name, value } = deviceCookie(owner);
    const thief = withCookie(app, name, value);
    expect((await thief.get('/api/session')).status).toBe(401);
    expect((await thief.login(username, otherPassword)).status).toBe(401);
  });
});

eachApp('limits of an address', (open) => {
  const production = { mode: 'production', publicUrl: 'https://login.example.com' } as const;

  test('V6.3.1 100 failures over all accounts in an hour, then nothing from there until the window ends', async () => {
    const app = await open({ ...production, limits: { addressFailures: 10 } });
    const spray = (address: string) => app.browser({ address }).login(freshName('nobody'), otherPassword);
    for (let n = 0; n < 10; n++) expect((await spray('203.0.113.1')).status).toBe(401);
    app.clock.advance(minutes(20));
    const refused = await spray('203.0.113.1');
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('2400');
    expect((await spray('203.0.113.2')).status, 'another address').toBe(401);
    app.clock.advance(minutes(40));
    expect((await spray('203.0.113.1')).status, 'the window has ended').toBe(401);
  });

  test('V6.1.1 a browser or session that the account knows is not held up by whoever shares its address', async () => {
    const app = await open({ ...production, limits: { addressFailures: 3 } });
    const address = '203.0.113.4';
    const owner = app.browser({ address });
    const name = freshName();
    await owner.register(name, goodPassword);
    const neighbour = () => app.browser({ address }).login(freshName('nobody'), otherPassword);
    for (let n = 0; n < 3; n++) expect((await neighbour()).status).toBe(401);
    expect((await neighbour()).status).toBe(429);
    expect((await app.browser({ address }).login(name, goodPassword)).status, 'as a stranger').toBe(429);
    expect((await owner.login(name, goodPassword)).status).toBe(200);
    const change = { currentPassword: goodPassword, newPassword: otherPassword };
    expect((await owner.post('/api/me/password', change)).status).toBe(204);
  });

  test('V4.1.3 V15.3.4 X-Forwarded-For counts from a trusted proxy only, and only its own word', async () => {
    const app = await open({ ...production, trustedProxies: ['10.0.0.0/8'], limits: { addressFailures: 2 } });
    const spray = (peer: string, forwarded: string) =>
      app
        .browser({ address: peer })
        .post(
          '/api/login',
          { username: freshName('nobody'), password: otherPassword },
          { headers: { 'x-forwarded-for': forwarded } },
        );
    const liar = '198.51.100.1';
    for (let n = 0; n < 2; n++) expect((await spray(liar, `192.0.2.${n}`)).status).toBe(401);
    expect((await spray(liar, '192.0.2.99')).status, 'a stranger that claims another address').toBe(429);
    for (let n = 0; n < 2; n++)
      expect((await spray('10.0.0.5', `192.0.2.${n}, 198.51.100.2`)).status).toBe(401);
    expect(
      (await spray('10.0.0.5', '192.0.2.77, 198.51.100.2')).status,
      'a client that writes the header',
    ).toBe(429);
    expect((await spray('10.0.0.5', '192.0.2.77, 198.51.100.3')).status, 'another client').toBe(401);
  });

  test('V2.3.2 V2.4.1 registrations: proof of work from the 4th, none after the 50th, in an hour', async () => {
    const app = await open({ ...production, limits: { registrations: 6 } });
    const address = '203.0.113.20';
    const visitor = () => app.browser({ address });
    for (let n = 0; n < 3; n++)
      expect((await visitor().register(freshName(), goodPassword)).status).toBe(201);
    const asked = await visitor().register(freshName(), goodPassword);
    expect(asked.status).toBe(403);
    expect(asked.body.challenge).toBeDefined();
    const weak = await visitor().register(freshName(), 'short');
    expect(weak.status, 'before the rules').toBe(403);
    expect((await visitor().get('/register', { headers: { accept: 'text/html' } })).text).toContain(
      'altcha-widget',
    );
    for (let n = 0; n < 3; n++) {
      const proof = await proofOfWork(visitor());
      expect((await visitor().register(freshName(), goodPassword, { proofOfWork: proof })).status).toBe(201);
    }
    const proof = await proofOfWork(visitor());
    const refused = await visitor().register(freshName(), goodPassword, { proofOfWork: proof });
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('3600');
    const late = await visitor().register(freshName(), 'short', { proofOfWork: proof });
    expect(late.status, 'before the rules').toBe(429);
    app.clock.advance(hours(1));
    expect((await visitor().register(freshName(), goodPassword)).status).toBe(201);
  });
});

eachApp('V16.3.3 V16.3.2 limits in the audit log', (open) => {
  test('a limit that begins to hold is an event', async () => {
    const app = await open();
    const { username, id } = await account(app);
    const stranger = app.browser({ address: '203.0.113.40' });
    for (let n = 0; n < 6; n++) await guess(stranger, username);
    const events = await app.services.db
      .selectFrom('events')
      .selectAll()
      .where('account_id', '=', id)
      .execute();
    expect(events.filter(({ type }) => type === 'login-limited')).toMatchObject([
      { address: '203.0.113.40' },
    ]);
  });
});
