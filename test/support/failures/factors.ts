import { days, hours, minutes, seconds } from '../../../src/kit/duration.ts';
import { actingAsCommand, removeSecondFactors } from '../../../src/operate/accounts/index.ts';
import type { TestApp } from '../app.ts';
import {
  type Authenticator,
  type RequestOptions,
  softwareAuthenticator,
  type Twist,
} from '../authenticator.ts';
import type { Browser } from '../browser-of.ts';
import { freshName, goodPassword } from '../names.ts';
import { addPasskey, protectedPerson, setUpTotp } from '../second-factors.ts';
import { totpCode, wrongTotpCode } from '../totp-codes.ts';
import type { Failure } from './failure.ts';
import { signedIn, stranger } from './password.ts';

/** Somebody whose password was right, and the browser that waits for a code. */
async function half(app: TestApp) {
  const person = await protectedPerson(app);
  const browser = app.browser();
  const begun = await begin(browser, person.username);
  return { ...person, browser, ...begun };
}

/** Signs in as far as the second factor. */
async function begin(browser: Browser, username: string) {
  const { attempt } = (await browser.login(username, goodPassword)).body;
  const send = (factor: string, code: string) => browser.post(`/api/login/${attempt}/${factor}`, { code });
  return { attempt, send };
}

/** Signs in by password and one code, in a browser that is new. */
async function withCode(app: TestApp, username: string, code: string, factor = 'totp'): Promise<Browser> {
  const browser = app.browser();
  const { send } = await begin(browser, username);
  await send(factor, code);
  return browser;
}

/** Nothing is dated ahead, and nobody else has signed in: the phone and the browser agree on another time. */
function serverClockOff(towards: number): Failure {
  const off = towards * hours(2);
  return {
    situation: `the server's clock is two hours ${off > 0 ? 'fast' : 'slow'}, and nothing is dated ahead`,
    async prepare(app) {
      app.clock.advance(days(50));
      const { username, secret } = await protectedPerson(app);
      app.clock.advance(days(1) + off);
      const browser = app.browser();
      await browser.submit('/login', { username, password: goodPassword });
      const right = app.clock() - off;
      const form = { factor: 'totp', code: totpCode(secret, right), clock: String(right) };
      const answer = await browser.submit('/login/second-factor', form);
      return {
        answer,
        username,
        async remedy() {
          app.clock.advance(-off);
          await browser.submit('/login', { username, password: goodPassword });
          await browser.submit('/login/second-factor', form);
          return browser;
        },
      };
    },
    operator: [
      "this server's clock is probably wrong",
      `it's 2 h ${off > 0 ? 'ahead of' : 'behind'} the clock of the person's browser, and the code is correct by that one`,
      'timedatectl set-ntp true',
      "Nobody's phone is wrong",
    ],
    person: isNotRight,
  };
}

const isNotRight = 'Incorrect code.';
const isNotOnList = 'Incorrect recovery code.';

/** What goes wrong with an authenticator app, and with the clocks that it needs. */
export const appFailures: readonly Failure[] = [
  {
    situation: 'the code of another entry in the app',
    async prepare(app) {
      const { username, secret, send, browser } = await half(app);
      const answer = await send('totp', wrongTotpCode(secret, app.clock()));
      const remedy = async () => {
        await send('totp', totpCode(secret, app.clock()));
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: [
      'the authenticator code is incorrect',
      /Enter the newest code of the entry "Latchkey \(person-\d+\)", added on .+ UTC\./,
      'Entries from before that',
    ],
    person: isNotRight,
  },
  {
    situation: 'the code of an app that was set up before, and then again',
    async prepare(app) {
      const { self, username, secret: old } = await protectedPerson(app);
      await self.send('DELETE', '/api/me/totp', {});
      app.clock.advance(minutes(1));
      const { secret } = await setUpTotp(app, self);
      const { send } = await begin(app.browser(), username);
      const answer = await send('totp', totpCode(old, app.clock()));
      return { answer, username, remedy: () => withCode(app, username, totpCode(secret, app.clock())) };
    },
    operator: ['the authenticator code is incorrect', 'Entries from before that'],
    person: isNotRight,
  },
  {
    situation: 'the phone is 90 seconds late',
    async prepare(app) {
      app.clock.advance(days(10));
      const { username, secret, send } = await half(app);
      const answer = await send('totp', totpCode(secret, app.clock(), -3));
      return { answer, username, remedy: () => withCode(app, username, totpCode(secret, app.clock())) };
    },
    operator: ["90 s late, so the phone's clock may be wrong", 'Turn on automatic time on the phone.'],
    person: /turn on automatic time on your phone/,
  },
  {
    situation: "two phones are wrong by other amounts, which is no matter of the server's clock",
    async prepare(app) {
      app.clock.advance(days(20));
      const other = await half(app);
      await other.send('totp', totpCode(other.secret, app.clock(), 4));
      const { username, secret, send } = await half(app);
      const answer = await send('totp', totpCode(secret, app.clock(), -5));
      return { answer, username, remedy: () => withCode(app, username, totpCode(secret, app.clock())) };
    },
    operator: [/^(?!.*server's clock).*(150 s|3 min) late/, 'Turn on automatic time on the phone.'],
    person: isNotRight,
  },
  {
    situation: "the server's clock is five minutes late, for two people",
    async prepare(app) {
      app.clock.advance(days(30));
      const other = await half(app);
      await other.send('totp', totpCode(other.secret, app.clock(), 10));
      app.clock.advance(minutes(2));
      const { username, secret, send } = await half(app);
      const answer = await send('totp', totpCode(secret, app.clock(), 10));
      return {
        answer,
        username,
        async remedy() {
          app.clock.advance(minutes(5));
          return withCode(app, username, totpCode(secret, app.clock()));
        },
      };
    },
    operator: [
      "this server's clock is probably wrong: the codes of 2 people are 5 min early by it",
      'timedatectl set-ntp true',
    ],
    person: isNotRight,
  },
  ...[-1, 1].map(serverClockOff),
  {
    situation: "the server's clock was set back by an hour after a code was accepted",
    async prepare(app) {
      app.clock.advance(days(40));
      const { username, secret, self } = await protectedPerson(app);
      await self.post('/logout', {});
      const earlier = await withCode(app, username, totpCode(secret, app.clock()));
      const right = app.clock();
      app.clock.advance(-minutes(60));
      const { send } = await begin(earlier, username);
      const answer = await send('totp', totpCode(secret, right + seconds(60)));
      return {
        answer,
        username,
        async remedy() {
          app.clock.advance(minutes(62));
          return withCode(app, username, totpCode(secret, app.clock()));
        },
      };
    },
    operator: [/this server's clock is probably wrong: it was \d+ min later here before/, 'timedatectl'],
    person: isNotRight,
  },
  {
    situation: 'a code of the app is used twice',
    async prepare(app) {
      const { username, secret } = await protectedPerson(app);
      const code = totpCode(secret, app.clock());
      await withCode(app, username, code);
      const { send } = await begin(app.browser(), username);
      const answer = await send('totp', code);
      return {
        answer,
        username,
        async remedy() {
          app.clock.advance(seconds(30));
          return withCode(app, username, totpCode(secret, app.clock()));
        },
      };
    },
    operator: [
      'the authenticator code was already used',
      /A code was accepted on .+ UTC\. It works once/,
      'Wait for the next one.',
    ],
    person: /Enter the newest code from your authenticator app/,
  },
  {
    situation: 'the code that set the app up is entered once more',
    async prepare(app) {
      const { username, secret, send } = await half(app);
      const answer = await send('totp', totpCode(secret, app.clock(), -1));
      return { answer, username, remedy: () => withCode(app, username, totpCode(secret, app.clock())) };
    },
    operator: ['the authenticator code was already used', 'Wait for the next one.'],
    person: /Enter the newest code from your authenticator app/,
  },
  {
    situation: 'the operator removed the app in the middle of the sign-in',
    async prepare(app) {
      const { username, secret, send } = await half(app);
      app.clock.advance(seconds(10));
      await removeSecondFactors(app.services, actingAsCommand(), { name: username, passkeys: false });
      const answer = await send('totp', totpCode(secret, app.clock()));
      return { answer, username, remedy: () => signedIn(app.browser(), username) };
    },
    operator: [
      /In the meantime: .*Removed an authenticator app/,
      'A change to the account has ended the attempt. They can start over.',
    ],
    person: /expired|doesn't accept/,
  },
];

/** What is no code of its kind at all. */
export const malformedCodeFailures: readonly Failure[] = [
  {
    situation: 'a recovery code is entered in the place of the app',
    async prepare(app) {
      const { username, codes, send } = await half(app);
      const [code = ''] = codes;
      const answer = await send('totp', code);
      return { answer, username, remedy: () => withCode(app, username, code, 'recovery-code') };
    },
    operator: ["isn't the 6 digits of an authenticator code", 'A recovery code has a place of its own'],
    person: /Enter the 6 digits .+ For a recovery code, choose/,
  },
  {
    situation: 'the code of the app is entered in the place of a recovery code',
    async prepare(app) {
      const { username, secret, send, browser } = await half(app);
      app.clock.advance(minutes(1));
      const answer = await send('recovery-code', totpCode(secret, app.clock()));
      const remedy = async () => {
        await send('totp', totpCode(secret, app.clock()));
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: ["isn't one whole recovery code", '10 of 10 are left'],
    person: 'enter one whole code',
  },
];

/** What goes wrong between the steps of a sign-in. */
export const attemptFailures: readonly Failure[] = [
  {
    situation: 'they took longer than ten minutes for the code',
    async prepare(app) {
      const { username, secret, send } = await half(app);
      app.clock.advance(minutes(11));
      const answer = await send('totp', totpCode(secret, app.clock()));
      return { answer, username, remedy: () => withCode(app, username, totpCode(secret, app.clock())) };
    },
    operator: ['the attempt has expired.', 'It lasts ten minutes', 'Start over.'],
    person: 'has expired',
  },
  {
    situation: 'they left at the second step, an hour ago',
    async prepare(app) {
      const { username, secret, browser } = await half(app);
      app.clock.advance(hours(1));
      const answer = await browser.get('/login', { headers: { accept: 'text/html' } });
      return { answer, username, remedy: () => withCode(app, username, totpCode(secret, app.clock())) };
    },
    operator: [/hasn't been completed yet\. (?!The attempt expires)/, /The attempt expired at .+ UTC\./],
    person: 'Sign in',
  },
  {
    situation: 'the code is sent a second time, as by a double click',
    async prepare(app) {
      const { secret, send, browser } = await half(app);
      app.clock.advance(minutes(1));
      const code = totpCode(secret, app.clock());
      await send('totp', code);
      return { answer: await send('totp', code), remedy: async () => browser };
    },
    operator: ['the attempt is already complete', 'a form that was sent twice'],
    person: 'is complete',
  },
  {
    situation: 'the frontend sends a kind of code that this sign-in does not ask for',
    async prepare(app) {
      const { username, secret, send, browser } = await half(app);
      app.clock.advance(minutes(1));
      const answer = await send('email-code', '12345678');
      const remedy = async () => {
        await send('totp', totpCode(secret, app.clock()));
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: ["doesn't ask for this kind of answer now", 'The `next` of the answer before'],
    person: "doesn't accept",
  },
  {
    situation: 'the session asks for a code by email where the account has a password',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      await signedIn(browser, username);
      const answer = await browser.post('/api/reauthenticate', { factor: 'email-code' });
      const remedy = async () => {
        const { status, text } = await browser.post('/api/reauthenticate', { password: goodPassword });
        if (status >= 400) throw new Error(text);
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: ["the account can't be confirmed this way", 'The `next` of the answer `proof-required`'],
    person: '"code":"not-found"',
  },
];

/** What goes wrong with the codes on paper. */
export const recoveryCodeFailures: readonly Failure[] = [
  {
    situation: 'a recovery code was used before',
    async prepare(app) {
      const { username, codes } = await protectedPerson(app);
      await withCode(app, username, codes[0] ?? '', 'recovery-code');
      app.clock.advance(minutes(3));
      const { send } = await begin(app.browser(), username);
      const answer = await send('recovery-code', codes[0] ?? '');
      return { answer, username, remedy: () => withCode(app, username, codes[1] ?? '', 'recovery-code') };
    },
    operator: [
      /the recovery code was already used on .+ UTC\./,
      /The current codes were created on .+ UTC, and 9 of 10 are left\./,
    ],
    person: isNotOnList,
  },
  {
    situation: 'a recovery code of a list that was replaced',
    async prepare(app) {
      const { self, username, codes } = await protectedPerson(app);
      app.clock.advance(minutes(3));
      const fresh = (await self.post('/api/me/recovery-codes')).body.codes ?? [];
      const { send } = await begin(app.browser(), username);
      const answer = await send('recovery-code', codes[0] ?? '');
      return { answer, username, remedy: () => withCode(app, username, fresh[0] ?? '', 'recovery-code') };
    },
    operator: ['the recovery code is incorrect', /10 of 10 are left\. Codes from an older list don't work\./],
    person: isNotOnList,
  },
  {
    situation: 'a recovery code with a typo',
    async prepare(app) {
      const { username, codes } = await protectedPerson(app);
      const code = codes[0] ?? '';
      const { send } = await begin(app.browser(), username);
      const answer = await send('recovery-code', code.slice(1));
      return { answer, username, remedy: () => withCode(app, username, code, 'recovery-code') };
    },
    operator: ["isn't one whole recovery code", '10 of 10 are left'],
    person: /Check it for typos/,
  },
  {
    situation: 'all recovery codes are used',
    async prepare(app) {
      const { username, codes, secret } = await protectedPerson(app);
      for (const code of codes) await withCode(app, username, code, 'recovery-code');
      const { send } = await begin(app.browser(), username);
      const answer = await send('recovery-code', codes[0] ?? '');
      return { answer, username, remedy: () => withCode(app, username, totpCode(secret, app.clock())) };
    },
    operator: ['all 10 recovery codes have been used', 'Sign in with another factor'],
    person: isNotOnList,
  },
];

/** Somebody with a passkey that their authenticator has made. */
export async function holder(app: TestApp, authenticator: Authenticator = softwareAuthenticator()) {
  const self = app.browser();
  const username = freshName();
  await self.register(username, goodPassword);
  const id = await addPasskey(self, authenticator);
  return { self, username, authenticator, id };
}

/** A browser that is asked for a passkey: without a name, or after a password. */
async function askedForPasskey(browser: Browser, credentials: object = {}) {
  const begun = await browser.post('/api/login', credentials);
  const offers = (begun.body.next ?? []) as { factor: string; options?: RequestOptions }[];
  const options = offers.find(({ factor }) => factor === 'passkey')?.options ?? { challenge: '' };
  const url = `/api/login/${begun.body.attempt}`;
  const answer = (authenticator: Authenticator, twist: Twist = {}) =>
    browser.post(`${url}/passkey`, { response: authenticator.get(options, twist) });
  return { browser, url, answer };
}

export async function byPasskey(app: TestApp, authenticator: Authenticator, credentials: object = {}) {
  const { browser, answer } = await askedForPasskey(app.browser(), credentials);
  await answer(authenticator);
  return browser;
}

const isUnknown = "This passkey was removed here, or it's for another site.";
const wasNotAccepted = "This passkey wasn't accepted.";

/** What goes wrong with passkeys. */
export const passkeyFailures: readonly Failure[] = [
  {
    situation: 'the passkey was removed from the account',
    async prepare(app) {
      const { self, username, authenticator, id } = await holder(app);
      await self.send('PATCH', `/api/me/passkeys/${id}`, { name: 'Old laptop' });
      app.clock.advance(minutes(5));
      await self.send('DELETE', `/api/me/passkeys/${id}`);
      const { answer: answerWith } = await askedForPasskey(app.browser());
      const answer = await answerWith(authenticator);
      return { answer, username, remedy: () => signedIn(app.browser(), username) };
    },
    operator: [
      /this passkey \("Old laptop"\) was removed on .+ UTC\./,
      'Sign in another way, and add a new passkey.',
      'The account has no passkey now.',
    ],
    person: isUnknown,
  },
  {
    situation: 'one of two passkeys was removed, and is used after the password',
    async prepare(app) {
      const { self, username, authenticator, id } = await holder(app);
      const other = softwareAuthenticator();
      await addPasskey(self, other);
      await self.send('DELETE', `/api/me/passkeys/${id}`);
      const credentials = { username, password: goodPassword };
      const { answer: answerWith } = await askedForPasskey(app.browser(), credentials);
      const answer = await answerWith(authenticator);
      return { answer, username, remedy: () => byPasskey(app, other, credentials) };
    },
    operator: [/the password is correct, this passkey \(".+"\) was removed on/, /Passkeys that work: ".+"\./],
    person: isUnknown,
  },
  {
    situation: 'the operator removed all passkeys',
    async prepare(app) {
      const { username, authenticator } = await holder(app);
      await removeSecondFactors(app.services, actingAsCommand(), { name: username, passkeys: true });
      const { answer: answerWith } = await askedForPasskey(app.browser());
      const answer = await answerWith(authenticator);
      return { answer, username, remedy: () => signedIn(app.browser(), username) };
    },
    operator: [/this passkey \(".+"\) was removed on/],
    person: isUnknown,
  },
  {
    situation: 'the passkey is of another server, or was removed long ago',
    async prepare(app) {
      const { self, username, authenticator, id } = await holder(app);
      await self.send('DELETE', `/api/me/passkeys/${id}`);
      app.clock.advance(days(91));
      const { answer: answerWith } = await askedForPasskey(app.browser());
      const answer = await answerWith(authenticator);
      return { answer, remedy: () => signedIn(app.browser(), username) };
    },
    operator: ['no account has this passkey', 'belongs to another server'],
    person: isUnknown,
  },
  {
    situation: 'the passkey is of another account',
    async prepare(app) {
      const { username, authenticator } = await holder(app);
      const { authenticator: others } = await holder(app);
      const credentials = { username, password: goodPassword };
      const { answer: answerWith } = await askedForPasskey(app.browser(), credentials);
      const answer = await answerWith(others);
      return { answer, username, remedy: () => byPasskey(app, authenticator, credentials) };
    },
    operator: ['the passkey belongs to another account', 'Pick the passkey of this account'],
    person: wasNotAccepted,
  },
  {
    situation: 'the page was opened at another address',
    async prepare(app) {
      const { username, authenticator } = await holder(app);
      const { answer: answerWith } = await askedForPasskey(app.browser(), {
        username,
        password: goodPassword,
      });
      const answer = await answerWith(authenticator, { clientData: { origin: 'http://127.0.0.1:5000' } });
      return { answer, username, remedy: () => byPasskey(app, authenticator) };
    },
    operator: ['the passkey was made for another address', '`publicUrl`'],
    person: wasNotAccepted,
  },
  {
    situation: 'the security key has asked nobody for a PIN',
    async prepare(app) {
      const { username, authenticator } = await holder(app);
      const { answer: answerWith } = await askedForPasskey(app.browser());
      const answer = await answerWith(authenticator, { flags: { uv: false } });
      return { answer, username, remedy: () => byPasskey(app, authenticator) };
    },
    operator: ["the passkey didn't verify the person using the device", 'Set up a PIN, fingerprint or face'],
    person: wasNotAccepted,
  },
  {
    situation: 'the counter of a security key went backwards',
    async prepare(app) {
      const key = softwareAuthenticator({ counts: true });
      const { username } = await holder(app, key);
      await byPasskey(app, key);
      const { answer: answerWith } = await askedForPasskey(app.browser());
      const answer = await answerWith(key, { signCount: 1 });
      return { answer, username, remedy: () => byPasskey(app, key, { username, password: goodPassword }) };
    },
    operator: ['has a counter that went backwards, so it may be a copy', 'Remove it and add a new one.'],
    person: 'This passkey may have been copied',
  },
  {
    situation: 'the browser finds no passkey, or the person closes its window',
    async prepare(app) {
      const { username, authenticator } = await holder(app);
      const credentials = { username, password: goodPassword };
      const { browser, url, answer: answerWith } = await askedForPasskey(app.browser(), credentials);
      const answer = await browser.post(`${url}/passkey-error`, { error: 'NotAllowedError', seconds: 4 });
      const remedy = async () => {
        await answerWith(authenticator);
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: [
      "the password is correct, the browser's passkey window was closed after 4 s",
      'this device has no passkey for this site',
    ],
    person: '',
  },
  {
    situation: 'nobody answers the window of the browser',
    async prepare(app) {
      const { authenticator } = await holder(app);
      const { browser, url } = await askedForPasskey(app.browser());
      const answer = await browser.post(`${url}/passkey-error`, { error: 'NotAllowedError', seconds: 61 });
      return { answer, remedy: () => byPasskey(app, authenticator) };
    },
    operator: ["nobody answered the browser's passkey window within 61 s", 'at hand'],
    person: '',
  },
  {
    situation: "the browser doesn't allow passkeys at the address of the page",
    async prepare(app) {
      const { username, authenticator, self } = await holder(app);
      const answer = await self.post('/api/reauthenticate/passkey-error', {
        error: 'SecurityError',
        seconds: 0,
      });
      return { answer, username, remedy: () => byPasskey(app, authenticator) };
    },
    operator: [
      "couldn't|hasn't finished confirming",
      "doesn't allow this site's passkeys",
      '`publicUrl`',
    ].map((part) => new RegExp(part)),
    person: '',
  },
];
