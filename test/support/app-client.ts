import * as client from 'openid-client';
import { vi } from 'vitest';
import { type AddedApp, addApp, type NewApp } from '../../src/operate/apps/index.ts';
import type { Open, TestApp } from './app.ts';
import type { Answer, Browser } from './browser-of.ts';
import { type FakeClock, fakeClock } from './clock.ts';
import type { Settings } from './config.ts';
import { freshName, goodPassword } from './names.ts';

/** Where the app of a test is; nobody listens there. */
export const redirectUri = 'https://app.example.com/callback';

/** A server whose clock the provider has too: its library reads that of the process. It shows the same start each time. */
export async function openAtOneTime(open: Open, settings?: Settings): Promise<TestApp> {
  vi.useFakeTimers({ toFake: ['Date'] });
  processClock.set(fakeClock()());
  return open(settings, processClock);
}

const shown = fakeClock();

/** A clock that stands still for the whole process. */
const processClock: FakeClock = Object.assign(() => shown(), {
  advance: (milliseconds: number) => processClock.set(shown() + milliseconds),
  set(time: number) {
    shown.set(time);
    vi.setSystemTime(time);
  },
});

/** An app that is registered, and a client library set up with what an operator is told. */
export interface RegisteredApp extends AddedApp {
  readonly config: client.Configuration;
}

export async function registerApp(
  { app, services, config }: TestApp,
  { name = freshName('App'), kind = 'web', redirects = [redirectUri], ...more }: Partial<NewApp> = {},
): Promise<RegisteredApp> {
  const added = await addApp(services, { name, kind, redirects, ...more });
  const authentication = added.secret === undefined ? client.None() : client.ClientSecretBasic(added.secret);
  return { ...added, config: await connect({ app, config }, added.app.id, authentication) };
}

/** Sets up a client library by what the server says of itself. */
export function connect(
  { app, config }: Pick<TestApp, 'app' | 'config'>,
  clientId: string,
  authentication = client.None(),
): Promise<client.Configuration> {
  return discover(config.publicUrl, clientId, { authentication, ask: fetchFrom(app) });
}

/** Sets up a client library with what an operator is told, to ask a server by `ask`. */
export async function setUp(
  added: AddedApp,
  publicUrl: string,
  ask: client.CustomFetch,
): Promise<RegisteredApp> {
  const authentication = added.secret === undefined ? client.None() : client.ClientSecretBasic(added.secret);
  return { ...added, config: await discover(publicUrl, added.app.id, { authentication, ask }) };
}

async function discover(
  publicUrl: string,
  clientId: string,
  { authentication, ask }: { authentication: client.ClientAuth; ask: client.CustomFetch },
): Promise<client.Configuration> {
  const found = await client.discovery(new URL(publicUrl), clientId, undefined, authentication, {
    execute: [client.allowInsecureRequests],
    [client.customFetch]: ask,
  });
  found[client.customFetch] = ask;
  return found;
}

/** Asks a server that doesn't listen. */
function fetchFrom(app: TestApp['app']): client.CustomFetch {
  return async (url, { method, headers, body }) => {
    const { pathname, search } = new URL(url);
    const payload = body === undefined || body === null ? undefined : String(body);
    const answer = await app.inject({
      method: method as 'GET',
      url: `${pathname}${search}`,
      headers,
      ...(payload !== undefined && { payload }),
    });
    const entries = Object.entries(answer.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, String(one)]),
    );
    const hasBody = answer.statusCode !== 204 && answer.statusCode !== 304;
    return new Response(hasBody ? new Uint8Array(answer.rawPayload) : null, {
      status: answer.statusCode,
      headers: entries,
    });
  };
}

/** What an app keeps until its person is back. */
export interface Begun {
  readonly url: URL;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

export async function beginSignIn(
  { config }: Pick<RegisteredApp, 'config'>,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Begun> {
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...parameters,
  });
  return { url, verifier, state, nonce };
}

/** What a request of an app needs of a browser. */
export interface PageBrowser {
  get(path: string): Promise<Pick<Answer, 'status' | 'headers' | 'text'>>;
  submit(path: string, form: Readonly<Record<string, string>>): Promise<Pick<Answer, 'status' | 'headers'>>;
}

/** Follows a browser until it leaves this server or is shown a page. */
export async function follow(
  browser: PageBrowser,
  start: string,
): Promise<{ left: URL | undefined; page: Awaited<ReturnType<PageBrowser['get']>>; path: string }> {
  let path = start;
  for (let hops = 0; hops < 12; hops++) {
    const page = await browser.get(path);
    const refresh = /^0; url=(.*)$/.exec(page.headers.refresh ?? '')?.[1];
    const to = page.headers.location ?? refresh;
    if (to === undefined) return { left: undefined, page, path };
    const target = new URL(to, 'http://localhost:5000');
    if (target.origin !== 'http://localhost:5000') return { left: target, page, path };
    path = `${target.pathname}${target.search}`;
  }
  throw new Error(`It goes round and round, last at ${path}.`);
}

/** Takes a signed-in browser through an app's request, and allows it where it is asked. */
export async function signInTo(browser: PageBrowser, { url }: Begun): Promise<URL> {
  const asked = await follow(browser, `${url.pathname}${url.search}`);
  if (asked.left) return asked.left;
  const allowed = await browser.submit(asked.path, { decision: 'allow' });
  const { left, page } = await follow(browser, allowed.headers.location ?? '');
  if (!left) throw new Error(`It ends at ${page.status}: ${page.text.slice(0, 500)}`);
  return left;
}

/** Exchanges the code, as the app does when its person is back. */
export function redeem(
  { config }: Pick<RegisteredApp, 'config'>,
  back: URL,
  { verifier, state, nonce }: Begun,
) {
  return client.authorizationCodeGrant(config, back, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
}

/** Somebody who is signed in. */
export async function personOf(
  app: TestApp,
  from?: { address: string },
): Promise<{ browser: Browser; username: string; id: string }> {
  const browser = app.browser(from);
  const username = freshName();
  const { body } = await browser.register(username, goodPassword);
  return { browser, username, id: body.account?.id ?? '' };
}

export { client };
