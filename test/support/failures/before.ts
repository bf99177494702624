import type { Browser } from '../browser-of.ts';
import { goodPassword } from '../names.ts';
import type { Failure } from './failure.ts';
import { signedIn, stranger } from './password.ts';
import {
  fromOrigin,
  fromOwnAddress,
  frontend,
  production,
  publicUrl,
  refusedAt,
  sentWrong,
  signedInEarlier,
} from './ways-to-be-refused.ts';

const allows = (origin: string): string[] => ['another site', `LATCHKEY_ALLOWED_ORIGINS=${origin};`];

/** Siblings of the requests that are refused early: each differs from one that is allowed by little. */
export const beforeFailures: readonly Failure[] = [
  {
    situation: 'the frontend has the http of an https origin',
    settings: { ...production, allowedOrigins: ['https://app.example.com'] },
    prepare: fromOrigin('http://app.example.com', frontend),
    operator: ['on plain http', 'serve it over https, and add https://app.example.com to'],
    person: 'serve it over https, and add its https address',
  },
  {
    situation: 'the frontend has another port than the allowed one',
    settings: { ...production, allowedOrigins: ['https://app.example.com'] },
    prepare: fromOrigin('https://app.example.com:8443'),
    operator: allows('https://app.example.com:8443'),
    person: 'https://app.example.com:8443',
  },
  {
    situation: 'the frontend has www before the allowed name',
    settings: { ...production, allowedOrigins: ['https://example.com'] },
    prepare: fromOrigin('https://www.example.com'),
    operator: allows('https://www.example.com'),
    person: 'https://www.example.com',
  },
  {
    situation: 'the frontend is opened on 127.0.0.1 where localhost is allowed',
    settings: { ...production, allowedOrigins: ['http://localhost:5173'] },
    prepare: fromOrigin('http://127.0.0.1:5173'),
    operator: allows('http://127.0.0.1:5173'),
    person: 'http://127.0.0.1:5173',
  },
  {
    situation: 'the page was opened over http behind a server with https',
    settings: production,
    prepare: fromOwnAddress('http://login.example.com'),
    operator: ['opened at another address of this server', '`publicUrl`'],
    person: 'Open https://login.example.com instead.',
  },
  {
    situation: 'the page was opened at another port of the server',
    settings: production,
    prepare: fromOwnAddress(`${publicUrl}:8443`),
    operator: ['opened at another address of this server', '`publicUrl`'],
    person: 'Open https://login.example.com instead.',
  },
  {
    situation: 'the page was opened by the IP address of the server',
    settings: production,
    prepare: fromOwnAddress('http://192.0.2.7:5000'),
    operator: ['opened at another address of this server', '`publicUrl`'],
    person: 'Open https://login.example.com instead.',
  },
  {
    situation: 'the page that registers belongs to another site',
    settings: production,
    prepare: refusedAt('/api/register', { username: 'ada', password: goodPassword }),
    operator: allows(frontend),
    person: '"code":"forbidden-origin"',
  },
  {
    situation: 'the page that recovers belongs to another site',
    settings: production,
    prepare: refusedAt('/api/recover', { identifier: 'ada' }),
    operator: allows(frontend),
    person: '"code":"forbidden-origin"',
  },
  {
    situation: 'the page that verifies an email address belongs to another site',
    settings: production,
    prepare: refusedAt('/api/email/verify', { token: 'nothing' }),
    operator: allows(frontend),
    person: '"code":"forbidden-origin"',
  },
  {
    situation: 'the page that answers a second factor belongs to another site',
    settings: production,
    prepare: refusedAt('/api/login/att_7k3mq2xv9d4t/totp', { code: '123456' }),
    operator: allows(frontend),
    person: '"code":"forbidden-origin"',
  },
  {
    situation: 'the frontend names an attempt that is none',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const answer = await browser.post('/api/login/att_7k3mq2xv9d4z/totp', { code: '123456' });
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: [/expired|already/],
    person: /expired|Start over|start over/,
  },
  {
    situation: 'the frontend names an attempt by a text that is none',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const answer = await browser.post('/api/login/undefined/totp', { code: '123456' });
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: ['the request names no attempt', 'puts the `attempt` from the answer'],
    person: /expired|Start over|start over/,
  },
  {
    situation: 'the session confirms with a number for a password',
    async prepare(app) {
      const { browser } = await signedInEarlier(app);
      const answer = await browser.post('/api/reauthenticate', { password: 1234 });
      return {
        answer,
        async remedy(): Promise<Browser> {
          await browser.post('/api/reauthenticate', { password: goodPassword });
          return browser;
        },
      };
    },
    operator: ['the field `password` has a value of the wrong type'],
    person: 'must be a string',
  },
  {
    situation: 'the frontend sends a list for a body',
    prepare: sentWrong({ raw: '["ada"]' }),
    operator: ['its body is JSON, but no object', 'make it JSON only once'],
    person: 'must be',
  },
  {
    situation: 'the frontend makes its body JSON twice',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const raw = JSON.stringify(JSON.stringify({ username, password: goodPassword }));
      const answer = await browser.post('/api/login', undefined, { raw });
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: ['its body is JSON, but no object', 'make it JSON only once'],
    person: 'must be an object',
  },
  {
    situation: 'the frontend sends JSON to the page',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const answer = await browser.post('/login', { username, password: goodPassword });
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: ['This is the address of a page', 'Send JSON to the API, such as POST /api/login.'],
    person: 'Content-Type: application/x-www-form-urlencoded',
  },
  {
    situation: 'the frontend sends the name without a password',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const answer = await browser.post('/api/login', { username });
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: ['the field `password` is missing', '/reference'],
    person: 'Send `password` too',
  },
  {
    situation: 'the frontend sends the fields in the address, and no body',
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const query = new URLSearchParams({ username, password: goodPassword });
      const answer = await browser.post(`/api/login?${query}`);
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: ['it has no body', 'The password was in the URL'],
    person: 'The body is empty',
  },
  {
    situation: 'a program of the workshop asks a server in production',
    settings: production,
    async prepare(app) {
      const { username, browser } = await stranger(app);
      const query = new URLSearchParams({ username, password: goodPassword });
      const answer = await browser.get(`/login?${query}`);
      const line = app.log.find((one) => one.includes('"code":"invalid-request"'));
      if (line === undefined) throw new Error('The log does not say why.');
      return { answer, remedy: () => signedIn(browser, username) };
    },
    operator: ['only development mode answers', 'POST /api/login', 'The password was in the URL'],
    person: 'POST /api/login with a JSON body',
  },
  {
    situation: 'the frontend sends plain text',
    prepare: sentWrong({ raw: '{}', headers: { 'content-type': 'text/plain' } }),
    operator: ["a media type that isn't supported", '`Content-Type: application/json`'],
    person: 'Send `Content-Type: application/json`.',
  },
];
