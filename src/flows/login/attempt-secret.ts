import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookie, cookieName, readCookie } from '../../kit/http/index.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { usesSecureCookies } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import { attemptLifetime } from './attempt.ts';

/**
 * An attempt belongs to the browser or program that began it, which holds its secret: a browser in a cookie, together
 * with the attempt's name; a program as a bearer token. The name, which stands in addresses and logs, opens nothing.
 */
type CookieServices = Pick<Services, 'config'>;

const bearer = /^bearer +(lka_[\w-]{43})$/i;
const cookieForm = /^(att_[0-9a-z]{12})\.(lka_[\w-]{43})$/;

function heldByCookie({ config }: CookieServices, { headers }: FastifyRequest): RegExpExecArray | null {
  const name = cookieName('latchkey-attempt', usesSecureCookies(config));
  return cookieForm.exec(readCookie(headers.cookie, name, (value) => cookieForm.test(value)) ?? '');
}

/** The attempt that this browser is in the middle of, for the pages. */
export function heldAttemptId(services: CookieServices, request: FastifyRequest): string {
  return heldByCookie(services, request)?.[1] ?? '';
}

/** The hash of the secret that came along for this attempt; of nothing, which fits no attempt, when there is none. */
export function heldSecretHash(services: CookieServices, request: FastifyRequest, attempt: string): string {
  const [, token] = bearer.exec(request.headers.authorization ?? '') ?? [];
  if (token !== undefined) return hashToken(token);
  const [, id, secret = ''] = heldByCookie(services, request) ?? [];
  return hashToken(id === attempt ? secret : '');
}

export function giveAttemptCookie(
  { config }: CookieServices,
  reply: FastifyReply,
  { attempt, secret }: { attempt: string; secret: string },
): void {
  setCookie(config, reply, `${attempt}.${secret}`, attemptLifetime / 1000);
}

/** Has a browser forget the attempt that it holds, if it holds one; its login is done. */
export function dropAttempt(services: CookieServices, reply: FastifyReply): void {
  if (heldByCookie(services, reply.request)) setCookie(services.config, reply, '', 0);
}

function setCookie(config: Services['config'], reply: FastifyReply, value: string, maxAge: number): void {
  const secure = usesSecureCookies(config);
  reply.header('set-cookie', cookie(cookieName('latchkey-attempt', secure), value, { secure, maxAge }));
}
