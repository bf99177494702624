import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config/index.ts';

/**
 * Why a browser won't keep or send the cookie of a session, as far as a request shows it: a Secure cookie over http, or a
 * page of another site, from which `SameSite=Lax` keeps it.
 */
export type CookieFault = 'insecure' | 'other-site';

type Asked = Pick<FastifyRequest, 'headers' | 'protocol' | 'hostname'>;

/** The fault of a request; undefined where it shows none. A program that sets such headers itself deceives only itself. */
export function cookieFaultOf(
  { headers, protocol }: Asked,
  { publicUrl }: Pick<Config, 'publicUrl'>,
): CookieFault | undefined {
  if (headers['sec-fetch-site'] === 'cross-site') return 'other-site';
  // Browsers send this header over https, or to this machine: whoever sends it isn't on plain http. Nor is a page on
  // https, whatever a proxy says of it.
  const isOverHttps =
    protocol === 'https' ||
    headers['sec-fetch-site'] !== undefined ||
    headers.origin?.startsWith('https:') === true;
  return publicUrl.startsWith('https:') && !isOverHttps ? 'insecure' : undefined;
}

/**
 * The same for a cookie that was given before: it may belong to another host name. Not of one that this host has just
 * given, whose name may be that which a proxy made of it.
 */
export function absentCookieFaultOf(
  request: Asked,
  config: Pick<Config, 'publicUrl'>,
): CookieFault | 'other-host' | undefined {
  const isOtherHost = request.hostname.toLowerCase() !== new URL(config.publicUrl).hostname;
  return cookieFaultOf(request, config) ?? (isOtherHost ? 'other-host' : undefined);
}
