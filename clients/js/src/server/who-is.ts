import { type ProblemBody, Refusal } from '../refusal.ts';
import type { SignedIn } from '../types.ts';
import { type Asked, bearerOf, headerOf } from './asked.ts';
import { cacheOf } from './cache.ts';
import { isOfAnotherSite } from './origin.ts';

export interface BackendOptions {
  /**
   * How long an answer is used again for the same cookie or token, such as `'5s'`. Whoever signs out is taken for signed in for
   * that long. Nothing is kept unless said.
   */
  readonly cacheFor?: `${number}s` | `${number}m`;
  /** Origins of other hosts whose pages may change something here with the cookie: `https://app.example.com`. */
  readonly origins?: readonly string[];
  /** How long to wait for the login server, in milliseconds; 5000 unless said. */
  readonly timeout?: number;
}

export interface Backend {
  /**
   * Who has sent this request, by its cookie or bearer token, or null. Throws a `Refusal`: `forbidden-origin` for a change that
   * another website has sent with somebody's cookie, `no-answer` where the login server doesn't answer, which is a 503.
   */
  whoIs(request: Asked): Promise<SignedIn | null>;
}

/** The cookie of a session, with the prefix that it has over https and without. No other cookie leaves this backend. */
const sessionCookie = /(?:^|; *)((?:__Host-)?latchkey=[^;]+)/g;

/** A backend whose people sign in with the server at this address. */
export function backend(
  server: string,
  { cacheFor, origins = [], timeout = 5000 }: BackendOptions = {},
): Backend {
  const url = `${server.replace(/\/+$/, '')}/api/session`;
  const ask = cacheOf(millisecondsOf(cacheFor), async (name: Credential, value: string) => {
    const answer = await fetch(url, {
      headers: { [name]: value },
      signal: AbortSignal.timeout(timeout),
    }).catch(() => {
      throw new Refusal({ status: 0, code: 'no-answer', detail: `No answer from ${server}.` });
    });
    if (answer.ok) return (await answer.json()) as SignedIn;
    const problem = (await answer.json().catch(() => ({}))) as Partial<ProblemBody>;
    if (answer.status === 401) return null;
    const detail = `${server} answered ${answer.status}.`;
    throw new Refusal({ status: answer.status, code: 'internal', detail, ...problem }, answer.headers);
  });
  return {
    async whoIs(request) {
      const token = bearerOf(request);
      if (token !== undefined) return ask('authorization', `Bearer ${token}`);
      const cookies = [...(headerOf(request, 'cookie') ?? '').matchAll(sessionCookie)].map(
        ([, cookie]) => cookie,
      );
      if (cookies.length === 0) return null;
      if (isOfAnotherSite(request, origins)) {
        const detail = "This page can't change anything here. Add its origin to `origins` if it's yours.";
        throw new Refusal({ status: 403, code: 'forbidden-origin', detail });
      }
      return ask('cookie', cookies.join('; '));
    },
  };
}

type Credential = 'cookie' | 'authorization';

function millisecondsOf(duration: string | undefined): number {
  if (duration === undefined) return 0;
  const [, count, unit] = /^(\d+)(s|m)$/.exec(duration) ?? [];
  if (count === undefined)
    throw new Error(`cacheFor must be a number of seconds or minutes, such as "5s", not "${duration}".`);
  return Number(count) * (unit === 'm' ? 60_000 : 1000);
}
