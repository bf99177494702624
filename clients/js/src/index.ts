/**
 * Signs people in with a Latchkey server.
 *
 *     const login = latchkey('https://login.example.com');
 *     const step = await login.signIn({ username, password });
 *     if (step.status === 'more') …  // a second factor, or something that must be done first
 */
import { Refusal } from './refusal.ts';
import { type Request, requester, type TokenStore } from './request.ts';
import type { Complete, More, SignedIn, Stored } from './types.ts';

export type { Code } from './codes.ts';
export { Refusal } from './refusal.ts';
export type { TokenStore } from './request.ts';
export type { Account, Complete, FieldProblem, More, Session, SignedIn, Step, Stored } from './types.ts';

export interface Options {
  /** `cookie` for pages, which is the default; `bearer` for programs and native apps, with a `store`. */
  readonly transport?: 'cookie' | 'bearer';
  readonly store?: TokenStore;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Stay signed in after the browser closes. */
  readonly remember?: boolean;
}

export interface NewAccount extends Credentials {
  readonly email?: string;
  readonly data?: unknown;
}

export interface Latchkey {
  /** Who is signed in, or null. Asked once for all callers, and again when the page comes back to the front. */
  session(): Promise<SignedIn | null>;
  signIn(credentials: Credentials): Promise<Complete | More>;
  register(account: NewAccount): Promise<Complete | More>;
  /** Answers a step of the sign-in that is under way: `answer('totp', { code })`. */
  answer(factor: string, body?: object): Promise<Complete | More>;
  /** Signs in with a passkey of this device. Where the page isn't on the server's site, use `url()` instead. */
  passkey(): Promise<Complete | More>;
  signOut(): Promise<void>;
  /** The account's document. */
  data<Value = unknown>(): Promise<Stored<Value>>;
  /** Replaces it; with the `etag` that was read only if nobody has changed it since (`stale-data`). */
  saveData<Value>(value: Value, etag?: string): Promise<Stored<Value>>;
  /** Calls back whenever somebody signs in or out, in this tab or another; answers how to stop. */
  onChange(listener: (who: SignedIn | null) => void): () => void;
  /** The server's own sign-in page, which knows every step, and leads back to `next`: this page unless said. */
  url(options?: { readonly next?: string }): string;
}

/** Older answers are asked for again when the page comes back to the front, in milliseconds. */
const freshFor = 10_000;

/** A client of the server at this address. */
export function latchkey(server: string, { transport = 'cookie', store }: Options = {}): Latchkey {
  const base = server.replace(/\/+$/, '');
  const request: Request = requester(base, transport === 'bearer' ? store : undefined);
  const listeners = new Set<(who: SignedIn | null) => void>();
  const tabs = globalThis.BroadcastChannel && transport === 'cookie' ? new BroadcastChannel(`latchkey ${base}`) : undefined;
  let known: { readonly who: Promise<SignedIn | null>; readonly at: number } | undefined;
  let waiting: { readonly attempt: string; readonly token: string | undefined } | undefined;

  function ask(): Promise<SignedIn | null> {
    const who = request('GET', '/session').then(
      (response) => response.json() as Promise<SignedIn>,
      (error: unknown) => {
        if (error instanceof Refusal && error.code === 'not-signed-in') return null;
        known = undefined;
        throw error;
      },
    );
    known = { who, at: Date.now() };
    return who;
  }

  /** What was asked for is over: everybody learns what is now. */
  async function refresh(): Promise<void> {
    const before = await known?.who.catch(() => undefined);
    const who = await ask().catch(() => undefined);
    if (who === undefined || who?.session.id === before?.session.id) return;
    for (const listener of listeners) listener(who);
  }

  async function changed(who: SignedIn | null): Promise<void> {
    known = { who: Promise.resolve(who), at: Date.now() };
    for (const listener of listeners) listener(who);
    tabs?.postMessage('changed');
  }

  async function step(path: string, body: object): Promise<Complete | More> {
    const response = await request('POST', path, { body, token: waiting?.token });
    const answer = (await response.json()) as (Complete | More) & { token?: string };
    const { token, ...said } = answer;
    if (said.status === 'more') {
      waiting = { attempt: said.attempt, token: token ?? waiting?.token };
      return said;
    }
    waiting = undefined;
    if (token !== undefined) await store?.set(token);
    await changed({ account: said.account, session: said.session });
    return said;
  }

  const begin = (path: string, body: object) => {
    waiting = undefined;
    return step(path, { ...body, ...(transport === 'bearer' && { transport }) });
  };

  async function document<Value>(response: Response): Promise<Stored<Value>> {
    return { value: (await response.json()) as Value, etag: response.headers.get('etag') ?? '' };
  }

  tabs?.addEventListener('message', () => void refresh());
  globalThis.document?.addEventListener('visibilitychange', () => {
    const isShown = globalThis.document.visibilityState === 'visible';
    if (isShown && known && Date.now() - known.at > freshFor) void refresh();
  });

  const login: Latchkey = {
    session: () => known?.who ?? ask(),
    signIn: (credentials) => begin('/login', credentials),
    register: (account) => begin('/register', account),
    answer(factor, body = {}) {
      if (!waiting) throw new Error('No sign-in is waiting for an answer. Call signIn() first.');
      return step(`/login/${waiting.attempt}/${factor}`, body);
    },
    async passkey() {
      const begun = await begin('/login', {});
      const offer = begun.status === 'more' && begun.next.find(({ factor }) => factor === 'passkey');
      if (!offer) return begun;
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
        offer.options as PublicKeyCredentialRequestOptionsJSON,
      );
      const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
      return login.answer('passkey', { response: credential.toJSON() });
    },
    async signOut() {
      await request('POST', '/logout');
      if (transport === 'bearer') await store?.set(undefined);
      await changed(null);
    },
    data: async () => document(await request('GET', '/me/data')),
    async saveData(value, etag) {
      const headers = etag === undefined ? {} : { 'if-match': etag };
      return document(await request('PUT', '/me/data', { body: value, headers }));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    url({ next = globalThis.location?.href ?? '' } = {}) {
      return `${base}/login${next && `?next=${encodeURIComponent(next)}`}`;
    },
  };
  return login;
}
