import { days, hours, minutes } from '../../../src/kit/duration.ts';
import {
  actingAsCommand,
  removeSecondFactors,
  requireSecondFactor,
} from '../../../src/operate/accounts/index.ts';
import type { TestApp } from '../app.ts';
import type { Answer, Browser } from '../browser-of.ts';
import { idOf } from '../id-of.ts';
import { codeTo, proveAddress } from '../mails.ts';
import { goodPassword, otherPassword } from '../names.ts';
import { protectedPerson, setUpTotp } from '../second-factors.ts';
import { totpCode } from '../totp-codes.ts';
import type { Failure } from './failure.ts';
import { signedIn, stranger } from './password.ts';

/** A browser that keeps no cookie. */
function withoutCookies(app: TestApp, headers: Readonly<Record<string, string>> = {}): Browser {
  const browser = app.browser();
  const send: Browser['send'] = (method, url, body, extras) => {
    browser.jar.clear();
    return app.browser().send(method, url, body, { ...extras, headers: { ...headers, ...extras?.headers } });
  };
  return {
    ...browser,
    send,
    get: (url, extras) => send('GET', url, undefined, extras),
    submit: (url, form) => send('POST', url, undefined, { form }),
    login: (username, password) => send('POST', '/api/login', { username, password }),
  };
}

const read = (browser: Browser): Promise<Answer> => browser.get('/api/session');

/** Signs in on the page, and answers where that leads. */
async function enter(browser: Browser, username: string): Promise<Answer> {
  const { headers } = await browser.submit('/login', { username, password: goodPassword });
  return browser.get(headers.location ?? '');
}

/** Two browsers in which one person is signed in. */
async function twice(app: TestApp) {
  const { username, own, browser } = await stranger(app);
  await browser.login(username, goodPassword);
  await read(browser);
  app.clock.advance(minutes(1));
  return { username, own, browser };
}

/** What goes wrong once somebody has signed in. */
export const sessionFailures: readonly Failure[] = [
  {
    situation: 'the browser blocks cookies',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const answer = await enter(withoutCookies(app), username);
      return {
        answer,
        username,
        async remedy() {
          await enter(browser, username);
          return browser;
        },
      };
    },
    operator: ["hasn't been used yet, so the browser may not have kept its cookie", 'allows cookies'],
    person: /didn&#39;t keep the cookie|didn't keep the cookie/,
  },
  {
    situation: 'the server has https, and the page was opened over http',
    settings: { publicUrl: 'https://localhost' },
    async prepare(app) {
      const { username } = await stranger(app);
      const answer = await enter(withoutCookies(app), username);
      return {
        answer,
        username,
        async remedy() {
          const browser = app.browser();
          await browser.login(username, goodPassword, {});
          return browser;
        },
      };
    },
    operator: ['opened over http', '`publicUrl`'],
    person: 'only sent over https',
  },
  {
    situation: 'the frontend is on localhost, and calls the server at 127.0.0.1',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const headers = { origin: 'http://localhost:5173', 'sec-fetch-site': 'cross-site' };
      const page = withoutCookies(app, headers);
      await page.login(username, goodPassword);
      const answer = await read(page);
      return { answer, username, remedy: () => signedIn(browser, username) };
    },
    operator: ['page of another site', '`localhost` and `127.0.0.1` are two sites'],
    person: /"reason":"no-cookie".*same site|same site.*"reason":"no-cookie"/,
  },
  {
    situation: "the frontend doesn't send the cookie along",
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const headers = { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' };
      await browser.login(username, goodPassword, {});
      const answer = await read(withoutCookies(app, headers));
      return { answer, username, remedy: async () => browser };
    },
    operator: ["hasn't been used yet", 'credentials: "include"'],
    person: /"detail":"[^}]*credentials: \\"include\\"/,
  },
  {
    situation: "a program doesn't send its token",
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const { token } = (await browser.login(username, goodPassword, { transport: 'bearer' })).body;
      const program = withoutCookies(app);
      return {
        answer: await read(program),
        username,
        remedy: async () => withoutCookies(app, { authorization: `Bearer ${token}` }),
      };
    },
    operator: ["token hasn't been used yet", 'Authorization: Bearer'],
    person: '"reason":"no-cookie"',
  },
  {
    situation: 'the cookie was cut',
    async prepare(app) {
      const { username, browser } = await twice(app);
      const token = browser.jar.get('latchkey') ?? '';
      browser.jar.set(
        'latchkey',
        token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      );
      return { answer: await read(browser), username, remedy: () => signedIn(browser, username) };
    },
    operator: ['The session is in use', 'another username, another site or another browser'],
    person: '"reason":"unknown"',
  },
  {
    situation: 'the session lay idle',
    async prepare(app) {
      const { username, browser } = await twice(app);
      app.clock.advance(hours(2));
      const answer = await browser.get('/login', { headers: { accept: 'text/html' } });
      return { answer, username, remedy: () => signedIn(browser, username) };
    },
    operator: [/Their session ended at .+: it wasn't used/],
    person: /expired because it wasn(&#39;|')t used for a while.*That was on/s,
  },
  {
    situation: 'the session was too old',
    async prepare(app) {
      const { username, browser } = await twice(app);
      for (let at = 0; at < 50; at++) {
        app.clock.advance(minutes(30));
        await read(browser);
      }
      return { answer: await read(browser), username, remedy: () => signedIn(browser, username) };
    },
    operator: [/Their session ended at .+: it was as old as/],
    person: '"reason":"absolute"',
  },
  {
    situation: 'the password was changed in another browser',
    async prepare(app) {
      const { username, own, browser } = await twice(app);
      await own.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword });
      return {
        answer: await read(browser),
        username,
        remedy: () => signedIn(browser, username, otherPassword),
      };
    },
    operator: [/Their session ended at .+: the password was changed\./],
    person: /"reason":"password-changed"/,
  },
  {
    situation: 'the password was reset by email',
    async prepare(app) {
      const { username, own, browser } = await stranger(app);
      const address = await proveAddress(app, own);
      await browser.login(username, goodPassword);
      await app.browser().post('/api/recover', { identifier: username });
      const token = await codeTo(app, address);
      const { status } = await app
        .browser()
        .post('/api/recover/complete', { token, newPassword: otherPassword });
      if (status >= 400) throw new Error(String(status));
      return {
        answer: await read(browser),
        username,
        remedy: () => signedIn(browser, username, otherPassword),
      };
    },
    operator: [/Their session ended at .+: the password was changed\./],
    person: '"reason":"password-changed"',
  },
  {
    situation: 'a second factor was added in another browser',
    async prepare(app) {
      const { username, own, browser } = await twice(app);
      const { secret } = await setUpTotp(app, own);
      return {
        answer: await read(browser),
        username,
        async remedy() {
          const { attempt } = (await browser.login(username, goodPassword)).body;
          await browser.post(`/api/login/${attempt}/totp`, { code: totpCode(secret, app.clock()) });
          return browser;
        },
      };
    },
    operator: [/Their session ended at .+: the ways to sign in were changed\./],
    person: '"reason":"factors-changed"',
  },
  {
    situation: 'they signed out in another tab',
    async prepare(app) {
      const { username, browser } = await twice(app);
      const token = browser.jar.get('latchkey') ?? '';
      await browser.post('/api/logout');
      browser.jar.set('latchkey', token);
      return { answer: await read(browser), username, remedy: () => signedIn(browser, username) };
    },
    operator: [/Their session ended at .+: they signed out\./],
    person: '"reason":"signed-out"',
  },
  {
    situation: 'they signed out in another tab, which took the cookie along',
    async prepare(app) {
      const { username, browser } = await twice(app);
      await browser.post('/api/logout');
      const { headers } = await browser.get('/account', { headers: { accept: 'text/html' } });
      const answer = await browser.get(headers.location ?? '', { headers: { accept: 'text/html' } });
      return { answer, username, remedy: () => signedIn(browser, username) };
    },
    operator: [/Their session ended at .+: they signed out\./],
    person: /You(&#39;|')re signed out in this browser\. Sign in to continue\./,
  },
  {
    situation: 'they signed out everywhere else, from another device',
    async prepare(app) {
      const { username, own, browser } = await twice(app);
      await own.send('DELETE', '/api/me/sessions');
      return { answer: await read(browser), username, remedy: () => signedIn(browser, username) };
    },
    operator: [/Their session ended at .+: it was ended from another device/],
    person: '"reason":"ended"',
  },
  {
    situation: 'too many newer sessions',
    settings: { session: { most: 2 } },
    async prepare(app) {
      const { username, browser } = await twice(app);
      for (let login = 0; login < 2; login++) await app.browser().login(username, goodPassword);
      return { answer: await read(browser), username, remedy: () => signedIn(browser, username) };
    },
    operator: [/Another session of theirs ended at .+: newer sign-ins took its place/],
    person: '"reason":"too-many"',
  },
  {
    situation: 'the device that signed in last has signed the others out',
    async prepare(app) {
      const { username, own, browser } = await twice(app);
      await browser.send('DELETE', '/api/me/sessions');
      return { answer: await read(own), username, remedy: () => signedIn(own, username) };
    },
    operator: ['The session is in use', /Another session of theirs ended at .+: it was ended from another/],
    person: '"reason":"ended"',
  },
  {
    situation: 'the browser blocks cookies, behind a proxy that puts in its own host name',
    settings: { publicUrl: 'https://login.example.com' },
    async prepare(app) {
      const { username } = await stranger(app);
      const proxied = { origin: 'https://login.example.com', host: '127.0.0.1:5000' };
      const { headers } = await withoutCookies(app, proxied).send('POST', '/login', undefined, {
        form: { username, password: goodPassword },
      });
      const page = { 'sec-fetch-site': 'same-origin', host: '127.0.0.1:5000' };
      const answer = await withoutCookies(app, page).get(headers.location ?? '');
      return { answer, username, remedy: () => signedIn(app.browser(), username) };
    },
    operator: ["hasn't been used yet", 'Check that the browser allows cookies'],
    person: /Allow cookies for this site/,
  },
  {
    situation: 'an admin removed the second factors',
    async prepare(app) {
      const { username, self: browser } = await protectedPerson(app);
      app.clock.advance(minutes(1));
      await removeSecondFactors(app.services, actingAsCommand(), { name: username, passkeys: true });
      return { answer: await read(browser), username, remedy: () => signedIn(browser, username) };
    },
    operator: [/Their session ended at .+: an admin or a new rule ended it\./],
    person: '"reason":"by-admin"',
  },
  {
    situation: 'an admin required a second factor of a session without one',
    async prepare(app) {
      const { username, browser } = await twice(app);
      const accountId = await idOf(app, username);
      await requireSecondFactor(app.services, actingAsCommand(), { accountId, required: true });
      return {
        answer: await read(browser),
        username,
        async remedy() {
          const { attempt, next = [] } = (await browser.login(username, goodPassword)).body;
          const secret = String(next.find(({ factor }) => factor === 'add-totp')?.secret);
          await browser.post(`/api/login/${attempt}/add-totp`, { code: totpCode(secret, app.clock()) });
          return browser;
        },
      };
    },
    operator: [/Their session ended at .+: an admin or a new rule ended it\./],
    person: '"reason":"by-admin"',
  },
  {
    situation: 'they came back after weeks',
    async prepare(app) {
      const { username, browser } = await twice(app);
      app.clock.advance(days(30));
      const answer = await browser.get('/account', { headers: { accept: 'text/html' } });
      const page = await browser.get(answer.headers.location ?? '', { headers: { accept: 'text/html' } });
      return { answer: page, username, remedy: () => signedIn(browser, username) };
    },
    operator: [/Their session ended at .+: it wasn't used/],
    person: /expired because it wasn(&#39;|')t used for a while/,
  },
];
