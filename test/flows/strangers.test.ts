import { expect, test } from 'vitest';
import { seconds } from '../../src/kit/duration.ts';
import {
  eachApp,
  freshName,
  goodPassword,
  otherPassword,
  type Settings,
  type TestApp,
} from '../support/app.ts';
import {
  type CreationOptions,
  type RequestOptions,
  softwareAuthenticator,
} from '../support/authenticator.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { leadsTo } from '../support/leads-to.ts';
import { codeTo, handOver, loginCodeTo, mailsTo, proveAddress } from '../support/mails.ts';
import { proofOfWork, solve } from '../support/proof-of-work.ts';
import { setUpTotp } from '../support/second-factors.ts';
import { totpCode, wrongTotpCode } from '../support/totp-codes.ts';

/** Limits that are reached soon, with the default's waits and proofs of work before them. */
const settings: Settings = {
  publicUrl: 'http://localhost:5000',
  login: { emailCode: true },
  // Each step by email takes a tenth of a second, so six incorrect codes stand for fifty.
  limits: { disableAfter: 12, emailCodesBeforeChallenge: 3, emailCodes: 8, recoveries: 5, wrongLinks: 3 },
};

interface Owner {
  /** The address of the owner's network. */
  readonly home: string;
  readonly self: Browser;
  readonly username: string;
  readonly accountId: string;
  readonly email: string;
  readonly authenticator: ReturnType<typeof softwareAuthenticator>;
}

let homes = 0;

/** Somebody with a confirmed address, in the browser in which the account was registered. */
async function owner(app: TestApp): Promise<Owner> {
  const home = `198.51.100.${++homes}`;
  const self = app.browser({ address: home });
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  const email = await proveAddress(app, self);
  const accountId = body.account?.id ?? '';
  return { home, self, username, accountId, email, authenticator: softwareAuthenticator() };
}

async function addPasskey({ self, authenticator }: Owner): Promise<void> {
  const options = (await self.post('/api/me/passkeys/options')).body as unknown as CreationOptions;
  const added = await self.post('/api/me/passkeys', { response: authenticator.create(options) });
  expect(added.status).toBe(201);
}

/** A place for each stranger, or for each of their requests. */
type From = () => Browser;

let places = 0;
const fromEverywhere = (app: TestApp): From => {
  return () => app.browser({ address: `203.0.${Math.floor(++places / 250)}.${places % 250}` });
};

/** Sends a request with whatever proof of work is asked of it. */
async function withProof(send: (more: object) => Promise<Answer>): Promise<Answer> {
  const answer = await send({});
  if (answer.body.code !== 'challenge-required') return answer;
  return send({ proofOfWork: await solve(answer.body.challenge) });
}

/** Does something until no wait helps; `until` ends it at the first wait. Answers how often it was judged. */
async function exhaust(app: TestApp, until: 'first wait' | 'turned off', guess: () => Promise<Answer>) {
  for (let judged = 0; ; ) {
    const answer = await guess();
    const wait = answer.headers['retry-after'];
    if (answer.status !== 429) judged += 1;
    else if (until === 'first wait' || wait === undefined || wait === '3600') return judged;
    else app.clock.advance(seconds(Number(wait)));
  }
}

type Until = Parameters<typeof exhaust>[1];

/** What somebody can do who knows a name, or the password too. */
const attacks = {
  async passwords(app: TestApp, { username }: Owner, from: From, until: Until) {
    return exhaust(app, until, () => withProof((more) => from().login(username, otherPassword, more)));
  },
  async emailCodes(app: TestApp, { username, email }: Owner, from: From, until: Until) {
    return exhaust(app, until, async () => {
      const stranger = from();
      const name = Math.random() < 0.5 ? username : email;
      const begun = await withProof((more) => stranger.post('/api/login', { username: name, ...more }));
      if (begun.status !== 200) return begun;
      const url = `/api/login/${begun.body.attempt}/email-code`;
      return withProof((more) => stranger.post(url, { code: '00000000', ...more }));
    });
  },
  async recoveries(_: TestApp, { username, email }: Owner, from: From) {
    for (let n = 0; n < 6; n++) {
      const stranger = from();
      const identifier = n % 2 === 0 ? username : email;
      await withProof((more) => stranger.post('/api/recover', { identifier, ...more }));
      await stranger.post('/api/recover/complete', { token: 'wrong', newPassword: otherPassword });
    }
  },
  async appCodes(app: TestApp, { username }: Owner, from: From, until: Until, secret: string) {
    return exhaust(app, until, async () => {
      const thief = from();
      const { attempt } = (await withProof((more) => thief.login(username, goodPassword, more))).body;
      const url = `/api/login/${attempt}/totp`;
      const code = wrongTotpCode(secret, app.clock());
      return withProof((more) => thief.post(url, { code, ...more }));
    });
  },
};

/** The owner's own logins in a browser that the account knows; each answers at once and with no proof of work. */
const logins = {
  async password({ username, self }: Owner) {
    const done = await self.login(username, goodPassword);
    expect([done.status, done.body.code, done.body.status]).toEqual([200, undefined, 'complete']);
  },
  async passwordOnThePage({ username, self }: Owner) {
    await self.post('/api/logout');
    const page = await self.get('/login', { headers: { accept: 'text/html' } });
    expect([page.status, page.text.includes('data-challenge')]).toEqual([200, false]);
    const done = await self.submit('/login', { username, password: goodPassword });
    expect([done.status, leadsTo(done)]).toEqual([303, '/account']);
  },
  async emailCode(app: TestApp, { username, email, self }: Owner) {
    const before = (await mailsTo(app, email)).length;
    const begun = await self.post('/api/login', { username });
    expect([begun.status, begun.body.code], 'a code is asked for').toEqual([200, undefined]);
    expect((await mailsTo(app, email)).length, 'and sent').toBe(before + 1);
    const url = `/api/login/${begun.body.attempt}/email-code`;
    const done = await self.post(url, { code: await loginCodeTo(app, email) });
    expect([done.status, done.body.code, done.body.status]).toEqual([200, undefined, 'complete']);
  },
  async passkey({ authenticator, self }: Owner) {
    const begun = await self.post('/api/login', {});
    expect([begun.status, begun.body.code]).toEqual([200, undefined]);
    const [{ options }] = begun.body.next as unknown as [{ options: RequestOptions }];
    const url = `/api/login/${begun.body.attempt}/passkey`;
    const done = await self.post(url, { response: authenticator.get(options) });
    expect([done.status, done.body.code, done.body.status]).toEqual([200, undefined, 'complete']);
  },
};

/** Where strangers ask from, and how far they get there. */
const networks: readonly (readonly [string, Until, (app: TestApp, person: Owner) => From])[] = [
  ['many networks', 'first wait', fromEverywhere],
  [
    'the network of the owner',
    'turned off',
    (app, { home }) =>
      () =>
        app.browser({ address: home }),
  ],
];

eachApp('a stranger who knows a name or an address cannot', (open) => {
  for (const [network, until, from] of networks) {
    test(`make a login in a known browser wait (from ${network}, up to the ${until})`, async () => {
      const app = await open(settings);
      const person = await owner(app);
      await attacks.passwords(app, person, from(app, person), until);
      await attacks.emailCodes(app, person, from(app, person), until);
      await attacks.recoveries(app, person, from(app, person));
      const refused = await fromEverywhere(app)().login(person.username, goodPassword);
      expect(refused.status, 'a new browser has to wait').toBe(429);
      await logins.emailCode(app, person);
      await logins.password(person);
      await logins.passwordOnThePage(person);
      await addPasskey(person);
      await logins.passkey(person);
    });

    test(`make the codes of an app wait in a known browser, also with the password (from ${network})`, async () => {
      const app = await open(settings);
      const person = await owner(app);
      const { secret } = await setUpTotp(app, person.self);
      await attacks.appCodes(app, person, from(app, person), until, secret);
      await attacks.emailCodes(app, person, from(app, person), until);
      await attacks.passwords(app, person, from(app, person), until);
      const { username, self } = person;
      const begun = await self.login(username, goodPassword);
      expect([begun.status, begun.body.status]).toEqual([200, 'more']);
      const url = `/api/login/${begun.body.attempt}/totp`;
      const done = await self.post(url, { code: totpCode(secret, app.clock()) });
      expect([done.status, done.body.code, done.body.status]).toEqual([200, undefined, 'complete']);
    });
  }

  test('keep an email to recover the account from a known browser, wherever they ask from', async () => {
    const app = await open(settings);
    const person = await owner(app);
    for (const [, , from] of networks) await attacks.recoveries(app, person, from(app, person));
    await handOver(app);
    const { username, email, self } = person;
    const asked = await self.post('/api/recover', { identifier: username });
    expect([asked.status, asked.body.code]).toEqual([202, undefined]);
    expect(await waiting(app, person), 'the email is sent once more').toEqual([{ kind: 'recover' }]);
    const recovered = { token: await codeTo(app, email), newPassword: otherPassword };
    const done = await app.browser({ address: '192.0.2.9' }).post('/api/recover/complete', recovered);
    expect(done.status).toBe(204);
  });

  test('keep a code or a recovery from a new browser: its page offers a proof of work, which brings another', async () => {
    const app = await open(settings);
    const person = await owner(app);
    const { username, email } = person;
    for (let n = 0; n < 6; n++) {
      await fromEverywhere(app)().post('/api/login', { username });
      await fromEverywhere(app)().post('/api/recover', { identifier: email });
      await handOver(app);
    }
    for (const name of [username, `${freshName()}-nobody`]) {
      const browser = fromEverywhere(app)();
      for (const [first, sent, form] of [
        ['/login/send-code', '/login/email-code', { username: name }],
        ['/recover', '/recover/sent', { identifier: name }],
      ] as const) {
        expect((await browser.get(first)).text, `${first}, at first`).not.toContain('data-challenge');
        expect((await browser.submit(first, form)).status).toBe(303);
        expect(await waiting(app, person), 'strangers had them all').toEqual([]);
        const [, again = ''] = /href="([^"]*[?;]again=1)"/.exec((await browser.get(sent)).text) ?? [];
        const { text } = await browser.get(again.replaceAll('&amp;', '&'));
        expect([again.startsWith(first), text.includes('data-challenge')]).toEqual([true, true]);
        expect(text, 'it can be sent without JavaScript too').not.toContain('noscript');
        const proved = { ...form, proofOfWork: await proofOfWork(browser) };
        expect((await browser.submit(first, proved)).status).toBe(303);
        expect(await waiting(app, person)).toHaveLength(name === username ? 1 : 0);
        await handOver(app);
      }
    }
  });
});

/** What waits to be sent to the owner, but for notices. */
function waiting({ services }: TestApp, { accountId }: Owner) {
  const mails = services.db.selectFrom('outbox').select('kind').where('account_id', '=', accountId);
  return mails.where('sent_at', 'is', null).where('kind', '!=', 'notice').execute();
}
