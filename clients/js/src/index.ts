/**
 * Signs people in with a Latchkey server.
 *
 *     const login = latchkey('https://login.example.com');
 *     const step = await login.signIn({ username, password });
 *     if (step.status === 'more') …  // a second factor, or something that must be done first
 */
import { askForPasskey } from './passkey.ts';
import { Refusal } from './refusal.ts';
import { type Request, requester, type TokenStore } from './request.ts';
import type { Complete, More, SignedIn, Step, StepForms, Stored } from './types.ts';
import { watch } from './watch.ts';

export type { Code } from './codes.ts';
export { Refusal } from './refusal.ts';
export type { TokenStore } from './request.ts';
export type {
  Account,
  Complete,
  FieldProblem,
  More,
  Session,
  SignedIn,
  Step,
  StepField,
  StepForm,
  StepForms,
  Stored,
} from './types.ts';

export interface Options {
  /** `cookie` for pages, which is the default; `bearer` for programs and native apps. */
  readonly transport?: 'cookie' | 'bearer';
  /** Where a program keeps its token; in memory unless said. */
  readonly store?: TokenStore;
}

export interface Credentials {
  readonly username: string;
  /** Left out, the server emails a code, where `login.emailCode` is on. */
  readonly password?: string;
  /** Stay signed in after the browser closes. */
  readonly remember?: boolean;
}

export interface NewAccount extends Credentials {
  readonly password: string;
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
  /**
   * Signs in with a passkey of this device: as the step that is asked for, or alone. Works on pages of the server's own
   * host; elsewhere lead to `url()`.
   */
  passkey(): Promise<Complete | More>;
  /** How to ask for each step, in the words of the server. Draw your form from it, and it takes factors that come later. */
  forms(): Promise<StepForms>;
  signOut(): Promise<void>;
  /** The account's document. */
  data<Value = unknown>(): Promise<Stored<Value>>;
  /** Replaces it; with the `etag` that was read only if nobody has changed it since (`stale-data`). */
  saveData<Value>(value: Value, etag?: string): Promise<Stored<Value>>;
  /** Changes the members that it names, and removes those that are null (JSON Merge Patch). */
  patchData<Value = unknown>(patch: object, etag?: string): Promise<Stored<Value>>;
  /** Calls back whenever somebody signs in or out, in this tab or another; answers how to stop. */
  onChange(listener: (who: SignedIn | null) => void): () => void;
  /** The server's own sign-in page, which knows every step, and leads back to `next`: this page unless said. */
  url(options?: { readonly next?: string }): string;
}

/** A client of the server at this address. */
export function latchkey(
  server: string,
  { transport = 'cookie', store = inMemory() }: Options = {},
): Latchkey {
  const base = server.replace(/\/+$/, '');
  const isProgram = transport === 'bearer';
  const request: Request = requester(base, isProgram ? store : undefined);
  const hasTabs = !isProgram && globalThis.document !== undefined;
  const watched = watch(ask, hasTabs ? `latchkey ${base}` : undefined);
  let waiting: (More & { readonly token: string | undefined }) | undefined;

  async function ask(): Promise<SignedIn | null> {
    try {
      return (await (await request('GET', '/session')).json()) as SignedIn;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not-signed-in') return null;
      throw error;
    }
  }

  async function step(path: string, body: object): Promise<Complete | More> {
    const asked = waiting;
    const sent = { body, token: asked?.token };
    const response = await request('POST', path, sent).catch((error: Refusal) => {
      // An attempt ends after ten minutes. After a wrong answer the server may offer other steps.
      if (asked && error.code === 'not-found') waiting = undefined;
      else if (asked && error.next?.length > 0) waiting = { ...asked, next: error.next };
      throw error;
    });
    const { token, ...said } = (await response.json()) as (Complete | More) & { token?: string };
    waiting = said.status === 'more' ? { ...said, token: token ?? asked?.token } : undefined;
    if (said.status === 'more') return said;
    if (token !== undefined) await store.set(token);
    watched.set({ account: said.account, session: said.session });
    return said;
  }

  function begin(path: string, body: object): Promise<Complete | More> {
    waiting = undefined;
    return step(path, { ...body, ...(isProgram && { transport }) });
  }

  async function stored<Value>(method: string, body?: unknown, etag?: string): Promise<Stored<Value>> {
    const who = body === undefined ? null : await watched.session();
    const headers = {
      ...(etag !== undefined && { 'if-match': etag }),
      // Refused if somebody else has signed in since: the page may show what is not theirs.
      ...(who && { 'latchkey-owner': who.account.id }),
    };
    const response = await request(method, '/me/data', { body, headers }).catch((error: Refusal) => {
      if (error.code === 'not-signed-in' || error.code === 'other-account') void watched.refresh();
      throw error;
    });
    return { value: (await response.json()) as Value, etag: response.headers.get('etag') ?? '' };
  }

  const passkeyOf = ({ next }: More): Step | undefined => next.find(({ factor }) => factor === 'passkey');

  const login: Latchkey = {
    session: watched.session,
    signIn: (credentials) => begin('/login', credentials),
    register: (account) => begin('/register', account),
    async answer(factor, body = {}) {
      if (!waiting) throw new Error('No sign-in is waiting for an answer. Call signIn() first.');
      return step(`/login/${waiting.attempt}/${factor}`, body);
    },
    async passkey() {
      if (!waiting || !passkeyOf(waiting)) {
        const begun = await begin('/login', {});
        if (begun.status === 'complete') return begun;
      }
      const offer = waiting && passkeyOf(waiting);
      if (!offer) throw new Error('This server has no passkeys. Check its publicUrl.');
      return login.answer('passkey', await askForPasskey(offer));
    },
    forms: async () => (await (await request('GET', '/login/steps')).json()) as StepForms,
    async signOut() {
      await request('POST', '/logout');
      if (isProgram) await store.set(undefined);
      watched.set(null);
    },
    data: () => stored('GET'),
    saveData: (value, etag) => stored('PUT', value, etag),
    patchData: (patch, etag) => stored('PATCH', patch, etag),
    onChange: watched.onChange,
    url({ next = globalThis.location?.href ?? '' } = {}) {
      return `${base}/login${next && `?next=${encodeURIComponent(next)}`}`;
    },
  };
  return login;
}

function inMemory(): TokenStore {
  let kept: string | undefined;
  return {
    get: () => kept,
    set(token) {
      kept = token;
    },
  };
}
