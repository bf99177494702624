import { addApp, type NewApp } from '../../src/operate/apps/index.ts';
import { beginSignIn, type client, redirectUri, setUp, signInTo } from './app-client.ts';
import { freshName } from './names.ts';
import { publicUrl, secretKey, type TwoServers, type Visitor } from './two-servers.ts';

/** One server or several on one database. */
type Servers = Pick<TwoServers, 'database' | 'url'>;

/** What an app is answered. */
export interface AppAnswer {
  readonly status: number;
  readonly body: {
    readonly error?: string;
    readonly access_token?: string;
    readonly refresh_token?: string;
    readonly device_code?: string;
    readonly user_code?: string;
    readonly sub?: string;
  };
}

/** Adds an app, which proves itself in each request that it sends. */
export async function appAt(two: Servers, more: Partial<NewApp> = {}) {
  const services = { db: two.database.db, clock: Date.now, secretKey };
  const wanted = { name: freshName('App'), kind: 'web', redirects: [redirectUri], ...more } as const;
  const added = await addApp(services, wanted);
  const secret = added.secret === undefined ? {} : { client_secret: added.secret };
  return {
    added,
    /** Sends a form to one of the two. */
    post: (which: number, path: string, form: Readonly<Record<string, string>>) =>
      ask(`${two.url(which)}${path}`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: added.app.id, ...secret, ...form }),
      }),
    userinfo: (which: number, token = '') =>
      ask(`${two.url(which)}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } }),
  };
}

export type AppAt = Awaited<ReturnType<typeof appAt>>;

async function ask(url: string, options: RequestInit): Promise<AppAnswer> {
  const answer = await fetch(url, options);
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

/** Signs in to an app in a browser at the first server; the app asks either one. */
export async function useApp(
  two: Servers,
  visitor: Visitor,
  parameters: Readonly<Record<string, string>> = {},
  at?: AppAt,
) {
  const { added, post, userinfo } = at ?? (await appAt(two));
  const app = await setUp(added, publicUrl, askAt(two));
  const begun = await beginSignIn(app, parameters);
  const back = await signInTo(visitor.pages(0), begun);
  return {
    app,
    /** Redeems the code at one server. */
    redeem: (which: number) =>
      post(which, '/oauth/token', {
        ...{ grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: begun.verifier },
        code: back.searchParams.get('code') ?? '',
      }),
    refresh: (which: number, token = '') =>
      post(which, '/oauth/token', { grant_type: 'refresh_token', refresh_token: token }),
    userinfo,
  };
}

/** How a client library asks the first server. */
const askAt =
  (two: Servers): client.CustomFetch =>
  async (url, options) => {
    const { pathname, search } = new URL(url);
    return fetch(`${two.url(0)}${pathname}${search}`, options as RequestInit);
  };
