import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../src/config/index.ts';
import { inTransaction, migrate, openDatabase } from '../../src/kit/db/index.ts';
import type { Outbound } from '../../src/kit/outbound/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import {
  type AddedApp,
  addApp,
  type NewApp,
  type NewResource,
  saveResource,
} from '../../src/operate/apps/index.ts';
import { insertVerifiedEmail } from '../../src/people/emails/store.ts';
import { sqliteFile } from '../../src/start/open-database.ts';
import { keyIn, run } from '../cli/command-line.ts';
import { buildApp } from './app.ts';
import { markIn } from './browser-of.ts';
import { fakeClock } from './clock.ts';
import { testKey } from './config.ts';
import { CookieJar } from './cookie-jar.ts';
import { freePort } from './free-port.ts';
import { freshName, goodPassword } from './names.ts';
import { startLatchkey } from './server-process.ts';
import { type Arrived, throughPages, type Visitor } from './through-pages.ts';
import { startTlsFront } from './tls-front.ts';

/** A server that really listens, on a file, for software of others. */
export interface Latchkey {
  readonly url: string;
  stop(): Promise<void>;
  /** What an operator reads about the latest attempt. */
  trail(): Promise<string>;
  addApp(wanted: Partial<NewApp>): Promise<AddedApp>;
  addResource(resource: NewResource): Promise<void>;
  /** Somebody new with a verified email address, in a browser that is signed in. */
  person(username?: string): Promise<Person>;
}

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  /** Opens an address of any site, goes where it leads and does what Latchkey's pages ask, until a site shows a page. */
  open(address: string): Promise<Shown>;
  /** The same until the browser is sent away from Latchkey, to where nobody listens. */
  leave(address: string): Promise<Arrived & { readonly left: URL }>;
  /** Opens a page of Latchkey by its path, and sends a form of it with what the person types. Gives what is shown then. */
  fill(path: string, form: Readonly<Record<string, string>>): Promise<string>;
  /** Forgets that the browser is signed in. */
  forget(): void;
}

export interface Shown {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  /** The pages of Latchkey on which the person had to do something. */
  readonly met: Arrived['met'];
}

interface Ways {
  /** As it is in production, behind a proxy that speaks TLS; else as it is in development. */
  readonly tls?: boolean;
  readonly unregistered?: Config['apps']['unregistered'];
  /** The other servers that it can ask, for which it runs in this process; those that there are unless said. */
  readonly outbound?: Outbound;
  /** More of its settings, where it runs apart. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function startForClients(ways: Ways = {}): Promise<Latchkey> {
  const server = ways.outbound ? await startHere(ways) : await startApart(ways);
  const { url } = server;
  const database = openDatabase({ file: sqliteFile(server) });
  const secretKey = ways.outbound ? testKey : keyIn({ LATCHKEY_DATA_DIR: server.dataDir });
  const services = { db: database.db, clock: Date.now, secretKey };
  return {
    url,
    async stop() {
      await database.close();
      await server.stop();
    },
    async trail() {
      const args = ['trail', '--data-dir', server.dataDir];
      const { out } = await run(args, { PATH: process.env.PATH ?? '' });
      return out;
    },
    addApp: ({ name = freshName('App'), kind = 'web', redirects = [], ...more }) =>
      addApp(services, { name, kind, redirects, ...more }),
    async addResource(resource) {
      await saveResource(services, resource);
    },
    async person(username = freshName()) {
      const jars = new Map<string, CookieJar>();
      const send = sender(jars);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ username, password: goodPassword });
      const registered = await send(new URL('/api/register', url), { method: 'POST', headers, body });
      const { account } = (await registered.json()) as { account: { id: string } };
      const email = `${username}@example.com`;
      await inTransaction(database.db, async (tx) => {
        await insertVerifiedEmail(tx, account.id, { address: email, key: email }, Date.now());
      });
      return {
        id: account.id,
        username,
        email,
        forget: () => jars.clear(),
        ...walker(url, send, username),
      };
    },
  };
}

interface Started {
  readonly url: string;
  readonly dataDir: string;
  stop(): Promise<unknown>;
}

async function startApart({ tls = false, unregistered = 'off', env: more = {} }: Ways): Promise<Started> {
  const env = { ...more, LATCHKEY_APPS_UNREGISTERED: unregistered };
  if (!tls) return startLatchkey({ env });
  const front = await startTlsFront();
  const { url } = front;
  const inPublic = { LATCHKEY_PUBLIC_URL: url, LATCHKEY_TRUSTED_PROXIES: '127.0.0.1' };
  const server = await startLatchkey({ command: 'serve', env: { ...env, ...inPublic } });
  front.passTo(server.url);
  return {
    ...server,
    url,
    async stop() {
      await front.close();
      await server.stop();
    },
  };
}

async function startHere({ unregistered = 'off', outbound }: Ways): Promise<Started> {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-data-'));
  const database = openDatabase({ file: sqliteFile({ dataDir }) });
  await migrate(database, migrations, 0);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const settings = { publicUrl: url, apps: { unregistered }, ...(outbound && { outbound }) };
  const { app } = await buildApp(database, settings, fakeClock(Date.now()));
  await app.listen({ host: 'localhost', port });
  return {
    url,
    dataDir,
    async stop() {
      await app.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Send = (url: URL, init?: RequestInit) => Promise<Response>;

/** Sends each site its own cookies. */
function sender(jars: Map<string, CookieJar>): Send {
  return async (url, init) => {
    const jar = jars.get(url.origin) ?? new CookieJar();
    jars.set(url.origin, jar);
    const headers = { accept: 'text/html', ...(init?.headers as object), cookie: jar.header };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    jar.take(response);
    return response;
  };
}

function walker(origin: string, send: Send, username: string): Pick<Person, 'open' | 'leave' | 'fill'> {
  const pageOf = async (response: Response) => ({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  });
  const visitor: Visitor = {
    get: async (path) => pageOf(await send(new URL(path, origin))),
    submit: async (path, form) =>
      pageOf(
        await send(new URL(path, origin), {
          method: 'POST',
          headers: { origin, 'sec-fetch-site': 'same-origin' },
          body: new URLSearchParams(form),
        }),
      ),
  };
  const through = ({ pathname, search }: URL) =>
    throughPages(visitor, `${pathname}${search}`, { username, password: goodPassword }, origin);
  return {
    async leave(address) {
      const arrived = await through(new URL(address));
      const { left, page } = arrived;
      if (!left) throw new Error(`It ends at a page of ${page.status}: ${page.text}`);
      return { ...arrived, left };
    },
    async fill(path, form) {
      const owner = markIn((await visitor.get(path)).text);
      return (await visitor.submit(path, { ...form, owner })).text;
    },
    async open(address) {
      let url = new URL(address);
      const met: Arrived['met'][number][] = [];
      for (let hops = 0; hops < 12; hops++) {
        if (url.origin === origin) {
          const arrived = await through(url);
          met.push(...arrived.met);
          if (!arrived.left) return { url, ...arrived.page, met };
          url = arrived.left;
        }
        const response = await send(url);
        const to = response.headers.get('location');
        if (to === null) return { url, status: response.status, text: await response.text(), met };
        url = new URL(to, url);
      }
      throw new Error(`It goes round and round, last at ${url}.`);
    },
  };
}
