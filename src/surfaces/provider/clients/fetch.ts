import type { Outbound } from '../../../kit/outbound/index.ts';

const mostBytes = 64 * 1024;
const answeredWithin = 3000;

/** Asks for the keys of an app, as `fetch` does. Never in a private network: only an operator's word leads there. */
export function fetchBy(outbound: Outbound): (url: string | URL, options?: RequestInit) => Promise<Response> {
  return async (url, { headers, signal } = {}) => {
    const answer = await outbound({
      ...{ url: String(url), method: 'GET', headers: Object.fromEntries(new Headers(headers)) },
      ...{ most: mostBytes, within: answeredWithin, ...(signal && { signal }) },
    });
    if (!answer.ok) throw new Error(answer.cause);
    const hasBody = ![101, 204, 205, 304].includes(answer.status);
    return new Response(hasBody ? new Uint8Array(answer.body) : null, {
      status: answer.status,
      headers: answer.headers,
    });
  };
}
