import { Refusal } from './refusal.ts';

/** Keeps the token of a program or a native app: never a page, whose scripts could all read it. */
export interface TokenStore {
  get(): string | undefined | Promise<string | undefined>;
  set(token: string | undefined): void | Promise<void>;
}

export interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The token of an unfinished sign-in, instead of the session's. */
  readonly token?: string | undefined;
}

export type Request = (method: string, path: string, sent?: Sent) => Promise<Response>;

/** Asks the server. A page sends the browser's cookie, a program its token. Throws `Refusal`. */
export function requester(server: string, store: TokenStore | undefined): Request {
  return async (method, path, { body, headers, token } = {}) => {
    const bearer = store && (token ?? (await store.get()));
    const response = await fetch(`${server}/api${path}`, {
      method,
      credentials: store ? 'omit' : 'include',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => {
      const detail = `No answer from ${server}. Is Latchkey running there?`;
      throw new Refusal({ status: 0, code: 'no-answer', detail });
    });
    const renewed = response.headers.get('latchkey-token');
    if (store && renewed) await store.set(renewed);
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({ detail: `${server} answered ${response.status}.` }));
    throw new Refusal({ status: response.status, code: 'internal', ...problem }, response.headers);
  };
}
