import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config/index.ts';
import { isLoopbackAddress, isLoopbackHost, peerAddress, socketAddress } from '../../kit/http/index.ts';

/**
 * Who may read the metrics: this machine, and the addresses that `isListed` knows. A proxy may have such an
 * address too, and all the world with it: what is passed on counts as the client that a trusted proxy names.
 */
export function metricsDoor(
  { mode }: Pick<Config, 'mode'>,
  isListed: (address: string) => boolean,
): (request: FastifyRequest) => boolean {
  return (request) => {
    const address = peerAddress(request);
    if (isPassedOn(request) && address === socketAddress(request)) return false;
    return isListed(address) || (!isPassedOn(request) && isLocal(request, mode));
  };
}

/** By what proxies add of themselves; nginx adds nothing unless told, but speaks HTTP/1.0. */
function isPassedOn({ headers, raw }: FastifyRequest): boolean {
  if (raw.httpVersion === '1.0') return true;
  if (headers.forwarded !== undefined || headers['x-real-ip'] !== undefined || headers.via !== undefined)
    return true;
  return Object.keys(headers).some((name) => name.startsWith('x-forwarded-'));
}

/** A proxy on this machine that adds nothing at all may still pass on the name that people typed. */
function isLocal(request: FastifyRequest, mode: Config['mode']): boolean {
  if (!isLoopbackAddress(socketAddress(request))) return false;
  return mode === 'development' || isLoopbackHost(request.headers.host);
}
