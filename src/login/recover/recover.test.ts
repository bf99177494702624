import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import type { Answer, Browser } from '../../../test/support/browser-of.ts';
import { everyRow } from '../../../test/support/every-row.ts';
import { codeTo, freshAddress, handOver, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { proofOfWork } from '../../../test/support/proof-of-work.ts';
import { statementsOf } from '../../../test/support/statements.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import { hours, minutes } from '../../kit/duration.ts';
import { actingAsCommand } from '../../operate/accounts/acting.ts';
import { clearSecondFactors } from '../../operate/accounts/clear-second-factors.ts';
import { emailState } from '../../people/emails/index.ts';
import { findTrail, listTrails } from '../../people/trails/index.ts';
import { explainTrail } from '../index.ts';

async function person(app: TestApp) {
  const browser = app.browser();
  const username = freshName();
  const { body } = await browser.register(username, goodPassword);
  const email = await proveAddress(app, browser);
  return { browser, username, email, accountId: body.account?.id ?? '' };
}

const ask = (app: TestApp, identifier: string) => app.browser().post('/api/recover', { identifier });
/** All but trails, which are written a moment after what they tell of. */
const rowsOf = async ({ database }: TestApp) =>
  (await everyRow(database)).filter(({ table }) => !table.startsWith('trail'));
const complete = (app: TestApp, token: string, newPassword: string = otherPassword) =>
  app.browser().post('/api/recover/complete', { token, newPassword });
const isLoggedIn = async (browser: Browser) => (await browser.get('/api/session')).status === 200;
const canLogIn = async (app: TestApp, username: string, password: string) =>
  (await app.browser().login(username, password)).status === 200;

/** What a stranger sees of an answer, without what differs between any two. */
const seen = ({ status, headers, cookies, text }: Answer) => ({
  status,
  // The name of the attempt is another each time, in the header and, in development, in a cookie.
  headers: { ...headers, date: '', 'x-request-id': '', 'latchkey-attempt': '', 'set-cookie': '' },
  cookies: cookies.map((line) => line.replace(/=att_\w+/, '=')),
  text,
});

eachApp('the way back from a forgotten password', (open) => {
  test('a link to the confirmed address, by username or by address, and the new password counts', async () => {
    const app = await open();
    const { username, email } = await person(app);
    for (const [identifier, password] of [
      [username.toUpperCase(), otherPassword],
      [email.toUpperCase(), `${otherPassword} again`],
    ] as const) {
      const asked = await ask(app, identifier);
      expect([asked.status, asked.body]).toEqual([202, { status: 'sent' }]);
      const mail = (await mailsTo(app, email)).at(-1);
      expect(mail?.text).toMatch(new RegExp(`${app.config.publicUrl}/recover/complete#lnk_[\\w-]{55}\\s`));
      expect(mail?.text).toContain(`"${username}"`);
      const done = await complete(app, await codeTo(app, email), password);
      expect([done.status, done.text, done.cookies]).toEqual([204, '', []]);
      expect(await canLogIn(app, username, password)).toBe(true);
    }
    expect(await canLogIn(app, username, goodPassword)).toBe(false);
  });

  test('V6.3.6 V7.4.3 it ends all sessions and unfinished logins, and logs nobody in', async () => {
    const app = await open();
    const { browser, username, email, accountId } = await person(app);
    const other = app.browser();
    await other.login(username, goodPassword);
    const { db } = app.services;
    const now = app.clock();
    await db
      .insertInto('login_attempts')
      .values({
        id: `att_${username}`,
        secret_hash: '',
        account_id: accountId,
        amr: '["pwd"]',
        is_multi_factor: 0,
        transport: 'cookie',
        remember: 0,
        expires_at: now + minutes(10),
        used_at: null,
      })
      .execute();
    await ask(app, username);
    const recovering = app.browser();
    const answer = await recovering.post('/api/recover/complete', {
      token: await codeTo(app, email),
      newPassword: otherPassword,
    });
    expect([answer.status, recovering.jar.size]).toEqual([204, 0]);
    expect([await isLoggedIn(browser), await isLoggedIn(other)]).toEqual([false, false]);
    const attempts = await db
      .selectFrom('login_attempts')
      .where('account_id', '=', accountId)
      .selectAll()
      .execute();
    expect(attempts).toEqual([]);
    // The used one stays until it expires, so that a second click on it is known.
    const links = await db
      .selectFrom('links')
      .where('account_id', '=', accountId)
      .where('used_at', 'is', null)
      .selectAll()
      .execute();
    expect(links).toEqual([]);
  });

  test('V6.3.7 the account is told by mail and by the audit log', async () => {
    const app = await open();
    const { username, email, accountId } = await person(app);
    await ask(app, username);
    await complete(app, await codeTo(app, email));
    const told = (await mailsTo(app, email)).at(-1);
    expect(told?.subject).toBe('Your password was reset at Latchkey');
    expect(told?.text).toContain('on 1 January 2030 at 12:00 UTC');
    expect(told?.text).not.toContain('lnk_');
    const events = await app.services.db
      .selectFrom('events')
      .select('type')
      .where('account_id', '=', accountId)
      .execute();
    const types = events.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['recovery-asked', 'password-recovered']));
    expect(types).not.toContain('password-changed');
  });

  test('V6.2.4 a refused password leaves the link as it was', async () => {
    const app = await open();
    const { username, email } = await person(app);
    await ask(app, username);
    const token = await codeTo(app, email);
    for (const refused of ['short', username.repeat(3), 'q1w2e3r4t5y6u7i8o9p0']) {
      const answer = await complete(app, token, refused);
      expect([answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]).toEqual([
        422,
        'password-refused',
        '/newPassword',
      ]);
    }
    expect((await complete(app, token)).status).toBe(204);
  });

  test('a password that too many guesses had disabled can be used again', async () => {
    const app = await open({ limits: { disableAfter: 3, challengeAfter: 100, waitAfter: 100 } });
    const { username, email } = await person(app);
    for (let guess = 0; guess < 3; guess++) await app.browser().login(username, 'wrong wrong wrong');
    expect((await app.browser().login(username, goodPassword)).status).toBe(429);
    await ask(app, username);
    await complete(app, await codeTo(app, email));
    expect(await canLogIn(app, username, otherPassword)).toBe(true);
  });

  test('V6.3.1 V6.4.3 it gives no new tries at a second factor', async () => {
    const limits = { disableAfter: 4, challengeAfter: 100, waitAfter: 100 };
    const app = await open({ limits, email: { mailsAnHour: 100 } });
    const { browser, username, email } = await person(app);
    const secret = (await browser.post('/api/me/totp')).body.secret ?? '';
    await browser.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
    app.clock.advance(minutes(1));
    const right = () => totpCode(secret, app.clock());
    const wrong = () => totpCode(secret, app.clock() + hours(1));
    let password: string = goodPassword;
    const answer = async (code: string) => {
      const thief = app.browser();
      const { status, body } = await thief.login(username, password);
      return status === 200 ? thief.post(`/api/login/${body.attempt}/totp`, { code }) : undefined;
    };
    const judged: number[] = [];
    for (let round = 1; round <= 4; round++) {
      let codes = 0;
      while ((await answer(wrong()))?.status === 401) codes += 1;
      judged.push(codes);
      await ask(app, username);
      password = `${otherPassword} ${round}`;
      expect((await complete(app, await codeTo(app, email), password)).status).toBe(204);
    }
    expect(judged).toEqual([2, 0, 0, 0]);
    expect((await answer(right()))?.status, 'also not the right one').toBe(429);
  });

  test('wrong codes of an app that an operator has removed count no more', async () => {
    const app = await open({ limits: { disableAfter: 3, challengeAfter: 100, waitAfter: 100 } });
    const { browser, username, email, accountId } = await person(app);
    const secret = (await browser.post('/api/me/totp')).body.secret ?? '';
    await browser.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
    app.clock.advance(minutes(1));
    const lost = app.browser();
    const { attempt } = (await lost.login(username, goodPassword)).body;
    for (const status of [401, 429]) {
      expect((await lost.post(`/api/login/${attempt}/totp`, { code: 'lost' })).status).toBe(status);
    }
    await clearSecondFactors(app.services, actingAsCommand(), { accountId, passkeys: false });
    await ask(app, username);
    await complete(app, await codeTo(app, email));
    expect((await app.browser().login(username, 'wrong wrong wrong')).status).toBe(401);
    expect(await canLogIn(app, username, otherPassword)).toBe(true);
  });

  test('V6.4.3 a second factor stays, and is asked for at the next login', async () => {
    const app = await open();
    const { browser, username, email, accountId } = await person(app);
    const rows = async () =>
      (await everyRow(app.database)).filter(({ table }) => /totp|recovery_codes/.test(table));
    const { body } = await browser.post('/api/me/totp', {});
    expect(JSON.stringify(body)).toContain('secret');
    await app.services.db
      .updateTable('totp')
      .set({ confirmed_at: app.clock() })
      .where('account_id', '=', accountId)
      .execute();
    const before = await rows();
    await ask(app, username);
    expect((await complete(app, await codeTo(app, email))).status).toBe(204);
    expect(await rows()).toEqual(before);
    const login = await app.browser().login(username, otherPassword);
    expect([login.status, login.body.status]).toEqual([200, 'more']);
  });
});

eachApp('the link to choose a new password', (open) => {
  test('is good for half an hour and not a moment longer', async () => {
    const app = await open();
    const { username, email } = await person(app);
    await ask(app, username);
    app.clock.advance(minutes(30));
    const late = await complete(app, await codeTo(app, email));
    expect([late.status, late.body.code]).toEqual([410, 'link-over']);
    await ask(app, username);
    app.clock.advance(minutes(30) - 1);
    expect((await complete(app, await codeTo(app, email))).status).toBe(204);
  });

  test('V6.6.2 is for its own account, and the same when it is asked for again', async () => {
    const app = await open();
    const [ada, eve] = [await person(app), await person(app)];
    await ask(app, ada.username);
    const old = await codeTo(app, ada.email);
    await handOver(app);
    await ask(app, ada.email);
    expect(await codeTo(app, ada.email)).toBe(old);
    expect((await mailsTo(app, ada.email)).at(-1)).toMatchObject({ copies: 2, sent_at: null });
    await ask(app, eve.username);
    expect((await complete(app, await codeTo(app, eve.email))).status).toBe(204);
    expect(await canLogIn(app, ada.username, goodPassword)).toBe(true);
    expect((await complete(app, old)).status).toBe(204);
    expect((await complete(app, old)).body.code).toBe('link-over');
    expect(await mailsTo(app, ada.email), 'a used link is forgotten with its mail').not.toContainEqual(
      expect.objectContaining({ kind: 'recover', sent_at: expect.any(Number) }),
    );
  });

  test('is dead once the account has another address', async () => {
    const app = await open();
    const { browser, username, email } = await person(app);
    await ask(app, username);
    const token = await codeTo(app, email);
    await proveAddress(app, browser);
    expect((await complete(app, token)).body.code).toBe('link-over');
  });

  test('V3.5.3 whoever only opens it changes nothing', async () => {
    const app = await open();
    const { username } = await person(app);
    await ask(app, username);
    const before = await rowsOf(app);
    for (const path of ['/recover', '/recover/sent', '/recover/complete', '/recover/done']) {
      for (const method of ['GET', 'HEAD', 'OPTIONS'] as const) await app.browser().send(method, path);
    }
    expect(await rowsOf(app)).toEqual(before);
  });

  test('leads to the configured address, whatever host a request names', async () => {
    const app = await open({ publicUrl: 'http://login.example.com' });
    const { username, email } = await person(app);
    const headers = {
      host: 'login.example.com',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
    };
    for (const host of ['localhost:5000', 'login.example.com']) {
      await app.browser().post('/api/recover', { identifier: username }, { headers: { ...headers, host } });
      const mail = (await mailsTo(app, email)).at(-1);
      expect(mail?.text).toContain('http://login.example.com/recover/complete#');
      expect(`${mail?.text}${mail?.html}`).not.toMatch(/evil\.example|127\.0\.0\.1:5000/);
    }
  });

  test('V14.2.1 is in no row, log or event in the clear', async () => {
    const app = await open();
    const { username, email } = await person(app);
    await ask(app, username);
    const token = await codeTo(app, email);
    const mail = (await mailsTo(app, email)).at(-1)?.text;
    expect(mail, 'after "#", which goes to no server').toContain(`/recover/complete#${token}`);
    await app.browser().submit('/recover/complete', { token, newPassword: 'short' });
    await complete(app, token);
    const secret = token.slice(4);
    expect(secret).toHaveLength(55);
    const rows = (await everyRow(app.database)).filter(({ text }) => text.includes(secret));
    expect(rows).toEqual([]);
    expect(app.log.filter((line) => line.includes(secret))).toEqual([]);
  });
});

eachApp('what a stranger learns by asking', (open) => {
  test('V6.3.8 the answer is the same for a known name, an unknown one, and one without a confirmed address', async () => {
    const app = await open();
    const { username, email } = await person(app);
    const bare = freshName();
    await app.browser().register(bare, goodPassword);
    const pending = app.browser();
    await pending.register(freshName(), goodPassword);
    const unproved = freshAddress();
    await pending.send('PUT', '/api/me/email', { email: unproved });
    const known = seen(await ask(app, username));
    const waiting = (await mailsTo(app, email)).length;
    for (const identifier of [
      email,
      'nobody-at-all',
      bare,
      'nobody@example.com',
      unproved,
      'x\0y',
      '@',
      'é'.repeat(999),
    ]) {
      expect(seen(await ask(app, identifier)), identifier).toEqual(known);
    }
    expect(await mailsTo(app, email), 'one, asked for twice').toHaveLength(waiting);
    expect(await mailsTo(app, 'nobody@example.com')).toEqual([]);
    expect(await mailsTo(app, unproved), 'the link that confirms it, and no other').toHaveLength(1);
  });

  test('the trail of an account without a proved address tells why no mail came', async () => {
    const app = await open();
    const username = freshName();
    const { body } = await app.browser().register(username, goodPassword);
    const asked = await ask(app, username);
    await app.services.trails.flush();
    const [newest] = await listTrails(app.services.db, { accountId: body.account?.id, limit: 1 });
    expect(newest?.id).toBe(asked.headers['latchkey-attempt']);
    expect(newest?.parts[0]?.outcome).toBe('refused');
    expect(newest?.parts[0]?.steps).toContainEqual(
      expect.objectContaining({ code: 'recovery-link', state: 'no-owner' }),
    );
    const explained = newest && (await explainTrail(app.services, newest, { isNewest: true }));
    expect(explained?.explanation[0]).toBe(
      `${username} couldn't reset the password: the account has no verified email address, so no email was sent.`,
    );
    const { headers } = await ask(app, freshName());
    await app.services.trails.flush();
    const nobody = await findTrail(app.services.db, String(headers['latchkey-attempt']));
    const unknown = nobody && (await explainTrail(app.services, nobody, { isNewest: true }));
    expect(unknown?.explanation[0]).toBe(
      "Someone couldn't reset the password: no account has this username or verified email address, so no email was sent.",
    );
  });

  test('V6.3.8 a known and an unknown name cost the database as many statements, but for the mail itself', async () => {
    const app = await open();
    const { username } = await person(app);
    const statements = (identifier: string) => statementsOf(app, () => ask(app, identifier));
    const unknown = await statements('nobody-at-all-2');
    const known = await statements(username);
    expect(unknown).toBeGreaterThan(3);
    expect(known - unknown).toBe(1);
  });

  test('V2.4.1 a burst ends no link, and neither it nor the hour after keeps the owner from a mail', async () => {
    const app = await open();
    const { browser, username, email } = await person(app);
    const copies = async () => (await mailsTo(app, email)).filter(({ kind }) => kind === 'recover');
    const first = (await ask(app, username)) && (await codeTo(app, email));
    const answers = [];
    for (let at = 0; at < 10; at += 1) {
      await handOver(app);
      answers.push(await ask(app, at % 2 ? username : email));
    }
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await copies(), 'five with the first one').toMatchObject([{ copies: 5 }]);
    expect(await codeTo(app, email)).toBe(first);
    // Whoever is known, or has proved work, has mails of their own.
    await handOver(app);
    await browser.post('/api/recover', { identifier: username });
    expect(await copies()).toMatchObject([{ copies: 6 }]);
    await handOver(app);
    const visitor = app.browser({ address: '203.0.113.90' });
    await visitor.post('/api/recover', { identifier: username, proofOfWork: await proofOfWork(visitor) });
    expect(await copies()).toMatchObject([{ copies: 7 }]);
    app.clock.advance(minutes(16));
    await ask(app, username);
    const second = await codeTo(app, email);
    expect(second, 'a fresh one, whatever strangers have used up').not.toBe(first);
    app.clock.advance(minutes(13));
    expect((await complete(app, first)).status, 'and the older one is as good as it was').toBe(204);
    expect((await complete(app, second)).body.code).toBe('link-over');
  });

  test('V2.4.1 an address on the network soon proves work, then waits; known and unknown names alike', async () => {
    const app = await open({ limits: { recoveries: 5 } });
    const { username } = await person(app);
    const visitor = app.browser({ address: '203.0.113.77' });
    const post = (identifier: string, proof?: string) =>
      visitor.post('/api/recover', { identifier, ...(proof && { proofOfWork: proof }) });
    for (const identifier of [username, 'nobody-3', username])
      expect((await post(identifier)).status).toBe(202);
    for (const identifier of [username, 'nobody-3']) {
      const refused = await post(identifier);
      expect([refused.status, refused.body.code]).toEqual([403, 'challenge-required']);
      expect(refused.body.challenge).toBeDefined();
    }
    for (const identifier of [username, 'nobody-3']) {
      expect((await post(identifier, await proofOfWork(visitor))).status).toBe(202);
    }
    for (const identifier of [username, 'nobody-3']) {
      const refused = await post(identifier, await proofOfWork(visitor));
      expect([refused.status, refused.body.code]).toEqual([429, 'too-many-attempts']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
    const elsewhere = app.browser({ address: '203.0.113.78' });
    expect((await elsewhere.post('/api/recover', { identifier: username })).status).toBe(202);
  });
});

eachApp('recovery beside what else happens', (open) => {
  test('a login that runs at the same time leaves no session that the recovery should have ended', async () => {
    const app = await open();
    for (let round = 0; round < 3; round++) {
      const { username, email } = await person(app);
      await ask(app, username);
      const token = await codeTo(app, email);
      const visitors = Array.from({ length: 10 }, () => app.browser());
      const logins = visitors.map((visitor) => visitor.login(username, goodPassword));
      const done = complete(app, token);
      await Promise.all([...logins, done]);
      expect((await done).status).toBe(204);
      for (const visitor of visitors) expect(await isLoggedIn(visitor)).toBe(false);
    }
  });

  test('asking, proving, recovering and deleting at once never fail but as they say', async () => {
    const app = await open({ email: { mailsAnHour: 100 } });
    for (let round = 0; round < 3; round++) {
      const { browser, username, email, accountId } = await person(app);
      await ask(app, username);
      const token = await codeTo(app, email);
      const next = freshAddress();
      await browser.send('PUT', '/api/me/email', { email: next });
      const verification = await codeTo(app, next);
      const answers = await Promise.all([
        ask(app, username),
        complete(app, token),
        app.browser().post('/api/email/verify', { token: verification }),
        ask(app, email),
        browser.send('DELETE', '/api/me/email'),
        browser.send('DELETE', '/api/me', { password: goodPassword }),
        ask(app, username),
      ]);
      expect(answers.filter(({ status }) => status >= 500).map(({ text }) => text)).toEqual([]);
      const lives = await app.services.db
        .selectFrom('accounts')
        .select('id')
        .where('id', '=', accountId)
        .execute();
      const left = await app.services.db
        .selectFrom('links')
        .selectAll()
        .where('account_id', '=', accountId)
        .execute();
      if (lives.length === 0) expect(left).toEqual([]);
    }
  });

  test('with the account go its addresses and links', async () => {
    const app = await open();
    const { browser, username, accountId } = await person(app);
    await ask(app, username);
    await browser.send('DELETE', '/api/me', { password: goodPassword });
    expect(await emailState(app.services.db, accountId)).toEqual({
      email: null,
      verified: false,
      pending: null,
    });
    const tables = (await everyRow(app.database))
      .filter(({ text }) => text.includes(accountId))
      .map(({ table }) => table);
    expect(tables).not.toContain('links');
    expect(tables).not.toContain('emails');
  });
});

eachApp('the pages of the way back', (open) => {
  test('without JavaScript: ask, look into the mail, paste the code, log in', async () => {
    const app = await open();
    const { username, email } = await person(app);
    const visitor = app.browser();
    expect((await visitor.get('/recover')).text).toContain('Username or email address');
    const asked = await visitor.submit('/recover', { identifier: username });
    expect([asked.status, asked.headers.location]).toEqual([303, '/recover/sent']);
    expect((await visitor.get('/recover/sent')).text).toContain('30 minutes');
    const code = await codeTo(app, email);
    const refused = await visitor.submit('/recover/complete', { token: code, newPassword: 'short' });
    expect(refused.status).toBe(422);
    expect(refused.text, 'the code need not be pasted twice').toContain(`value="${code}"`);
    const done = await visitor.submit('/recover/complete', { token: code, newPassword: otherPassword });
    expect([done.status, done.headers.location]).toEqual([303, '/recover/done']);
    expect([...visitor.jar.keys()], 'nothing that logs anybody in').toEqual(['latchkey-trail']);
    expect(await canLogIn(app, username, otherPassword)).toBe(true);
    const over = await visitor.submit('/recover/complete', { token: code, newPassword: goodPassword });
    expect([over.status, over.text]).toEqual([
      410,
      expect.stringContaining('Enter the code from a newer email'),
    ]);
    expect(over.text).not.toContain(code);
  });

  test('known and unknown names lead to the same page', async () => {
    const app = await open();
    const { username } = await person(app);
    const known = await app.browser().submit('/recover', { identifier: username });
    const unknown = await app.browser().submit('/recover', { identifier: 'nobody-at-all-4' });
    expect(seen(unknown)).toEqual(seen(known));
  });

  test('many requests from one network get the form with a proof of work', async () => {
    const app = await open();
    const visitor = app.browser({ address: '203.0.113.90' });
    for (let time = 0; time < 3; time++) await visitor.submit('/recover', { identifier: 'nobody' });
    expect((await visitor.get('/recover')).text).toContain('data-challenge');
    const refused = await visitor.submit('/recover', { identifier: 'nobody' });
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Send the form again')]);
    const proof = await proofOfWork(visitor);
    expect((await visitor.submit('/recover', { identifier: 'nobody', proofOfWork: proof })).status).toBe(303);
  });

  test('a browser that the account knows gets it only once it is needed', async () => {
    const app = await open();
    const here = { address: '203.0.113.92' };
    const [stranger, known] = [app.browser(here), app.browser(here)];
    const username = freshName();
    await known.register(username, goodPassword);
    await proveAddress(app, known);
    await known.submit('/logout', {});
    for (let time = 0; time < 3; time++) await stranger.submit('/recover', { identifier: 'nobody' });
    expect((await stranger.get('/recover')).text).toContain('data-challenge');
    expect((await known.get('/recover')).text).not.toContain('data-challenge');
    const other = await known.submit('/recover', { identifier: 'nobody' });
    expect([other.status, other.text]).toEqual([403, expect.stringContaining('data-challenge')]);
    expect((await known.submit('/recover', { identifier: username })).status).toBe(303);
  });
});
