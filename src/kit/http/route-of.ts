import type { FastifyRequest } from 'fastify';
import type { KnownPath } from './allowed-methods.ts';
import type { Route, RouteKind } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The path of a request, where the router has no route for its method. */
    knownPath?: KnownPath;
  }
}

interface RouteOfRequest {
  /** Its pattern; undefined where there is no such path. */
  readonly url?: string | undefined;
  readonly kind?: RouteKind | undefined;
  readonly kindOfUnfit?: Route['kindOfUnfit'];
  readonly forApps?: boolean | undefined;
}

/** What is known of the route of a request, or of its path where the router has no route for its method. */
export function routeOf({ knownPath, routeOptions }: FastifyRequest): RouteOfRequest {
  if (knownPath) return { ...knownPath, url: knownPath.path };
  // Missing where the router couldn't read the address.
  const { url, config } = routeOptions ?? {};
  return { ...config, url };
}
