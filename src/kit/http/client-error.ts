import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '../log.ts';
import { type Problem, problem } from '../problem.ts';
import type { Words } from '../words/index.ts';
import { type AllowedMethods, methodsOfRoutes } from './allowed-methods.ts';
import { problemBody } from './answer-problem.ts';
import { hostFault, targetOf } from './origin/hosts.ts';
import { plainAddress } from './peer.ts';
import {
  bodyTooLarge,
  expectationFailed,
  headersTooLarge,
  malformedRequest,
  methodRefused,
  requestTimeout,
} from './problems.ts';

/** What the parser says of bytes that it could not read. */
interface ParserError extends Error {
  readonly code?: string | undefined;
  readonly rawPacket?: unknown;
  readonly bytesParsed?: number | undefined;
}

export interface RawAnswers {
  readonly baseUrl: string;
  readonly words: Words;
  /** The headers that every answer has. */
  readonly headers: Readonly<Record<string, string>>;
  readonly methods: AllowedMethods;
  readonly log: Logger;
  newRequestId(): string;
  /** Called with every refusal. */
  onRefused?(refusal: Problem): void;
}

/** By the code of the parser or of Node; whatever else it says, the bytes are not HTTP. */
const refusals: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: problem(requestTimeout, ({ http }) => http.tooLate),
  HPE_HEADER_OVERFLOW: problem(headersTooLarge),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: problem(bodyTooLarge, ({ http }) => http.longExtensions),
};

const noHttp = problem(malformedRequest, ({ http }) => http.notHttp);

const onlyContinue = problem(expectationFailed, ({ http }) => http.onlyContinue);

// Not `STATUS_CODES`: a module that imports `node:http` has Node load its client for WebSocket too, at every start.
const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  417: 'Expectation Failed',
  431: 'Request Header Fields Too Large',
};

/**
 * Answers what never becomes a request: no HTTP, too slow, too long, a method that the parser does not know. Each
 * answer has the headers of all others and a request id that the log knows, and ends the connection. It says so
 * (RFC 9112 section 9.6): a proxy that kept the connection would lose the next person's request on it.
 */
export function connectionRefuser(answers: RawAnswers) {
  return (error: ParserError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (socket.writable && !hasBegunAnswer(socket)) {
      const head = headOf(error);
      const refusal =
        (error.code === 'HPE_INVALID_METHOD' ? ofUnknownMethod(head, answers.methods) : undefined) ??
        refusals[error.code ?? ''] ??
        noHttp;
      writeRefusal(answers, socket, refusal, { reason: error.code, isHead: head.line.startsWith('HEAD ') });
    }
    socket.destroy(error);
  };
}

/** The same for what Node would refuse by itself with a bare answer, or with none. */
export function refuseOddRequests(server: Server, answers: RawAnswers): void {
  server.on('checkExpectation', (request) => {
    const { socket, method } = request;
    writeRefusal(answers, socket, hostFault(request) ?? onlyContinue, {
      reason: 'expectation',
      isHead: method === 'HEAD',
    });
    socket.destroySoon();
  });
  server.on('connect', (request, socket) => {
    writeRefusal(answers, socket as Socket, hostFault(request) ?? methodRefused(undefined, methodsOfRoutes), {
      reason: 'connect',
    });
    socket.end();
  });
}

/** What would be written now would stand in the middle of that answer; Node looks at the same before its own refusal. */
function hasBegunAnswer(socket: Socket & { readonly _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent ?? false;
}

function writeRefusal(
  { baseUrl, words, headers, log, newRequestId, onRefused }: RawAnswers,
  socket: Socket,
  refusal: Problem,
  { reason, isHead = false }: { reason: string | undefined; isHead?: boolean },
): void {
  const { status, options } = refusal;
  const requestId = newRequestId();
  const body = JSON.stringify(problemBody(refusal, { baseUrl, words, requestId }));
  const lines = Object.entries({
    connection: 'close',
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': requestId,
    ...headers,
    ...options.headers,
  }).map((line) => line.join(': '));
  const head = [`HTTP/1.1 ${status} ${phrases[status] ?? ''}`, ...lines].join('\r\n');
  socket.write(`${head}\r\n\r\n${isHead ? '' : body}`);
  onRefused?.(refusal);
  const address = plainAddress(socket.remoteAddress ?? '');
  log.info({ requestId, status, reason, address }, 'Refused a connection before its request was complete.');
}

interface Head {
  readonly line: string;
  readonly rawHeaders: readonly string[];
  /** Whether the packet holds all of the headers. */
  readonly isWhole: boolean;
}

/** What can be read in the packet that the parser refused; of several requests in it, the refused one. */
function headOf({ code, rawPacket, bytesParsed = 0 }: ParserError): Head {
  const text = Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : '';
  const start = code === 'HPE_INVALID_METHOD' ? text.lastIndexOf('\n', bytesParsed) + 1 : 0;
  const [head = '', ...rest] = text.slice(start).split('\r\n\r\n');
  const isWhole = rest.length > 0;
  const [line = '', ...lines] = head.split('\r\n');
  const fields = isWhole ? lines : lines.slice(0, -1);
  const rawHeaders = fields.flatMap((field) => {
    const [, name = '', value = ''] = /^([^:]*):[ \t]*(.*?)[ \t]*$/.exec(field) ?? [];
    return [name, value];
  });
  return { line, rawHeaders, isWhole };
}

/** Refuses a request for its host, as every other, or for its method; undefined when the packet holds no request. */
function ofUnknownMethod({ line, rawHeaders, isWhole }: Head, methods: AllowedMethods): Problem | undefined {
  const [, url, httpVersion = ''] = /^[!#$%&'*+.^_`|~\w-]{1,64} (\S+) HTTP\/(1\.[01])$/.exec(line) ?? [];
  const known = url === undefined ? undefined : methods.find(targetOf({ url }));
  if (url === undefined || known === undefined) return undefined;
  const saysHost = rawHeaders.some((name, at) => at % 2 === 0 && /^host$/i.test(name));
  const fault = isWhole || saysHost ? hostFault({ rawHeaders, httpVersion, url }) : undefined;
  return fault ?? methodRefused(undefined, known.allow);
}
