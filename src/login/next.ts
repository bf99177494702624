import type { Services } from '../kit/services.ts';

/** The request of an app, which goes along as `next`, may be long; Node takes 16 KiB of headers. */
const longest = 6000;

/**
 * Where a person goes after signing in: a path here, `appUrl` or a page beside it, or an allowed origin. Anything else
 * leads to `fallback`, which is `appUrl` or else the account page, so a link to this page cannot send people to a stranger's
 * (open redirect, ASVS V3.7.2).
 */
export function safeNext(
  { config, isAllowedOrigin }: Pick<Services, 'config' | 'isAllowedOrigin'>,
  next: string | null | undefined,
  fallback = config.appUrl || '/account',
): string {
  const { publicUrl, appUrl } = config;
  if (!next || next.length > longest || !URL.canParse(next, publicUrl)) return fallback;
  const target = new URL(next, publicUrl);
  if (!/^https?:$/.test(target.protocol) || target.username !== '' || target.password !== '') return fallback;
  // The parsed address is what is sent, not the text: browsers read `/\host` and tabs in their own way.
  if (target.origin === publicUrl) {
    const path = `${target.pathname}${target.search}${target.hash}`;
    return path.startsWith('//') ? fallback : path;
  }
  const isApp = appUrl !== '' && target.origin === new URL(appUrl).origin;
  return isApp || isAllowedOrigin(target.origin) ? target.href : fallback;
}
