import { inTransaction, openDatabase } from '../../src/kit/db/index.ts';
import {
  type AddedApp,
  addApp,
  type NewApp,
  type NewResource,
  saveResource,
} from '../../src/operate/apps/index.ts';
import { insertVerifiedEmail } from '../../src/people/emails/store.ts';
import { sqliteFile } from '../../src/start/open-database.ts';
import { freshName, goodPassword } from './app.ts';
import { markIn } from './browser-of.ts';
import { CookieJar } from './cookie-jar.ts';
import { type RunningServer, startLatchkey } from './server-process.ts';
import { type Arrived, throughPages, type Visitor } from './through-pages.ts';

/** A server that really listens, on a file, for software of others. */
export interface Latchkey extends Pick<RunningServer, 'url' | 'output' | 'stop'> {
  addApp(wanted: Partial<NewApp>): Promise<AddedApp>;
  addResource(resource: NewResource): Promise<void>;
  /** Somebody new with a verified email address, in a browser that is signed in. */
  person(): Promise<Person>;
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

export async function startForClients(): Promise<Latchkey> {
  const server = await startLatchkey();
  const database = openDatabase({ file: sqliteFile(server) });
  const services = { db: database.db, clock: Date.now };
  return {
    url: server.url,
    output: server.output,
    async stop() {
      await database.close();
      return server.stop();
    },
    addApp: ({ name = freshName('App'), kind = 'web', redirects = [], ...more }) =>
      addApp(services, { name, kind, redirects, ...more }),
    async addResource(resource) {
      await saveResource(services, resource);
    },
    async person() {
      const username = freshName();
      const jars = new Map<string, CookieJar>();
      const send = sender(jars);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ username, password: goodPassword });
      const registered = await send(new URL('/api/register', server.url), { method: 'POST', headers, body });
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
        ...walker(server.url, send, username),
      };
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
