import { dirname } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Database, openDatabase } from '../../src/kit/db/index.ts';
import type { PageBrowser } from './app-client.ts';
import { type Body, markIn } from './browser-of.ts';
import { CookieJar } from './cookie-jar.ts';
import { eachDatabase } from './databases.ts';
import { freePort } from './free-port.ts';
import { codeTo, loginCodeTo } from './mails.ts';
import { type RunningServer, startLatchkey } from './server-process.ts';

/** Which of the two; any number will do, so that racers can be dealt out evenly. */
export type Which = number;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A browser or a program with cookies and an address of its own, which may ask either server. */
export interface Visitor {
  readonly jar: CookieJar;
  /** Sends JSON; with `bearer` as a program does, without cookies. */
  send(which: Which, method: string, path: string, body?: unknown, bearer?: string): Promise<Answer>;
  /** Opens pages and submits their forms at one of the two, and is led nowhere by itself. */
  pages(which: Which): PageBrowser;
}

/** Two servers in processes of their own, in production, on one database and with one key. */
export interface TwoServers {
  /** The same database, to look at what was written. */
  readonly database: Database;
  /** Where one of the two listens. */
  url(which: Which): string;
  /** Somebody who was never here, or has only these cookies. */
  visitor(jar?: CookieJar): Visitor;
  /** The code in the newest mail to an address. No mail server is there, so that all mails wait in the outbox. */
  codeTo(address: string): Promise<string>;
  /** The digits to log in with, from the newest mail to an address. */
  loginCodeTo(address: string): Promise<string>;
}

/** Passkeys are made for this origin. */
export const publicUrl = 'http://localhost:5000';

export const secretKey = 'Jw3fXq8TzLr5VbYh2KcNd7PmQs4GtUe9';

export const environment = {
  LATCHKEY_PUBLIC_URL: publicUrl,
  LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
  LATCHKEY_SECRET_KEY: secretKey,
  LATCHKEY_HASH_MEMORY: '7168',
  LATCHKEY_HASH_ITERATIONS: '5',
  LATCHKEY_MAIL_FROM: 'Latchkey <login@example.com>',
  LATCHKEY_LOG_LEVEL: 'error',
};

/** Describes the same tests for two servers on one SQLite and on one PostgreSQL. */
export function eachTwoServers(
  title: string,
  settings: Readonly<Record<string, string>>,
  define: (two: TwoServers) => void,
): void {
  eachDatabase(title, (make) => {
    const servers: RunningServer[] = [];
    let database: Database;
    beforeAll(async () => {
      const location = await make.location();
      const isFile = 'file' in location;
      const mail = { LATCHKEY_MAIL_URL: `smtp://127.0.0.1:${await freePort()}` };
      const env = {
        ...environment,
        ...mail,
        ...settings,
        ...(!isFile && { LATCHKEY_DATABASE_URL: location.url }),
      };
      const start = () =>
        startLatchkey({ command: 'serve', env, ...(isFile && { dataDir: dirname(location.file) }) });
      servers.push(...(await Promise.all([start(), start()])));
      database = openDatabase(location);
    });
    afterAll(async () => {
      await database?.close();
      await Promise.all(servers.map((server) => server.stop()));
    });
    define({
      get database() {
        return database;
      },
      url: (which) => servers[which % 2]?.url ?? '',
      visitor: (jar) => visitorOf(servers, jar),
      codeTo: (address) => codeTo({ services: { db: database.db, secretKey } }, address),
      loginCodeTo: (address) => loginCodeTo({ services: { db: database.db, secretKey } }, address),
    });
  });
}

let visitors = 0;

/** Somebody who asks these servers, whichever they are at that moment. */
export function visitorOf(servers: readonly RunningServer[], jar = new CookieJar()): Visitor {
  visitors += 1;
  const address = `10.1.${visitors >> 8}.${visitors & 255}`;
  async function open(which: Which, path: string, form?: URLSearchParams) {
    const answer = await fetch(`${servers[which % 2]?.url}${path}`, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { 'x-forwarded-for': address, cookie: jar.header, accept: 'text/html' },
      ...(form && { body: form }),
    });
    jar.take(answer);
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      text: await answer.text(),
    };
  }
  return {
    jar,
    pages: (which) => ({
      get: (path) => open(which, path),
      async submit(path, form) {
        const owner = markIn((await open(which, path)).text);
        return open(which, path, new URLSearchParams({ ...form, owner }));
      },
    }),
    async send(which, method, path, body, bearer) {
      const answer = await fetch(`${servers[which % 2]?.url}${path}`, {
        method,
        headers: {
          'x-forwarded-for': address,
          ...(bearer === undefined ? { cookie: jar.header } : { authorization: `Bearer ${bearer}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (bearer === undefined) jar.take(answer);
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        body: text.startsWith('{') ? JSON.parse(text) : {},
      };
    },
  };
}
