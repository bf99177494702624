import { minutes } from '../../../kit/duration.ts';
import { hashToken } from '../../../kit/secret-token.ts';
import type { Services } from '../../../kit/services.ts';
import { hasDocumentFailed, noteDocumentFailure } from '../../../people/limits/index.ts';
import { parse } from './documents.ts';

const mostBytes = 64 * 1024;
const answeredWithin = 3000;

/**
 * Asks for the keys of an app, as `fetch` does. Never in a private network: only an operator's word leads there. Whoever claims to be
 * the app makes this server ask, so after a failure nobody is asked for a minute.
 */
export function fetchBy(
  services: Pick<Services, 'outbound' | 'db' | 'clock'>,
): (url: string | URL, options?: RequestInit) => Promise<Response> {
  return async (url, { headers, signal } = {}) => {
    const hash = hashToken(String(url));
    if (await hasDocumentFailed(services, hash)) throw new Error('failed a moment ago');
    const answer = await services.outbound({
      ...{ url: String(url), method: 'GET', headers: Object.fromEntries(new Headers(headers)) },
      ...{ most: mostBytes, within: answeredWithin, ...(signal && { signal }) },
    });
    const why = answer.ok ? faultOf(answer) : answer.cause;
    if (!answer.ok || why !== undefined) {
      await noteDocumentFailure(services, hash, minutes(1));
      throw new Error(why);
    }
    // Without its headers, which could have keys believed for years: the library keeps them for a minute.
    return new Response(new Uint8Array(answer.body));
  };
}

function faultOf({ status, body }: { status: number; body: Buffer }): string | undefined {
  if (status !== 200) return `status ${status}`;
  return Array.isArray(parse(body)?.keys) ? undefined : 'no keys';
}
