import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Passkey } from '../../src/factors/passkey/index.ts';
import type { Account } from '../../src/people/accounts/index.ts';
import type { Session } from '../../src/people/sessions/index.ts';

/** Whatever an answer of the API may hold. */
export interface Body {
  status?: string | number;
  account?: Account;
  session?: Session;
  email?: unknown;
  sessions?: Session[];
  token?: string;
  secret?: string;
  uri?: string;
  qr?: string;
  codes?: string[];
  recoveryCodes?: string[];
  passkey?: Passkey;
  passkeys?: Passkey[];
  passkeyOrigin?: string | null;
  name?: string;
  attempt?: string;
  next?: { factor: string; [detail: string]: unknown }[];
  challenge?: { parameters: Record<string, unknown>; signature: string };
  type?: string;
  title?: string;
  detail?: string;
  code?: string;
  requestId?: string;
  reason?: string;
  errors?: { pointer: string; code: string; detail: string }[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly text: string;
  /** The body as JSON; empty when it is none. */
  readonly body: Body;
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'TRACE';

export interface Extras {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, instead of JSON. */
  readonly raw?: string | Buffer;
  readonly form?: Readonly<Record<string, string>>;
}

/** Keeps cookies as a browser does and sends them with everything. */
export interface Browser {
  readonly jar: Map<string, string>;
  send(method: Method, url: string, body?: unknown, extras?: Extras): Promise<Answer>;
  get(url: string, extras?: Extras): Promise<Answer>;
  post(url: string, body?: unknown, extras?: Extras): Promise<Answer>;
  /** Submits a form of a page, with the mark of whoever is signed in or half-way through a login; or with that of `form`. */
  submit(url: string, form: Readonly<Record<string, string>>, extras?: Extras): Promise<Answer>;
  register(username: string, password: string, more?: object): Promise<Answer>;
  login(username: string, password: string, more?: object): Promise<Answer>;
}

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export function browserOf(app: FastifyInstance, { address = '127.0.0.1', device = firefox } = {}): Browser {
  const jar = new Map<string, string>();
  const send: Browser['send'] = async (method, url, body, extras = {}) => {
    const options: InjectOptions = {
      method,
      url,
      remoteAddress: address,
      headers: { 'user-agent': device, ...cookieHeader(jar), ...contentOf(body, extras), ...extras.headers },
      ...payloadOf(body, extras),
    };
    const { statusCode, headers, payload } = await app.inject(options);
    const cookies = [headers['set-cookie'] ?? []].flat();
    for (const cookie of cookies) keep(jar, cookie);
    const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    return { status: statusCode, headers: plain, cookies, text: payload, body: asBody(plain, payload) };
  };
  /** The mark on the forms of this browser's pages: that of the session which it holds now. */
  const ownerOfPages = async () => {
    const hasSession = [...jar.keys()].some((name) => /^(__Host-)?latchkey$/.test(name));
    return hasSession ? markIn((await browser.send('GET', '/logout')).text) : '';
  };
  // All of them go through `send` of this object, so that a test can listen there.
  const browser: Browser = {
    jar,
    send,
    get: (url, extras) => browser.send('GET', url, undefined, extras),
    post: (url, body, extras) => browser.send('POST', url, body, extras),
    async submit(url, form, extras) {
      const owner = form.owner ?? (url.startsWith('/login/') ? attemptIn(jar) : await ownerOfPages());
      return browser.send('POST', url, undefined, {
        ...extras,
        form: { ...form, ...(owner !== '' && { owner }) },
      });
    },
    register: (username, password, more) =>
      browser.send('POST', '/api/register', { username, password, ...more }),
    login: (username, password, more) => browser.send('POST', '/api/login', { username, password, ...more }),
  };
  return browser;
}

/** Whose the forms on a page are; empty where they are nobody's. */
export function markIn(page: string): string {
  return /<input type="hidden" name="owner" value="([^"]*)"/.exec(page)?.[1] ?? '';
}

function attemptIn(jar: ReadonlyMap<string, string>): string {
  const [, value = ''] = [...jar].find(([name]) => name.endsWith('latchkey-attempt')) ?? [];
  return value.split('.')[0] ?? '';
}

function cookieHeader(jar: ReadonlyMap<string, string>): Record<string, string> {
  if (jar.size === 0) return {};
  return { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
}

function contentOf(body: unknown, { raw, form }: Extras): Record<string, string> {
  if (form) return { 'content-type': 'application/x-www-form-urlencoded' };
  return body !== undefined || raw !== undefined ? { 'content-type': 'application/json' } : {};
}

function payloadOf(body: unknown, { raw, form }: Extras): { payload?: string | Buffer } {
  if (raw !== undefined) return { payload: raw };
  if (form) return { payload: new URLSearchParams(form).toString() };
  return body === undefined ? {} : { payload: JSON.stringify(body) };
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split('; ');
  const equals = pair.indexOf('=');
  const name = pair.slice(0, equals);
  if (attributes.includes('Max-Age=0')) jar.delete(name);
  else jar.set(name, pair.slice(equals + 1));
}

function asBody(headers: Readonly<Record<string, string>>, payload: string): Body {
  return /json\b/.test(headers['content-type'] ?? '') && payload !== '' ? (JSON.parse(payload) as Body) : {};
}
