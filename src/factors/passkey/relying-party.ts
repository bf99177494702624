import { isIP } from 'node:net';
import type { Config } from '../../config/index.ts';
import { isLoopbackHost } from '../../kit/http/index.ts';

/** What passkeys know this server by. */
export interface RelyingParty {
  /** A host name: passkeys made for another do not work here, and those made here not there. */
  readonly id: string;
  /** Where pages must have been opened; scheme, host and port. */
  readonly origin: string;
}

/**
 * The server as passkeys know it, from `publicUrl` alone. Null for an IP address, which WebAuthn takes for no name
 * (§5.1.3). In development the usual one is 127.0.0.1, so there `localhost` stands in for it.
 */
export function relyingPartyOf({ publicUrl, mode }: Pick<Config, 'publicUrl' | 'mode'>): RelyingParty | null {
  const url = new URL(publicUrl);
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0) return { id: url.hostname, origin: url.origin };
  if (mode === 'production' || !isLoopbackHost(url.host)) return null;
  url.hostname = 'localhost';
  return { id: url.hostname, origin: url.origin };
}
