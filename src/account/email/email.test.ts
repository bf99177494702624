import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type OpenApp, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { everyRow, everyRowButCounts } from '../../../test/support/every-row.ts';
import { codeTo, freshAddress, handOver, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { hours, minutes } from '../../kit/duration.ts';
import { emailState, findAccountByVerifiedEmail } from '../../people/emails/index.ts';

async function person(app: TestApp) {
  const browser = app.browser();
  const username = freshName();
  const { body } = await browser.register(username, goodPassword);
  return { browser, username, accountId: body.account?.id ?? '' };
}

const ask = (browser: Browser, email: string) => browser.send('PUT', '/api/me/email', { email });
/** All but trails, which are written a moment after what they tell of. */
const rowsOf = async ({ database }: TestApp) =>
  (await everyRowButCounts(database)).filter(({ table }) => !table.startsWith('trail'));
const verify = (app: TestApp, token: string) => app.browser().post('/api/email/verify', { token });

async function eventsOf({ services }: TestApp, accountId: string): Promise<string[]> {
  const rows = await services.db
    .selectFrom('events')
    .select('type')
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute();
  return rows.map(({ type }) => type);
}

eachApp('asking for an e-mail address and confirming it', (open) => {
  test("an address is pending until its link is used, and the account's from then on", async () => {
    const app = await open();
    const { browser, username, accountId } = await person(app);
    const email = freshAddress();
    const asked = await ask(browser, email);
    expect([asked.status, asked.body]).toEqual([202, { email: null, verified: false, pending: email }]);
    const [mail] = await mailsTo(app, email);
    expect(mail?.text).toContain(`"${username}"`);
    expect(mail?.text).toContain('Firefox on Linux at the network address 127.0.0.1');
    expect(mail?.text).toMatch(new RegExp(`${app.config.publicUrl}/email/verify#lnk_[\\w-]{55}\\s`));

    const proved = await verify(app, await codeTo(app, email));
    expect([proved.status, proved.body]).toEqual([200, { status: 'verified', email }]);
    expect(await emailState(app.services.db, accountId)).toEqual({ email, verified: true, pending: null });
    expect(await eventsOf(app, accountId)).toEqual(expect.arrayContaining(['email-asked', 'email-verified']));
  });

  test('the whole link does as well as its code', async () => {
    const app = await open();
    const { browser } = await person(app);
    const email = freshAddress();
    await ask(browser, email);
    const link = ` ${app.config.publicUrl}/email/verify#${await codeTo(app, email)} `;
    expect((await verify(app, link)).status).toBe(200);
  });

  test('V7.5.1 a session whose proof is older than ten minutes can neither ask for one nor remove one', async () => {
    const app = await open();
    const { browser, accountId } = await person(app);
    const email = await proveAddress(app, browser);
    app.clock.advance(minutes(10) + 1);
    const thief = app.browser();
    thief.jar.set('latchkey', browser.jar.get('latchkey') ?? '');
    const evil = freshAddress();
    const asked = await ask(thief, evil);
    const removed = await thief.send('DELETE', '/api/me/email');
    expect([asked.status, asked.body.code]).toEqual([403, 'proof-required']);
    expect([removed.status, removed.body.code]).toEqual([403, 'proof-required']);
    expect(await mailsTo(app, evil)).toEqual([]);
    expect(await emailState(app.services.db, accountId)).toEqual({ email, verified: true, pending: null });
  });

  test('nobody who is logged out can ask', async () => {
    const app = await open();
    expect((await ask(app.browser(), freshAddress())).status).toBe(401);
    expect((await app.browser().send('DELETE', '/api/me/email')).status).toBe(401);
  });

  test('what is no address is refused at its place', async () => {
    const app = await open();
    const { browser } = await person(app);
    for (const email of [
      'ada',
      'ada@b@example.com',
      'ada@example.com\r\nBcc: eve@example.com',
      'a\0@example.com',
    ]) {
      const answer = await ask(browser, email);
      expect([answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]).toEqual([
        422,
        'email-refused',
        '/email',
      ]);
    }
  });

  test('V6.3.7 another address takes the place of the old one once it is confirmed, and the old one is told', async () => {
    const app = await open();
    const { browser, accountId } = await person(app);
    const old = await proveAddress(app, browser);
    const next = freshAddress();
    await ask(browser, next);
    expect(await emailState(app.services.db, accountId)).toEqual({
      email: old,
      verified: true,
      pending: next,
    });
    expect((await verify(app, await codeTo(app, next))).status).toBe(200);
    expect(await emailState(app.services.db, accountId)).toEqual({
      email: next,
      verified: true,
      pending: null,
    });
    const told = (await mailsTo(app, old)).at(-1);
    expect(told?.subject).toBe('Your email address was changed at Latchkey');
    expect(told?.text).not.toContain(next);
    expect(await findAccountByVerifiedEmail(app.services.db, old)).toBeUndefined();
  });

  test('V6.3.7 removed, it belongs to nobody, is told so, and its links are dead', async () => {
    const app = await open();
    const { browser, accountId } = await person(app);
    const email = await proveAddress(app, browser);
    await app.browser().post('/api/recover', { identifier: email });
    const token = await codeTo(app, email);
    expect((await browser.send('DELETE', '/api/me/email')).status).toBe(204);
    expect((await browser.send('DELETE', '/api/me/email')).status).toBe(204);
    expect(await emailState(app.services.db, accountId)).toEqual({
      email: null,
      verified: false,
      pending: null,
    });
    expect((await mailsTo(app, email)).at(-1)?.subject).toBe('Your email address was removed at Latchkey');
    const answer = await app.browser().post('/api/recover/complete', { token, newPassword: goodPassword });
    expect([answer.status, answer.body.code]).toEqual([410, 'link-over']);
    expect((await eventsOf(app, accountId)).filter((type) => type === 'email-removed')).toHaveLength(1);
  });
});

eachApp('the link that confirms an address', (open) => {
  test('is good for a day and not a moment longer', async () => {
    const app = await open();
    const { browser } = await person(app);
    const [late, inTime] = [freshAddress(), freshAddress()];
    await ask(browser, late);
    app.clock.advance(hours(24));
    expect((await verify(app, await codeTo(app, late))).body.code).toBe('link-over');
    const other = await person(app);
    await ask(other.browser, inTime);
    app.clock.advance(hours(24) - 1);
    expect((await verify(app, await codeTo(app, inTime))).status).toBe(200);
  });

  test('is the same when it is asked for again, and good beside a newer one after half of its time', async () => {
    const app = await open({ email: { verification: 'later' } });
    const { browser, username } = await person(app);
    const email = freshAddress();
    await ask(browser, email);
    const first = await codeTo(app, email);
    await handOver(app);
    await ask(browser, email);
    expect(await mailsTo(app, email)).toMatchObject([{ copies: 2, sent_at: null }]);
    expect(await codeTo(app, email)).toBe(first);
    app.clock.advance(hours(12) + 1);
    await browser.login(username, goodPassword);
    await ask(browser, email);
    const second = await codeTo(app, email);
    expect(second).not.toBe(first);
    expect((await verify(app, first)).status).toBe(200);
    const told = await mailsTo(app, email);
    expect((await verify(app, second)).body.code, 'it has nothing left to confirm').toBe('link-over');
    expect(await mailsTo(app, email)).toHaveLength(told.length);
  });

  test('V6.6.2 confirms nothing for another purpose, and one for another purpose does not confirm it', async () => {
    const app = await open();
    const { browser } = await person(app);
    const email = await proveAddress(app, browser);
    await app.browser().post('/api/recover', { identifier: email });
    const recovery = await codeTo(app, email);
    expect((await verify(app, recovery)).body.code).toBe('link-over');
    const next = freshAddress();
    await ask(browser, next);
    const newPassword = goodPassword;
    const verification = await codeTo(app, next);
    const crossed = await app.browser().post('/api/recover/complete', { token: verification, newPassword });
    expect(crossed.body.code).toBe('link-over');
    expect((await verify(app, verification)).status, 'neither was used up').toBe(200);
  });

  test.each(['', 'x', 'lnk_', `lnk_${'A'.repeat(43)}`, `lnk_${'A'.repeat(44)}`, '\0'])(
    'a made-up one is over: %j',
    async (token) => {
      const app = await open();
      const answer = await verify(app, token);
      expect([400, 410]).toContain(answer.status);
    },
  );

  test('V3.5.3 whoever only opens it changes nothing: a program that opens links in mails', async () => {
    const app = await open();
    const { browser, accountId } = await person(app);
    const email = freshAddress();
    await ask(browser, email);
    const before = await rowsOf(app);
    for (const method of ['GET', 'HEAD', 'OPTIONS'] as const) {
      await app.browser().send(method, `/email/verify?token=${await codeTo(app, email)}`);
    }
    expect(await rowsOf(app)).toEqual(before);
    expect((await emailState(app.services.db, accountId)).pending).toBe(email);
  });

  test('leads to the configured address, whatever host a request names', async () => {
    const app = await open({ publicUrl: 'http://login.example.com' });
    const { browser } = await person(app);
    const email = freshAddress();
    const headers = {
      host: 'localhost:5000',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
    };
    const answer = await browser.send('PUT', '/api/me/email', { email }, { headers });
    expect(answer.status).toBe(202);
    const [mail] = await mailsTo(app, email);
    expect(mail?.text).toContain('http://login.example.com/email/verify#');
    expect(`${mail?.text}${mail?.html}`).not.toContain('evil.example');
    expect(`${mail?.text}${mail?.html}`).not.toContain('localhost:5000');
  });

  test('V14.2.1 is in no row, log or event in the clear', async () => {
    const app = await open();
    const { browser } = await person(app);
    const email = freshAddress();
    await ask(browser, email);
    const token = await codeTo(app, email);
    await verify(app, token);
    await app.browser().submit('/email/verify', { token });
    expect(token).toMatch(/^lnk_/);
    expect((await mailsTo(app, email))[0]?.text, 'after "#", which goes to no server').toContain(
      `/email/verify#${token}`,
    );
    const rows = (await everyRow(app.database)).filter(({ text }) => text.includes(token.slice(4)));
    expect(rows).toEqual([]);
    expect(app.log.filter((line) => line.includes(token.slice(4)))).toEqual([]);
    expect(app.log.filter((line) => line.includes(email))).toEqual([]);
  });
});

eachApp('one address and two accounts', (open) => {
  test('both may ask for it; who confirms it first has it, and the other is told when it confirms', async () => {
    const app = await open();
    const [first, second] = [await person(app), await person(app)];
    const email = freshAddress();
    await ask(first.browser, email);
    const ofFirst = await codeTo(app, email);
    await ask(second.browser, email.toUpperCase());
    const ofSecond = (await mailsTo(app, email.toUpperCase().replace('EXAMPLE.COM', 'example.com')))
      .map(({ text }) => /#(lnk_[\w-]+)/.exec(text)?.[1] ?? '')
      .at(-1);
    expect((await verify(app, ofSecond ?? '')).status).toBe(200);
    const late = await verify(app, ofFirst);
    expect([late.status, late.body.code]).toEqual([409, 'email-taken']);
    expect(await emailState(app.services.db, first.accountId)).toEqual({
      email: null,
      verified: false,
      pending: email,
    });
    expect((await findAccountByVerifiedEmail(app.services.db, email))?.id).toBe(second.accountId);
  });

  test('V2.3.4 of 20 accounts that confirm it at once exactly one has it', async () => {
    const app = await open({ email: { mailsAnHour: 100 } });
    const email = freshAddress();
    const people = await Promise.all(Array.from({ length: 20 }, () => person(app)));
    for (const { browser } of people) expect((await ask(browser, email)).status).toBe(202);
    const tokens = (await mailsTo(app, email)).map(({ text }) => /#(lnk_[\w-]+)/.exec(text)?.[1] ?? '');
    expect(new Set(tokens).size).toBe(20);
    // Whoever gets no connection within three seconds is told to come again.
    const verifyUntilHeard = async (token: string): ReturnType<typeof verify> => {
      const answer = await verify(app, token);
      return answer.body.code === 'busy' ? verifyUntilHeard(token) : answer;
    };
    const answers = await Promise.all(tokens.map(verifyUntilHeard));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'email-taken')).toHaveLength(19);
  });

  test('V6.3.8 asking for one that is taken is answered as ever, and its owner gets another mail', async () => {
    const app = await open();
    const [owner, stranger] = [await person(app), await person(app)];
    const taken = await proveAddress(app, owner.browser);
    const free = freshAddress();
    const ofFree = await ask(stranger.browser, free);
    const ofTaken = await ask(stranger.browser, taken);
    const shape = ({ status, headers, text }: typeof ofFree, email: string) => ({
      status,
      headers: { ...headers, date: '', 'x-request-id': '' },
      text: text.replace(email, '…'),
    });
    expect(shape(ofTaken, taken)).toEqual(shape(ofFree, free));
    const mail = (await mailsTo(app, taken)).at(-1);
    expect(mail?.subject).toBe('Your email address at Latchkey');
    expect(mail?.text).not.toContain('lnk_');
    expect(mail?.text, 'nobody learns who asked').not.toContain(stranger.username);
    expect((await emailState(app.services.db, owner.accountId)).email).toBe(taken);
  });

  test('an account that was prepared with the address of somebody else has nothing of them, and they have nothing of it', async () => {
    const app = await open();
    const attacker = await person(app);
    const email = freshAddress();
    await ask(attacker.browser, email);
    // Unproven, it opens nothing: neither a login, nor a recovery, nor a notice.
    expect(await findAccountByVerifiedEmail(app.services.db, email)).toBeUndefined();
    const before = (await mailsTo(app, email)).length;
    await app.browser().post('/api/recover', { identifier: attacker.username });
    await app.browser().post('/api/recover', { identifier: email });
    expect(await mailsTo(app, email)).toHaveLength(before);

    const victim = await person(app);
    await proveAddress(app, victim.browser, email);
    expect((await findAccountByVerifiedEmail(app.services.db, email))?.id).toBe(victim.accountId);
    const asked = { email: null, verified: false, pending: email };
    expect(await emailState(app.services.db, attacker.accountId), 'and learns nothing of it').toEqual(asked);
    expect((await victim.browser.get('/api/me')).body).toMatchObject({ username: victim.username });
    expect((await attacker.browser.get('/api/session')).body.account?.id).toBe(attacker.accountId);
  });
});

eachApp('the limits of mails with a link', (open: OpenApp) => {
  test('V2.4.1 an account sends five an hour, then it must wait', async () => {
    const app = await open({ email: { verification: 'later' } });
    const { browser, username } = await person(app);
    const addresses = Array.from({ length: 6 }, () => freshAddress());
    for (const email of addresses.slice(0, 5)) expect((await ask(browser, email)).status).toBe(202);
    const sixth = addresses[5] ?? '';
    const answer = await ask(browser, sixth);
    expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([
      429,
      'too-many-attempts',
      '3600',
    ]);
    expect(await mailsTo(app, sixth)).toEqual([]);
    app.clock.advance(hours(1));
    await browser.login(username, goodPassword);
    expect((await ask(browser, sixth)).status).toBe(202);
  });

  test('where no mail can be sent, that is said', async () => {
    const app = await open({ mode: 'production', publicUrl: 'https://login.example.com' });
    const { browser } = await person(app);
    const answer = await ask(browser, freshAddress());
    expect([answer.status, answer.body.code]).toEqual([503, 'mail-off']);
    expect((await app.browser().post('/api/recover', { identifier: 'ada' })).body.code).toBe('mail-off');
  });
});

eachApp('the page that confirms an address', (open) => {
  test('asks before it does anything, takes the code or the link, and says what is wrong', async () => {
    const app = await open();
    const { browser } = await person(app);
    const email = freshAddress();
    await ask(browser, email);
    const stranger = app.browser();
    const page = await stranger.get('/email/verify');
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Verify email')]);
    expect(page.headers['referrer-policy']).toMatch(/same-origin|no-referrer/);
    const token = await codeTo(app, email);
    const done = await stranger.submit('/email/verify', {
      token: `${app.config.publicUrl}/email/verify#${token}`,
    });
    expect([done.status, done.headers.location]).toEqual([303, '/email/verified']);
    expect((await stranger.get('/email/verified')).text).toContain('Email verified');
    const again = await stranger.submit('/email/verify', { token });
    expect([again.status, again.text]).toEqual([
      410,
      expect.stringContaining('Enter the code from a newer email'),
    ]);
    expect(again.text, 'where a new one comes from').toContain(
      '<a href="/account#email">Request a new one</a>',
    );
    expect(again.text).not.toContain(token);
  });
});
