import type { OriginCheck } from '../kit/http/index.ts';

/**
 * Where a person goes after logging in: a path here, or an allowed origin. Anything else is answered by
 * `fallback`, so a link to this page cannot send people to a stranger's (open redirect, ASVS V3.7.2).
 */
export function safeNext(
  next: string | undefined,
  publicUrl: string,
  isAllowed: OriginCheck,
  fallback = '/account',
): string {
  if (!next || next.length > 2000 || !URL.canParse(next, publicUrl)) return fallback;
  const target = new URL(next, publicUrl);
  if (!/^https?:$/.test(target.protocol) || target.username !== '' || target.password !== '') return fallback;
  // The parsed address is what is sent, not the text: browsers read `/\host` and tabs in their own way.
  if (target.origin === publicUrl) {
    const path = `${target.pathname}${target.search}${target.hash}`;
    return path.startsWith('//') ? fallback : path;
  }
  return isAllowed(target.origin) ? target.href : fallback;
}
