import { hours, minutes, seconds } from '../../../src/kit/duration.ts';
import type { TestApp } from '../app.ts';
import type { Answer, Browser } from '../browser-of.ts';
import { loginCodeTo } from '../mails.ts';
import { addressPerson } from '../no-password.ts';
import type { Failure } from './failure.ts';
import { signedIn, stranger } from './password.ts';

const on = { login: { emailCode: true } } as const;

/** Another code than this one. */
const other = (code: string) => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));

/** Somebody who signs in by a code from an email, in a browser that waits for it. */
async function byEmail(app: TestApp) {
  const { username, email } = await addressPerson(app);
  const ask = async (browser: Browser) => {
    const { attempt } = (await browser.post('/api/login', { username })).body;
    const send = (code: string): Promise<Answer> =>
      browser.post(`/api/login/${attempt}/email-code`, { code });
    return { browser, send, code: await loginCodeTo(app, email) };
  };
  /** Asks for another code, and enters it. */
  const remedy = async (browser: Browser) => {
    const { send, code } = await ask(browser);
    await send(code);
    return browser;
  };
  return { username, email, ask, remedy };
}

/** Somebody who signed in a while ago, and confirms their identity by a code from an email. */
async function confirming(app: TestApp) {
  const { self, username, email } = await addressPerson(app);
  app.clock.advance(minutes(11));
  const ask = async () => {
    await self.post('/api/reauthenticate', { factor: 'email-code' });
    return loginCodeTo(app, email);
  };
  const send = (code: string) => self.post('/api/reauthenticate', { factor: 'email-code', code });
  const remedy = async (code?: string) => {
    await send(code ?? (await ask()));
    const { status, text } = await self.get('/api/me/export');
    if (status !== 200) throw new Error(text);
    return self;
  };
  return { self, username, ask, send, remedy };
}

/** What goes wrong with codes from emails. */
export const emailCodeFailures: readonly Failure[] = [
  {
    situation: 'the code is from the email of another sign-in',
    settings: on,
    async prepare(app) {
      const { username, ask } = await byEmail(app);
      const older = await ask(app.browser());
      const newer = await ask(app.browser());
      const answer = await newer.send(older.code);
      const remedy = async () => {
        await newer.send(newer.code);
        return newer.browser;
      };
      return { answer, username, remedy };
    },
    operator: [
      'the verification code was sent for another sign-in',
      'in another browser, its code works there',
      /The newest code was sent on .+ UTC\./,
    ],
    person: /Enter the code from the newest email/,
  },
  {
    situation: 'the code is from an older email, and the same browser has asked for another since',
    settings: on,
    async prepare(app) {
      const { username, email } = await byEmail(app);
      const browser = app.browser();
      const codes = [];
      for (let time = 0; time < 2; time++) {
        await browser.submit('/login/send-code', { username });
        codes.push(await loginCodeTo(app, email));
        app.clock.advance(minutes(2));
      }
      const [older = '', newer = ''] = codes;
      const answer = await browser.submit('/login/email-code', { code: older });
      const remedy = async () => {
        await browser.submit('/login/email-code', { code: newer });
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: ['the verification code was sent for another sign-in', 'Use the code from the newest email.'],
    person: /Enter the code from the newest email/,
  },
  {
    situation: 'the code from the email is wrong',
    settings: on,
    async prepare(app) {
      const { username, ask } = await byEmail(app);
      const { browser, send, code } = await ask(app.browser());
      const answer = await send(other(code));
      const remedy = async () => {
        await send(code);
        return browser;
      };
      return { answer, username, remedy };
    },
    operator: ['the verification code is incorrect', 'Use the code from the newest email.'],
    person: /Enter the code from the newest email/,
  },
  {
    situation: 'the code from the email was entered wrong five times, and then right',
    settings: { ...on, limits: { challengeAfter: 100 } },
    async prepare(app) {
      const { username, ask, remedy } = await byEmail(app);
      const { browser, send, code } = await ask(app.browser());
      for (let tries = 0; tries < 5; tries++) await send(other(code));
      app.clock.advance(seconds(31));
      const answer = await send(code);
      return {
        answer,
        username,
        async remedy() {
          app.clock.advance(seconds(61));
          return remedy(browser);
        },
      };
    },
    operator: [
      'the verification code was tried too often',
      'Request a new one.',
      "browsers that the account doesn't know must wait 60 s more",
    ],
    person: /After five incorrect codes, request a new one/,
  },
  {
    situation: 'the email with the code came too late',
    settings: on,
    async prepare(app) {
      const { username, ask, remedy } = await byEmail(app);
      const { browser, send, code } = await ask(app.browser());
      app.clock.advance(minutes(10));
      const answer = await send(code);
      return { answer, username, remedy: () => remedy(browser) };
    },
    operator: ['the attempt has expired', 'so does a code that was emailed for it', 'Start over.'],
    person: /Start over\./,
  },
  {
    situation: 'the email with the code that confirms an identity came too late',
    async prepare(app) {
      const { username, ask, send, remedy } = await confirming(app);
      const code = await ask();
      app.clock.advance(minutes(10));
      return { answer: await send(code), username, remedy };
    },
    operator: ['the verification code has expired', 'A code works for ten minutes. Request a new one.'],
    person: 'Incorrect or expired code. Request a new one.',
  },
  {
    situation: 'the code that confirms an identity was entered wrong five times, and then right',
    settings: { limits: { waitAfter: 100 } },
    async prepare(app) {
      const { username, ask, send, remedy } = await confirming(app);
      const code = await ask();
      for (let tries = 0; tries < 5; tries++) await send(other(code));
      return { answer: await send(code), username, remedy };
    },
    operator: ['the verification code was tried too often', 'Request a new one.'],
    person: 'Incorrect or expired code. Request a new one.',
  },
  {
    situation: 'the code that confirms an identity is from an older email',
    async prepare(app) {
      const { username, ask, send, remedy } = await confirming(app);
      const older = await ask();
      const newer = await ask();
      return { answer: await send(older), username, remedy: () => remedy(newer) };
    },
    operator: ['the verification code was replaced by a newer one', 'Use the code from the newest one.'],
    person: /Enter the code from the newest email/,
  },
  {
    situation: 'a code is entered of an account without a verified address, to which none was sent',
    settings: on,
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const { attempt } = (await browser.post('/api/login', { username })).body;
      const answer = await browser.post(`/api/login/${attempt}/email-code`, { code: '12345678' });
      return { answer, username, remedy: () => signedIn(browser, username) };
    },
    operator: ['no verified email address, so no code is sent', 'Use the password or a passkey.'],
    person: /Enter the code from the newest email/,
  },
  {
    situation: 'no code was sent, since strangers had asked for too many',
    settings: on,
    async prepare(app) {
      const { username, ask, remedy } = await byEmail(app);
      for (let time = 0; time < 5; time++) await ask(app.browser());
      const { browser, send, code } = await ask(app.browser());
      const answer = await send(code);
      return {
        answer,
        username,
        async remedy() {
          app.clock.advance(hours(1));
          return remedy(browser);
        },
      };
    },
    operator: ["the verification code wasn't sent", 'Too many codes were sent within an hour.'],
    person: /Enter the code from the newest email/,
  },
];
