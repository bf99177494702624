import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config/index.ts';

/**
 * Why a browser won't keep or send the cookie of a session, as far as a request shows it: a Secure cookie over http, a
 * host that the cookie isn't for, or a page of another site, from which `SameSite=Lax` keeps it.
 */
export type CookieFault = 'insecure' | 'other-host' | 'other-site';

/** The fault of a request; undefined where it shows none. A program that sets such headers itself deceives only itself. */
export function cookieFaultOf(
  { headers, protocol, hostname }: Pick<FastifyRequest, 'headers' | 'protocol' | 'hostname'>,
  { publicUrl }: Pick<Config, 'publicUrl'>,
): CookieFault | undefined {
  const own = new URL(publicUrl);
  if (headers['sec-fetch-site'] === 'cross-site') return 'other-site';
  // Browsers send this header over https, or to this machine: whoever sends it isn't on plain http.
  const isOverHttps = protocol === 'https' || headers['sec-fetch-site'] !== undefined;
  if (own.protocol === 'https:' && !isOverHttps) return 'insecure';
  return hostname.toLowerCase() === own.hostname ? undefined : 'other-host';
}
