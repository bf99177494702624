import { minutes } from '../../../src/kit/duration.ts';
import type { Browser } from '../browser-of.ts';
import { makeReadOnly } from '../database-troubles.ts';
import { freshName, goodPassword } from '../names.ts';
import { protectedPerson } from '../second-factors.ts';
import { totpCode } from '../totp-codes.ts';
import type { Failure } from './failure.ts';
import { signedIn, stranger } from './password.ts';
import {
  fromOrigin,
  fromOwnAddress,
  frontend,
  production,
  sentWrong,
  signedInEarlier,
} from './ways-to-be-refused.ts';

const json = { accept: 'application/json' };

/** What is sensitive works by now. */
async function withApp(browser: Browser): Promise<Browser> {
  const { status, text } = await browser.post('/api/me/totp');
  if (status >= 400) throw new Error(text);
  return browser;
}

const pepper = 'a pepper of the tests that is long enough';

/** What is refused before an attempt begins, or beside it. */
export const earlyFailures: readonly Failure[] = [
  {
    situation: 'the frontend has an origin that is not allowed',
    settings: production,
    prepare: fromOrigin(frontend),
    operator: [
      'the page that sent it belongs to another site',
      `add ${frontend} to \`allowedOrigins\` (LATCHKEY_ALLOWED_ORIGINS=${frontend};`,
    ],
    person: `If this is your app, add it to \`allowedOrigins\``,
  },
  {
    situation: 'the browser asks first for a frontend that is not allowed',
    settings: production,
    async prepare(app, reopen) {
      const { username, browser } = await stranger(app);
      const headers = { origin: frontend, 'access-control-request-method': 'POST' };
      const answer = await browser.send('OPTIONS', '/api/login', undefined, { headers });
      return {
        answer,
        async remedy() {
          const allowing = (await reopen({ ...production, allowedOrigins: [frontend] })).browser();
          const asked = await allowing.send('OPTIONS', '/api/login', undefined, { headers });
          if (asked.headers['access-control-allow-origin'] !== frontend) throw new Error('not allowed');
          return signedIn(allowing, username);
        },
      };
    },
    operator: ['the browser asked first', `LATCHKEY_ALLOWED_ORIGINS=${frontend};`],
    person: /^$/,
  },
  {
    situation: 'the browser asks first for a header that no request may have',
    settings: { ...production, allowedOrigins: [frontend] },
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const headers = {
        origin: frontend,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, x-requested-with',
      };
      const answer = await browser.send('OPTIONS', '/api/login', undefined, { headers });
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: ['for a header that no request here may have', 'Remove the headers that your frontend adds'],
    person: /^$/,
  },
  {
    situation: 'the page was opened at another address of the server',
    settings: production,
    prepare: fromOwnAddress('https://www.example.com'),
    operator: ['opened at another address of this server', 'at its `publicUrl`'],
    person: 'Open https://login.example.com instead.',
  },
  {
    situation: 'the page was opened as a file',
    settings: production,
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const headers = { origin: 'null', 'sec-fetch-site': 'cross-site' };
      const answer = await browser.post('/api/login', { username, password: goodPassword }, { headers });
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: ['from a page without an origin', 'not as a file'],
    person: 'without naming it',
  },
  {
    situation: 'the server is opened by a name that it does not know',
    async prepare(app, reopen) {
      const { username, browser } = await stranger(app);
      const headers = { host: 'latchkey.test:5000', accept: 'text/html' };
      const answer = await browser.get('/login', { headers });
      return {
        answer,
        async remedy() {
          const named = (await reopen({ publicUrl: 'http://latchkey.test:5000' })).browser();
          await named.submit('/login', { username, password: goodPassword }, { headers });
          return named;
        },
      };
    },
    operator: ['a host name that this server is not known by', 'LATCHKEY_PUBLIC_URL'],
    person: /set <code>publicUrl/,
  },
  {
    situation: 'the frontend sends another field than the username',
    prepare: sentWrong({ raw: JSON.stringify({ login: 'ada', password: goodPassword }) }),
    operator: ["a field isn't one of this request", 'in `errors`'],
    person: '"code":"unknown-field"',
  },
  {
    situation: 'the frontend sends a number for a password',
    prepare: sentWrong({ raw: '{"username":"ada","password":1234}' }),
    operator: ['the field `password` has a value of the wrong type', '/reference'],
    person: 'must be a string',
  },
  {
    situation: 'the frontend forgets JSON.stringify',
    prepare: sentWrong({ raw: '[object Object]' }),
    operator: ["its body can't be read", 'JSON.stringify'],
    person: "isn't valid JSON",
  },
  {
    situation: 'the frontend sends no body',
    prepare: sentWrong({ headers: { 'content-type': 'application/json' } }),
    operator: ['it has no body', 'JSON.stringify'],
    person: 'The body is empty',
  },
  {
    situation: 'a plain form is sent to the API',
    prepare: sentWrong({ form: { username: 'ada', password: goodPassword } }),
    operator: ["a media type that isn't supported", '`Content-Type: application/json`'],
    person: 'Send `Content-Type: application/json`.',
  },
  {
    situation: 'the frontend compresses its body',
    prepare: sentWrong({ raw: '{}', headers: { 'content-encoding': 'gzip' } }),
    operator: ['its body is compressed', 'without `Content-Encoding`'],
    person: 'Compressed bodies',
  },
  {
    situation: 'the frontend sends far too much',
    prepare: sentWrong({ raw: JSON.stringify({ username: 'ada', password: 'x'.repeat(300_000) }) }),
    operator: ['its body is too large', 'Send less at once'],
    person: '"code":"body-too-large"',
  },
  {
    situation: 'the form was sent empty',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const answer = await browser.submit('/login', { username: '', password: '' });
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: ['the field `username` is empty'],
    person: /Support code:/,
  },
  {
    situation: 'a newer sign-in began in another tab',
    async prepare(app) {
      const { username, secret } = await protectedPerson(app);
      const browser = app.browser();
      const enter = () => browser.submit('/login', { username, password: goodPassword });
      await enter();
      const [old = ''] = browser.jar.get('latchkey-attempt')?.split('.') ?? [];
      await enter();
      app.clock.advance(minutes(1));
      const answer = await browser.submit('/login/second-factor', {
        factor: 'totp',
        code: totpCode(secret, app.clock()),
        owner: old,
      });
      return {
        answer,
        async remedy() {
          await browser.submit('/login/second-factor', {
            factor: 'totp',
            code: totpCode(secret, app.clock()),
          });
          return browser;
        },
      };
    },
    operator: ['the form was made for another account or sign-in', 'Reload the page'],
    person: /another sign-in|newer sign-in/,
  },
  {
    situation: 'the database is read-only',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const end = await makeReadOnly(app.database);
      const answer = await browser.login(username, goodPassword);
      await end();
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: ['the database is read-only', '`database.url` must lead to the primary', 'they can try again'],
    person: '"code":"busy"',
  },
  {
    situation: 'the server was started without its pepper',
    async prepare(app, reopen) {
      const username = freshName();
      const peppered = await reopen({ password: { pepper } });
      await peppered.browser().register(username, goodPassword);
      const answer = await app.browser().login(username, goodPassword);
      return { answer, username, remedy: () => signedIn(peppered.browser(), username) };
    },
    operator: ['hashed with a pepper', 'Start the server with the pepper that it had before'],
    person: 'Incorrect username or password.',
  },
  {
    situation: 'the server was started with another pepper',
    settings: { password: { pepper: `${pepper}, but another one` } },
    async prepare(app, reopen) {
      const username = freshName();
      const peppered = await reopen({ password: { pepper } });
      await peppered.browser().register(username, goodPassword);
      const answer = await app.browser().submit('/login', { username, password: goodPassword });
      return { answer, username, remedy: () => signedIn(peppered.browser(), username) };
    },
    operator: ['hashed with a pepper', 'LATCHKEY_PASSWORD_PEPPER_FILE'],
    person: 'Incorrect username or password.',
  },
  {
    situation: 'they signed in too long ago for what they want to do',
    async prepare(app) {
      const { username, browser } = await signedInEarlier(app);
      const answer = await browser.post('/api/me/totp');
      return {
        answer,
        username,
        async remedy() {
          await browser.post('/api/reauthenticate', { password: goodPassword });
          return withApp(browser);
        },
      };
    },
    operator: ['signed in 11 minutes ago; this needs the last ten minutes', 'POST /api/reauthenticate'],
    person: 'You signed in 11 minutes ago; this needs the last ten minutes.',
  },
  {
    situation: 'they signed in too long ago for a page',
    async prepare(app) {
      const { username, browser } = await signedInEarlier(app);
      const led = await browser.submit('/account/security/totp', {});
      const answer = await browser.get(led.headers.location ?? '');
      return {
        answer,
        username,
        async remedy() {
          await browser.submit('/account/prove', { factor: 'password', password: goodPassword, next: '' });
          return withApp(browser);
        },
      };
    },
    operator: ['signed in 11 minutes ago; this needs the last ten minutes', 'The page asks for it'],
    person: 'You signed in 11 minutes ago; this needs the last ten minutes.',
  },
  {
    situation: 'their second factor was confirmed too long ago',
    async prepare(app) {
      const { username, self: browser, secret } = await protectedPerson(app);
      app.clock.advance(minutes(5));
      await browser.post('/api/reauthenticate', { factor: 'totp', code: totpCode(secret, app.clock()) });
      app.clock.advance(minutes(11));
      const answer = await browser.send('DELETE', '/api/me/totp', undefined, { headers: json });
      return {
        answer,
        username,
        async remedy() {
          await browser.post('/api/reauthenticate', { factor: 'totp', code: totpCode(secret, app.clock()) });
          const removed = await browser.send('DELETE', '/api/me/totp', undefined, { headers: json });
          if (removed.status >= 400) throw new Error(removed.text);
          return browser;
        },
      };
    },
    operator: ['confirmed a second factor 11 minutes ago; this needs the last ten minutes'],
    person: 'You confirmed your second factor 11 minutes ago; this needs the last ten minutes.',
  },
  {
    situation: 'a program of the workshop sends a wrong password in the address',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const answer = await browser.get(`/login?username=${username}&password=wrong`);
      return { answer, username, remedy: () => signedIn(browser, username) };
    },
    operator: ['the password is incorrect', 'The password was in the URL'],
    person: /./,
  },
];
