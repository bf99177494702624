import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { type Problem, problem } from '../../problem.ts';
import type { Say } from '../../words/index.ts';
import { forbiddenOrigin, malformedRequest } from '../problems.ts';

/** `localhost` and names under it (RFC 6761 section 6.3), 127.0.0.0/8 and ::1; IPv6 in brackets, as in addresses. */
export function isLoopbackHostname(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** Whether a `Host` header names this machine to itself. */
export function isLoopbackHost(header: string | undefined): boolean {
  return isLoopbackHostname(hostnameOf(header ?? '') ?? '');
}

/** The name or address in a `Host` header, lower case and without the port; undefined when it holds none. */
function hostnameOf(header: string): string | undefined {
  const url = `http://${header}`;
  return /^[^/\\?#@\s]+$/.test(header) && URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** What a `Host` header may hold: an address, a name of this machine, or one of these names. */
export function hostCheck(names: readonly string[]): (header: string | undefined) => boolean {
  const known = new Set(names.map((name) => name.toLowerCase()));
  // Nearly every request names the host of the one before it, and to parse an address takes longer than the rest.
  let lastKnown: string | undefined;
  return (header) => {
    // Only a program sends none; a browser always does.
    if (header === undefined || header === lastKnown) return true;
    const hostname = hostnameOf(header);
    if (hostname === undefined) return false;
    const isKnown =
      isLoopbackHostname(hostname) || known.has(hostname) || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
    if (isKnown) lastKnown = header;
    return isKnown;
  };
}

/** A name or address and perhaps a port. No comma, which the RFC would allow: it is two headers that a proxy has joined. */
const oneHost = /^(\[[\da-f:.]+\]|[\w.~!$&'()*+;=%-]+)(:\d{0,5})?$/i;

/** A request target that names its host, as proxies are sent it (RFC 9112 section 3.2.2). */
const absoluteForm = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)(.*)$/i;

/**
 * The path and query of a request, without the scheme and host that its target may begin with. That of `*`, which the
 * router would take for `/`, is one that no route has.
 */
export function targetOf({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  if (url.startsWith('/')) return url;
  if (url === '*') return '/*';
  const rest = absoluteForm.exec(url)?.[3];
  if (rest === undefined) return url;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** What a request says of where it goes. */
interface Addressed extends Pick<IncomingMessage, 'httpVersion' | 'url'> {
  readonly rawHeaders: readonly string[];
  /** The target as it was sent, once `url` is the path alone. */
  readonly originalUrl?: string;
}

/**
 * Why a request doesn't say once to which host it goes (RFC 9112 section 3.2); undefined when it does. Of two headers,
 * a proxy before this server may have judged the one that isn't read here. A target that names a host counts like a
 * header (section 3.2.2). HTTP/1.0 may leave the header out.
 */
export function hostFault({
  rawHeaders,
  httpVersion,
  url,
  originalUrl = url,
}: Addressed): Problem | undefined {
  let host: string | undefined;
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue;
    host ??= rawHeaders[at + 1] ?? '';
    count += 1;
  }
  const [, scheme = '', named] = originalUrl?.startsWith('/')
    ? []
    : (absoluteForm.exec(originalUrl ?? '') ?? []);
  if (named !== undefined && count < 2 && !isSameHost(scheme, named, host ?? '')) {
    return malformed(({ http }) => http.hosts.differ);
  }
  if (host === undefined) {
    return httpVersion === '1.0' || httpVersion === '0.9'
      ? undefined
      : malformed(({ http }) => http.hosts.missing);
  }
  if (count > 1) return malformed(({ http }) => http.hosts.several);
  return oneHost.test(host) ? undefined : malformed(({ http }) => http.hosts.malformed);
}

function isSameHost(scheme: string, ...hosts: readonly [string, string]): boolean {
  const defaultPort = scheme.toLowerCase() === 'https' ? /:(443)?$/ : /:(80)?$/;
  const [one, other] = hosts.map((host) => host.toLowerCase().replace(defaultPort, ''));
  return one === other;
}

const malformed = (detail: Say) => problem(malformedRequest, detail, { headers: { connection: 'close' } });

/**
 * Refuses a request under a name that this server does not know. A website may have its own name lead to this
 * machine (DNS rebinding): to a browser its pages and this server are then one site, and it reads every answer.
 */
export function requireKnownHost(
  { headers: { host } }: FastifyRequest,
  isKnown: (header: string | undefined) => boolean,
  ownOrigin: string,
): void {
  if (isKnown(host)) return;
  throw problem(forbiddenOrigin, ({ http }) => http.hosts.unknown(host?.slice(0, 100)), {
    cause: 'host',
    onPage: ({ http }) => http.openInstead(ownOrigin),
  });
}
