import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What the provider has answered, before it is sent. */
export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, number | string | readonly string[] | undefined>>;
  readonly body: string | Buffer;
}

/** A request that came by no socket. */
export interface Question {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Has a listener of Node's HTTP server answer such a request. Its answer is taken before it is written: as bytes of HTTP it would
 * only have to be read again.
 */
export function capture(
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
  { method, url, headers, body }: Question,
): Promise<ProviderAnswer> {
  // Whoever asks how it came is told by the headers.
  const request = new IncomingMessage({} as Socket);
  Object.assign(request, { method, url, headers, complete: true });
  if (body !== '') request.push(body);
  request.push(null);
  const response = new ServerResponse(request);
  return new Promise((resolve) => {
    response.end = (last?: unknown) => {
      const sent = typeof last === 'string' || Buffer.isBuffer(last) ? last : '';
      resolve({ status: response.statusCode, headers: response.getHeaders(), body: sent });
      return response;
    };
    listener(request, response);
  });
}
