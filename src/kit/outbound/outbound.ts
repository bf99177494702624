import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { reachOf } from './addresses.ts';
import type { Outbound, OutboundAnswer, OutboundCause, OutboundRequest } from './request.ts';

/** An address of a host, as the look-up of the system answers it. */
interface HostAddress {
  readonly address: string;
  readonly family: number;
}

export interface OutboundParts {
  /** All addresses of a name; the system's unless said. */
  readonly resolve?: (name: string) => Promise<readonly HostAddress[]>;
}

const byTheSystem = (name: string) => lookup(name, { all: true, order: 'verbatim' });

/** The one way out: every address is judged when it is connected to, so that a name can't lead elsewhere after it was judged. */
export function createOutbound({ resolve = byTheSystem }: OutboundParts = {}): Outbound {
  return async (request) => {
    const slow = AbortSignal.timeout(request.within);
    const signal = request.signal ? AbortSignal.any([slow, request.signal]) : slow;
    try {
      signal.throwIfAborted();
      const url = requireAddress(request);
      const addresses = await judged(url, request, (name) => unlessAborted(signal, resolve(name)));
      return await send(url, request, addresses, signal);
    } catch (error) {
      if (slow.aborted) return { ok: false, cause: 'too-slow' };
      if (signal.aborted) return { ok: false, cause: 'broken-off' };
      return { ok: false, cause: causeOf(error) };
    }
  };
}

/** Why there is no answer, on its way to whoever asked. */
class Refused extends Error {
  readonly why: OutboundCause;
  constructor(why: OutboundCause) {
    super(why);
    this.why = why;
  }
}

function isNamed({ hostname, port, protocol }: URL, { privateHosts = [] }: OutboundRequest): boolean {
  const place = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  return privateHosts.some((name) => [hostname, place].includes(name.toLowerCase()));
}

function requireAddress(request: OutboundRequest): URL {
  const url = URL.parse(request.url);
  // `URL` forgets a user without a name.
  if (!url || url.username || url.password || /^[^/?#]*\/\/[^/?#]*@/.test(request.url))
    throw new Refused('address');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isNamed(url, request))) return url;
  throw new Refused('address');
}

/** The addresses of a host. One that leads where it mustn't refuses them all: whoever runs the name chose it. */
async function judged(
  url: URL,
  request: OutboundRequest,
  resolve: (name: string) => Promise<readonly HostAddress[]>,
): Promise<readonly HostAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found = family === 0 ? await resolve(host).catch(() => []) : [{ address: host, family }];
  if (found.length === 0) throw new Refused('unknown-host');
  const mayBePrivate = isNamed(url, request);
  for (const { address } of found) {
    const reach = reachOf(address);
    if (reach !== 'public' && !(reach === 'private' && mayBePrivate)) throw new Refused('private');
  }
  return found;
}

/** Neither the system's look-up nor another can be broken off: nobody waits for it any longer. */
function unlessAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((done, failed) => {
    const giveUp = () => failed(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(done, failed).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

async function send(
  url: URL,
  { method, headers, body, most }: OutboundRequest,
  addresses: readonly HostAddress[],
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const options = {
    method,
    headers: {
      'accept-encoding': 'identity',
      'user-agent': 'Latchkey',
      ...headers,
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    },
    // One of its own: no connection of an earlier request, and no proxy of the environment.
    agent: false,
    lookup: pinned(addresses),
    signal,
  };
  // Only here: with its server Node loads a client for WebSocket, which would take every start 10 MB.
  const { request: open } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
  return new Promise((done, failed) => {
    const request = open(url, options);
    request.on('error', failed);
    request.on('response', (response) => {
      read(response, most).then(done, (error: unknown) => {
        request.destroy();
        failed(error);
      });
    });
    request.end(body);
  });
}

/** Answers the addresses that were judged, whatever the name would say by now (DNS rebinding). */
function pinned(addresses: readonly HostAddress[]): LookupFunction {
  return (_name, { all }, answer) => {
    const [first = { address: '', family: 0 }] = addresses;
    if (all) answer(null, [...addresses]);
    else answer(null, first.address, first.family);
  };
}

async function read(response: IncomingMessage, most: number): Promise<OutboundAnswer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > most) throw new Refused('too-large');
    pieces.push(piece);
  }
  const { 'set-cookie': _cookies, ...given } = response.headers;
  const headers = Object.entries(given).map(([name, value]) => [name, [value ?? []].flat().join(', ')]);
  return {
    ok: true,
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(pieces),
  };
}

/** What TLS calls a certificate that isn't valid for the host. */
const ofCertificate =
  /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|HOSTNAME_MISMATCH|PATH_LENGTH|INVALID_PURPOSE)/;

function causeOf(error: unknown): OutboundCause {
  if (error instanceof Refused) return error.why;
  if (error instanceof TypeError) throw error;
  const { code } = error as NodeJS.ErrnoException;
  // Whatever else goes wrong on the way is the network's or the other server's doing.
  return ofCertificate.test(code ?? '') ? 'certificate' : 'unreachable';
}
