import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/index.ts';
import { cookie, cookieName, readCookies } from '../kit/http/index.ts';
import { hashToken } from '../kit/secret-token.ts';
import type { Services } from '../kit/services.ts';
import { usesSecureCookies } from '../people/sessions/index.ts';
import { attemptLifetime } from './attempt.ts';

/**
 * An attempt belongs to the browser or program that began it, which holds its secret: a browser in a cookie, together
 * with the attempt's name; a program as a bearer token. The name, which stands in addresses and logs, opens nothing.
 */
type CookieServices = Pick<Services, 'config'>;

const bearer = /^bearer +(lka_[\w-]{43})$/i;
const cookieForm = /^att_[0-9a-z]{12}\.lka_[\w-]{43}$/;

/** What the cookie of an unfinished login is called on this server. */
export function attemptCookieName(config: Config): string {
  return cookieName('latchkey-attempt', usesSecureCookies(config));
}

interface HeldSecret {
  readonly id: string;
  readonly secretHash: string;
}

/**
 * What this browser holds of attempts, in the order in which it was sent. It is one, unless another path or a part of
 * this host's name has planted more: an old one before ours would else hide it.
 */
export function heldByCookie({ config }: CookieServices, { headers }: FastifyRequest): HeldSecret[] {
  const name = attemptCookieName(config);
  return readCookies(headers.cookie, name, 4, (value) => cookieForm.test(value)).map((value) => {
    const [id = '', secret = ''] = value.split('.');
    return { id, secretHash: hashToken(secret) };
  });
}

/** The hashes of the secrets that came along for this attempt. */
export function heldSecretHashes(
  services: CookieServices,
  request: FastifyRequest,
  attempt: string,
): string[] {
  const [, token] = bearer.exec(request.headers.authorization ?? '') ?? [];
  if (token !== undefined) return [hashToken(token)];
  const held = heldByCookie(services, request).filter(({ id }) => id === attempt);
  return held.map(({ secretHash }) => secretHash);
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
  if (heldByCookie(services, reply.request).length > 0) setCookie(services.config, reply, '', 0);
}

function setCookie(config: Config, reply: FastifyReply, value: string, maxAge: number): void {
  const secure = usesSecureCookies(config);
  reply.header('set-cookie', cookie(attemptCookieName(config), value, { secure, maxAge }));
}
