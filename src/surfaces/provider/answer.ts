import type { FastifyReply, FastifyRequest } from 'fastify';
import { peerAddress } from '../../kit/http/index.ts';
import { type Asking, asking } from './asking.ts';
import type { ProviderAnswer } from './captured.ts';
import type { LoadedProvider } from './load.ts';
import { cookieNames } from './settings.ts';

/** What of a request the provider sees. Its host, scheme and sender are those that this server knows, whatever was sent. */
const taken = [
  'accept',
  'accept-language',
  'access-control-request-headers',
  'access-control-request-method',
  'authorization',
  'content-type',
  'cookie',
  'dpop',
  'origin',
  'user-agent',
] as const;

/** Has the provider answer a request, as a function: nothing is sent, and `here` learns what became of it. */
export async function askProvider(
  { answer }: Pick<LoadedProvider, 'answer'>,
  request: FastifyRequest,
  publicUrl: string,
  here: Asking,
): Promise<ProviderAnswer> {
  const { host, protocol } = new URL(publicUrl);
  const body = typeof request.body === 'string' ? request.body : '';
  const headers: Record<string, string> = {};
  for (const name of taken) {
    const value = request.headers[name];
    // An empty form is none: of a type without a body the library says that it isn't a form.
    if (typeof value === 'string' && !(name === 'content-type' && body === '')) headers[name] = value;
  }
  headers.host = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
  headers['x-forwarded-host'] = host;
  headers['x-forwarded-for'] = peerAddress(request);
  if (body !== '') headers['content-length'] = String(Buffer.byteLength(body));
  return asking.run(here, () => answer({ method: request.method, url: request.url, headers, body }));
}

/** What lets a page of an app read an answer. */
export const corsHeaders = [
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'vary',
] as const;

/** What of an answer goes out; the house sets the others. */
const given = [
  ...corsHeaders,
  'cache-control',
  'content-type',
  'dpop-nonce',
  'location',
  'pragma',
  'www-authenticate',
] as const;

export function copyHeaders(
  reply: FastifyReply,
  { headers }: ProviderAnswer,
  names: readonly string[],
): void {
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) reply.header(name, value);
  }
}

/** Sends what the provider has answered. Its session is ours, so its cookie for that stays here. */
export function sendAnswer(reply: FastifyReply, answer: ProviderAnswer): FastifyReply {
  copyHeaders(reply, answer, given);
  for (const line of cookiesOf(answer)) reply.header('set-cookie', line);
  reply.code(answer.status);
  // RFC 7009 §2.2 leaves the body open, and many clients take nothing but JSON.
  if (answer.status === 200 && answer.body.length === 0) return reply.type('application/json').send('{}');
  return reply.send(answer.body);
}

/** The cookies of a request that waits for somebody. */
export function cookiesOf({ headers }: ProviderAnswer): string[] {
  const lines = [headers['set-cookie'] ?? []].flat().map(String);
  return lines.filter(
    (line) => !line.startsWith(`${cookieNames.session}=`) && !line.startsWith(`${cookieNames.session}.`),
  );
}
