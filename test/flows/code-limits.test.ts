import { expect, test } from 'vitest';
import { days, hours, minutes, seconds } from '../../src/kit/duration.ts';
import { codeKeys } from '../../src/people/limits/index.ts';
import { eachApp, goodPassword, otherPassword, type Settings, type TestApp } from '../support/app.ts';
import {
  type CreationOptions,
  type RequestOptions,
  softwareAuthenticator,
} from '../support/authenticator.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { codeTo, mailsTo, proveAddress } from '../support/mails.ts';
import { solve } from '../support/proof-of-work.ts';
import { protectedPerson } from '../support/second-factors.ts';
import { totpCode, wrongTotpCode } from '../support/totp-codes.ts';

type Person = Awaited<ReturnType<typeof protectedPerson>>;

/** So that a test reaches the count without waits. */
const unhindered: Settings = { limits: { challengeAfter: 100, waitAfter: 100 } };

/** A login of somebody who knows the password, up to the second factor. */
async function begin({ username }: Person, browser: Browser, password: string = goodPassword) {
  const { body } = await browser.login(username, password);
  expect(body.status, 'a right password is never held up by wrong codes').toBe('more');
  const send = (code: string, more = {}, factor = 'totp') =>
    browser.post(`/api/login/${body.attempt}/${factor}`, { code, ...more });
  return { send, attempt: body.attempt ?? '' };
}

/** A wrong code with whatever is asked of it. */
async function guess(app: TestApp, person: Person, send: (code: string, more?: object) => Promise<Answer>) {
  const wrong = wrongTotpCode(person.secret, app.clock());
  const answer = await send(wrong);
  if (answer.body.code !== 'challenge-required') return answer;
  return send(wrong, { proofOfWork: await solve(answer.body.challenge) });
}

/** Puts a counter of wrong codes where a test wants to begin. */
async function setCount(
  { services }: TestApp,
  { accountId }: Person,
  side: 'strangers' | 'known',
  count: number,
) {
  const key = codeKeys(accountId)[side === 'strangers' ? 0 : 1];
  const row = { count, blocked_until: 0, expires_at: 8_640_000_000_000_000 };
  await services.db
    .insertInto('limits')
    .values({ key, account_id: accountId, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}

const right = (app: TestApp, { secret }: Person) => totpCode(secret, app.clock());
const codesOff = /^Codes are turned off after 50 incorrect codes in a row\. To continue, /;

eachApp('wrong codes of a second factor', (open) => {
  test.each(['strangers', 'known'] as const)(
    'V6.3.1 V2.4.1 of %s: proof of work from the 3rd, waits from the 5th: 30 s, doubling to an hour; none after the 50th',
    async (side) => {
      const app = await open();
      const person = await protectedPerson(app);
      const browser = side === 'known' ? person.self : app.browser();
      let { send } = await begin(person, browser);
      for (let n = 1; n <= 3; n++) expect((await send('000000')).status, `code ${n}`).toBe(401);
      expect((await send(right(app, person))).body.code).toBe('challenge-required');
      for (let n = 4; n <= 5; n++) expect((await guess(app, person, send)).status, `code ${n}`).toBe(401);
      for (const wait of [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]) {
        const refused = await send(right(app, person));
        expect([refused.status, refused.headers['retry-after']]).toEqual([429, String(wait)]);
        app.clock.advance(seconds(wait));
        ({ send } = await begin(person, browser));
        expect((await guess(app, person, send)).status).toBe(401);
      }
      await setCount(app, person, side, 49);
      expect((await guess(app, person, send)).status, 'the fiftieth').toBe(401);
      app.clock.advance(days(300));
      ({ send } = await begin(person, browser));
      const off = await send(right(app, person));
      expect([off.status, off.body.code, off.headers['retry-after']]).toEqual([
        429,
        'too-many-attempts',
        undefined,
      ]);
      expect(off.body.detail).toMatch(codesOff);
    },
  );

  test('a right password never gives new tries at the codes', async () => {
    const app = await open(unhindered);
    const person = await protectedPerson(app);
    let judged = 0;
    for (let login = 0; login < 60; login++) {
      const { send } = await begin(person, app.browser({ address: `203.0.113.${login}` }));
      if ((await send('000000')).status === 401) judged += 1;
    }
    expect(judged).toBe(50);
  });

  test('V6.1.1 of a stranger who knows the password never hold up a browser that the account knows', async () => {
    const app = await open();
    const person = await protectedPerson(app);
    await setCount(app, person, 'strangers', 50);
    const { send } = await begin(person, person.self);
    expect((await send(right(app, person))).body.status).toBe('complete');
    const stranger = await begin(person, app.browser());
    app.clock.advance(seconds(30));
    const still = await stranger.send(right(app, person));
    expect(still.body.detail, 'a right code there forgets nothing here').toMatch(codesOff);
  });

  test('of all known browsers and of sessions that prove again count together', async () => {
    const app = await open(unhindered);
    const person = await protectedPerson(app);
    const browsers = [person.self];
    for (let n = 0; n < 4; n++) {
      const browser = app.browser();
      const { send } = await begin(person, browser);
      expect((await send(person.codes.pop() ?? '', {}, 'recovery-code')).body.status).toBe('complete');
      browsers.push(browser);
    }
    const judged: number[] = [];
    for (const browser of browsers) {
      const { send } = await begin(person, browser);
      const session = (code: string) => browser.post('/api/reauthenticate', { factor: 'totp', code });
      let count = 0;
      for (let n = 0; n < 6; n++) if ((await send('000000')).status === 401) count += 1;
      for (let n = 0; n < 6; n++) if ((await session('000000')).status === 401) count += 1;
      judged.push(count);
    }
    expect(judged).toEqual([12, 12, 12, 12, 2]);
    const off = await person.self.post('/api/reauthenticate', { factor: 'totp', code: right(app, person) });
    expect([off.status, off.body.detail]).toEqual([429, expect.stringMatching(codesOff)]);
    expect(off.body.next?.map(({ factor }) => factor)).toEqual(['password', 'recovery-code']);
    const { send } = await begin(person, app.browser());
    expect((await send(right(app, person))).body.status, 'strangers have a count of their own').toBe(
      'complete',
    );
  });

  test('that are turned off leave a passkey open, which begins new counts for both sides', async () => {
    const app = await open({ publicUrl: 'http://localhost:5000' });
    const person = await protectedPerson(app);
    const authenticator = softwareAuthenticator();
    const options = (await person.self.post('/api/me/passkeys/options')).body as unknown as CreationOptions;
    await person.self.post('/api/me/passkeys', { response: authenticator.create(options) });
    for (const side of ['strangers', 'known'] as const) await setCount(app, person, side, 50);
    const browser = app.browser();
    const { send, attempt } = await begin(person, browser);
    const off = await send(right(app, person));
    expect(off.body.detail).toBe(
      "Codes are turned off after 50 incorrect codes in a row. To continue, use your passkey, use a recovery code, use a browser you've signed in with before, or ask the site's admin for help.",
    );
    expect(off.body.next?.map(({ factor }) => factor)).toEqual(['passkey', 'recovery-code']);
    const offer = off.body.next?.[0] as unknown as { options: RequestOptions };
    const response = authenticator.get(offer.options);
    const done = await browser.post(`/api/login/${attempt}/passkey`, { response });
    expect(done.body.status).toBe('complete');
    for (const other of [app.browser(), person.self]) {
      expect((await (await begin(person, other)).send('000000')).status).toBe(401);
    }
  });

  test.each(['login', 'session'])(
    'that are turned off leave a recovery code open in a %s, and it begins new counts',
    async (where) => {
      const app = await open();
      const person = await protectedPerson(app);
      for (const side of ['strangers', 'known'] as const) await setCount(app, person, side, 50);
      const [code = ''] = person.codes;
      if (where === 'session') {
        const proved = await person.self.post('/api/reauthenticate', { factor: 'recovery-code', code });
        expect(proved.status).toBe(200);
      } else {
        const { send } = await begin(person, app.browser());
        expect((await send(code, {}, 'recovery-code')).body.status).toBe('complete');
      }
      const { send } = await begin(person, app.browser());
      expect((await send(right(app, person))).body.status).toBe('complete');
    },
  );

  test('wrong recovery codes of a stranger keep nobody else from using a right one', async () => {
    const app = await open();
    const person = await protectedPerson(app);
    const thief = await begin(person, app.browser());
    const answers: number[] = [];
    for (let n = 0; n < 7; n++) answers.push((await thief.send('not one', {}, 'recovery-code')).status);
    expect(answers, 'no proof of work, but a wait for that login').toEqual([
      401, 401, 401, 401, 401, 429, 429,
    ]);
    const { send } = await begin(person, app.browser());
    expect((await send(person.codes[0] ?? '', {}, 'recovery-code')).body.status).toBe('complete');
  });

  test('V6.4.3 a recovery by email gives no new tries; one that a second factor completes does', async () => {
    const app = await open({ ...unhindered, email: { mailsAnHour: 100 } });
    const person = await protectedPerson(app);
    const email = await proveAddress(app, person.self);
    await setCount(app, person, 'strangers', 48);
    const known = await begin(person, person.self);
    for (let n = 0; n < 3; n++) await known.send('000000');
    const judged: number[] = [];
    let password: string = goodPassword;
    for (let round = 0; round < 3; round++) {
      const { send } = await begin(person, app.browser(), password);
      let count = 0;
      while ((await send('000000')).status === 401) count += 1;
      judged.push(count);
      await app.browser().post('/api/recover', { identifier: email });
      password = `${otherPassword} ${round}`;
      const recovered = { token: await codeTo(app, email), newPassword: password };
      expect((await app.browser().post('/api/recover/complete', recovered)).status).toBe(204);
    }
    expect(judged).toEqual([2, 0, 0]);
    const known2 = await begin(person, person.self, password);
    expect((await known2.send(right(app, person))).status, 'whoever was known is a stranger').toBe(429);
    const completed = await begin(person, app.browser(), password);
    const code = person.codes.pop() ?? '';
    expect((await completed.send(code, {}, 'recovery-code')).body.status).toBe('complete');
    const { send } = await begin(person, app.browser(), password);
    expect((await send(right(app, person))).body.status).toBe('complete');
  });

  test('are forgotten with the app that they were guessed at', async () => {
    const app = await open();
    const person = await protectedPerson(app);
    for (const side of ['strangers', 'known'] as const) await setCount(app, person, side, 50);
    expect((await person.self.send('DELETE', '/api/me/totp')).status).toBe(204);
    const { secret = '' } = (await person.self.post('/api/me/totp')).body;
    await person.self.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
    app.clock.advance(minutes(1));
    const { send } = await begin(person, app.browser());
    expect((await send(totpCode(secret, app.clock()))).body.status).toBe('complete');
  });

  test('are told to the owner at the fifth and at the fiftieth, once each in a count', async () => {
    const app = await open(unhindered);
    const person = await protectedPerson(app);
    const email = await proveAddress(app, person.self);
    const notices = async () =>
      (await mailsTo(app, email)).filter(({ subject }) =>
        subject.startsWith('Someone may know your password'),
      );
    const thief = app.browser({ address: '203.0.113.9', device: 'curl/8.5.0' });
    const { send } = await begin(person, thief);
    for (let n = 0; n < 4; n++) await send('000000');
    expect(await notices()).toHaveLength(0);
    for (let n = 0; n < 44; n++) await send('000000');
    expect(await notices()).toHaveLength(1);
    expect((await notices())[0]?.text).toMatch(
      /Someone entered the correct password of your account "[^"]+" at Latchkey, and then entered 5\s+incorrect codes in a row/,
    );
    for (let n = 0; n < 5; n++) await send('000000');
    const [, second, ...more] = await notices();
    expect(more).toEqual([]);
    expect(second?.text).toContain('203.0.113.9');
    expect(second?.text).toContain('No more codes are accepted');
    const { send: fresh } = await begin(person, app.browser());
    await fresh(person.codes[0] ?? '', {}, 'recovery-code');
    const again = await begin(person, thief);
    for (let n = 0; n < 5; n++) await again.send('000000');
    expect(await notices(), 'a new count').toHaveLength(3);
  });

  test('of a session are told too, without a word of the password', async () => {
    const app = await open(unhindered);
    const person = await protectedPerson(app);
    const email = await proveAddress(app, person.self);
    for (let n = 0; n < 6; n++)
      await person.self.post('/api/reauthenticate', { factor: 'totp', code: '000000' });
    const mails = (await mailsTo(app, email)).filter(({ subject }) => subject.startsWith('Incorrect codes'));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('Someone who is signed in to your account');
  });

  test('from one address are limited over all accounts, also in known browsers; strangers there hold up none of these', async () => {
    const app = await open({ limits: { challengeAfter: 100, waitAfter: 100, addressFailures: 6 } });
    const address = '203.0.113.77';
    const people = [await protectedPerson(app), await protectedPerson(app), await protectedPerson(app)];
    const browsers: [Person, Browser][] = [];
    for (const person of people) {
      const browser = app.browser({ address });
      const { send } = await begin(person, browser);
      expect((await send(person.codes[0] ?? '', {}, 'recovery-code')).body.status).toBe('complete');
      browsers.push([person, browser]);
    }
    const stranger = app.browser({ address });
    for (let n = 0; n < 6; n++) await stranger.login(`nobody-${n}`, otherPassword);
    expect((await stranger.login('nobody', otherPassword)).status).toBe(429);
    const statuses: number[] = [];
    for (const [person, browser] of browsers) {
      const { send } = await begin(person, browser);
      for (let n = 0; n < 3; n++) statuses.push((await send('000000')).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429, 429]);
    app.clock.advance(hours(1));
    const [[person, browser] = [] as never] = browsers;
    const { send } = await begin(person, browser);
    expect((await send(right(app, person))).body.status).toBe('complete');
  });
});

eachApp('passwords in known browsers', (open) => {
  test('count together, however many browsers there are: 100 in a row are judged, and the refusal says what helps', async () => {
    const app = await open({ limits: { challengeAfter: 100, waitAfter: 100 } });
    const username = `many-${Math.random().toString(36).slice(2)}`;
    const first = app.browser();
    await first.register(username, goodPassword);
    const browsers = [first];
    for (let n = 0; n < 11; n++) {
      const browser = app.browser();
      expect((await browser.login(username, goodPassword)).status).toBe(200);
      browsers.push(browser);
    }
    let judged = 0;
    for (const browser of browsers) {
      for (let n = 0; n < 10; n++)
        if ((await browser.login(username, otherPassword)).status === 401) judged += 1;
    }
    expect(judged).toBe(100);
    const off = await first.login(username, goodPassword);
    expect([off.status, off.headers['retry-after']]).toEqual([429, undefined]);
    expect(off.body.detail).toBe(
      "Password sign-in is turned off in the browsers you use after 100 failed attempts in a row. To get back in, reset your password by email, use a passkey if you added one, or ask the site's admin for help.",
    );
    expect((await app.browser().login(username, goodPassword)).status, 'a stranger').toBe(200);
  });
});
