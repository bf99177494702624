import { type Asked, headerOf } from './asked.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether another website has had a browser send this with its visitor's cookie (CSRF). Browsers say where a change comes
 * from, and no page can alter that; a program says nothing, and has no visitor whose cookie could be ridden on.
 */
export function isOfAnotherSite(request: Asked, origins: readonly string[]): boolean {
  if (request.method === undefined || safeMethods.has(request.method.toUpperCase())) return false;
  const origin = headerOf(request, 'origin');
  const site = headerOf(request, 'sec-fetch-site');
  if (origin !== undefined && origins.includes(origin)) return false;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== headerOf(request, 'host')?.toLowerCase();
}
