import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '../log.ts';
import type { AllowedMethods } from './allowed-methods.ts';
import { plainAddress } from './peer.ts';

interface Refusal {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the parser says of bytes that it could not read. */
interface ParserError extends Error {
  readonly code?: string | undefined;
  readonly rawPacket?: unknown;
  readonly bytesParsed?: number | undefined;
}

export interface RawAnswers {
  /** The headers that every answer has. */
  readonly headers: Readonly<Record<string, string>>;
  readonly methods: AllowedMethods;
  readonly log: Logger;
  newRequestId(): string;
}

const headersTooLarge: Refusal = {
  status: 431,
  title: 'Request Header Fields Too Large',
  detail: 'The address and the headers are longer than 16 KiB together. Send long values in the body.',
};

// Not `STATUS_CODES`: a module that imports `node:http` has Node load its client for WebSocket too, at every start.
const refusals: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    title: 'Request Timeout',
    detail: 'The request did not arrive in time. Send it again.',
  },
  HPE_HEADER_OVERFLOW: headersTooLarge,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    title: 'Content Too Large',
    detail: 'The extensions of a chunk are too long. Send the body without them.',
  },
};

const noHttp: Refusal = {
  status: 400,
  title: 'Bad Request',
  detail: "This isn't a valid HTTP/1.1 request.",
};

const expectationFailed: Refusal = {
  status: 417,
  title: 'Expectation Failed',
  detail: 'The only expectation that this server meets is "100-continue". Leave out the "Expect" header.',
};

/** Everything that a route takes; what Allow says where the request names no path. */
const methodsOfRoutes = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

function methodRefused(allow: string): Refusal {
  return {
    status: 405,
    title: 'Method Not Allowed',
    detail: `This method is not supported here. Use ${allow}.`,
    headers: { Allow: allow },
  };
}

/**
 * Answers what never becomes a request: no HTTP, too slow, too long, a method that the parser does not know. Each
 * answer has the headers of all others and a request id that the log knows, and ends the connection. It says so
 * (RFC 9112 section 9.6): a proxy that kept the connection would lose the next person's request on it.
 */
export function connectionRefuser(answers: RawAnswers) {
  return (error: ParserError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (socket.writable) {
      const line = requestLine(error);
      const allow = error.code === 'HPE_INVALID_METHOD' ? allowOf(line, answers.methods) : undefined;
      const refusal = allow === undefined ? (refusals[error.code ?? ''] ?? noHttp) : methodRefused(allow);
      writeRefusal(answers, socket, refusal, { reason: error.code, isHead: line.startsWith('HEAD ') });
    }
    socket.destroy(error);
  };
}

/** The same for what Node would refuse by itself with a bare answer, or with none. */
export function refuseOddRequests(server: Server, answers: RawAnswers): void {
  server.on('checkExpectation', ({ socket, method }) => {
    writeRefusal(answers, socket, expectationFailed, { reason: 'expectation', isHead: method === 'HEAD' });
    socket.destroySoon();
  });
  server.on('connect', (_request, socket) => {
    writeRefusal(answers, socket as Socket, methodRefused(methodsOfRoutes), { reason: 'connect' });
    socket.end();
  });
}

function writeRefusal(
  { headers, log, newRequestId }: RawAnswers,
  socket: Socket,
  { status, title, detail, headers: more }: Refusal,
  { reason, isHead = false }: { reason: string | undefined; isHead?: boolean },
): void {
  const requestId = newRequestId();
  const body = JSON.stringify({ title, status, detail, requestId });
  const lines = Object.entries({
    Connection: 'close',
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(body)),
    'X-Request-Id': requestId,
    ...headers,
    ...more,
  }).map((line) => line.join(': '));
  socket.write(`HTTP/1.1 ${status} ${title}\r\n${lines.join('\r\n')}\r\n\r\n${isHead ? '' : body}`);
  const address = plainAddress(socket.remoteAddress ?? '');
  log.info({ requestId, status, reason, address }, 'Refused before it became a request.');
}

/** The first line of the packet that the parser refused; of several requests in it, that of the refused one. */
function requestLine({ code, rawPacket, bytesParsed = 0 }: ParserError): string {
  const text = Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : '';
  const start = code === 'HPE_INVALID_METHOD' ? text.lastIndexOf('\n', bytesParsed) + 1 : 0;
  return text.slice(start).split('\r\n', 1)[0] ?? '';
}

/** The methods of the path in a request line whose method the parser refused; undefined when that is no request line. */
function allowOf(line: string, methods: AllowedMethods): string | undefined {
  const [, url] = /^[!#$%&'*+.^_`|~\w-]{1,64} (\/\S*) HTTP\/1\.[01]$/.exec(line) ?? [];
  return url === undefined ? undefined : methods.find(url);
}
