import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookie, cookieName, readCookie } from '../../kit/http/index.ts';
import { newSecretToken } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';
import { outsideLifetime } from '../../people/outside/index.ts';
import { usesSecureCookies } from '../../people/sessions/index.ts';

const form = /^lko_[\w-]{43}$/;

const nameOf = (config: Services['config']) => cookieName('latchkey-outside', usesSecureCookies(config));

/** The key of the browser that was sent to a provider; no other may bring the answer. */
export const browserKeyIn = (
  { headers }: FastifyRequest,
  { config }: Pick<Services, 'config'>,
): string | undefined => readCookie(headers.cookie, nameOf(config), (value) => form.test(value));

/** That key, or a new one: two tabs have one, so that neither forgets the other's. */
export function giveBrowserKey(reply: FastifyReply, { config }: Pick<Services, 'config'>): string {
  const key = browserKeyIn(reply.request, { config }) ?? newSecretToken('lko_').token;
  const secure = usesSecureCookies(config);
  // Until the choice of a username is over too.
  const maxAge = (2 * outsideLifetime) / 1000;
  reply.header('set-cookie', cookie(nameOf(config), key, { secure, maxAge }));
  return key;
}
