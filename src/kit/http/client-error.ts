import type { Socket } from 'node:net';

type Refusal = readonly [status: number, title: string, detail: string];

// Not `STATUS_CODES`: a module that imports `node:http` has Node load its client for WebSocket too, at every start.
const statuses: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'Request Timeout',
    'The request did not come to its end in time. Send it again.',
  ],
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    'The address and the headers are longer than 16 KiB together. Send what is long in the body.',
  ],
};
const noHttp: Refusal = [400, 'Bad Request', 'This is no HTTP/1.1 request that can be read.'];

/**
 * Answers what is no HTTP, or not in time, and ends the connection. It says so (RFC 9112 section 9.6): a proxy that
 * kept the connection would lose the next person's request on it.
 */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) {
    const [status, title, detail] = statuses[error.code ?? ''] ?? noHttp;
    const body = JSON.stringify({ title, status, detail });
    const headers = [
      'Connection: close',
      'Cache-Control: no-store',
      'Content-Type: application/problem+json',
      `Content-Length: ${body.length}`,
    ];
    socket.write(`HTTP/1.1 ${status} ${title}\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}
