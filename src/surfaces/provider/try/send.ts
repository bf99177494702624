import type { FastifyInstance } from 'fastify';

/** What the demo app does with a request. */
export type Moment =
  | 'authorize'
  | 'token'
  | 'token-again'
  | 'keys'
  | 'userinfo'
  | 'introspect'
  | 'refresh'
  | 'refresh-again'
  | 'revoke'
  | 'after';

export interface AppRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly authorization?: string;
  readonly form?: Readonly<Record<string, string>>;
}

/** A request that the demo app sent from its own side, and what it was answered. */
export interface Exchange {
  readonly moment: Moment;
  /** As it was sent; of a form, each field on a line of its own. */
  readonly request: string;
  readonly status: number;
  /** Its first line and the headers that matter. */
  readonly head: string;
  /** Empty for a page. */
  readonly body: string;
  /** By the clock of this process, in Unix milliseconds. */
  readonly at: number;
  /** What this server noted of it, if it noted anything. */
  readonly trailId?: string;
}

const headersThatMatter = ['content-type', 'cache-control', 'location', 'www-authenticate'];

/** Sends a request to this server as other software does: by all of its routes, without a cookie, and without the network between. */
export async function send(
  server: FastifyInstance,
  publicUrl: string,
  moment: Moment,
  { method, path, authorization, form }: AppRequest,
): Promise<Exchange> {
  const fields = form && new URLSearchParams(form).toString();
  const headers = {
    host: new URL(publicUrl).host,
    accept: moment === 'authorize' ? 'text/html' : 'application/json',
    ...(authorization !== undefined && { authorization }),
    ...(fields !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const answer = await server.inject({ method, url: path, headers, ...(fields && { payload: fields }) });
  const isPage = String(answer.headers['content-type']).startsWith('text/html');
  const trailId = answer.headers['latchkey-attempt'];
  return {
    moment,
    request: asText(`${method} ${path} HTTP/1.1`, headers, fields?.replaceAll('&', '\n&')),
    status: answer.statusCode,
    head: asText(
      `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`,
      Object.fromEntries(headersThatMatter.map((name) => [name, answer.headers[name]])),
    ),
    body: isPage ? '' : answer.payload,
    at: Date.parse(String(answer.headers.date)),
    ...(typeof trailId === 'string' && { trailId }),
  };
}

function asText(line: string, headers: Readonly<Record<string, unknown>>, body?: string): string {
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  const head = [line, ...present.map(([name, value]) => `${name}: ${value}`)].join('\n');
  return body === undefined ? head : `${head}\n\n${body}`;
}
