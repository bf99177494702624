import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config/index.ts';
import { cookie, cookieName, readCookie } from '../../kit/http/index.ts';
import { sendsBearer, tokenForm, usesSecureCookies } from '../sessions/index.ts';

/** The name of the cookie on this server, which over https has the prefix `__Host-`. */
export function impersonationCookieName(config: Config): string {
  return cookieName('latchkey-as', usesSecureCookies(config));
}

/** The token that a browser sends beside that of its own session. Cookies don't count for a program's request. */
export function heldImpersonation(request: FastifyRequest, name: string): string | undefined {
  const token = readCookie(request.headers.cookie, name, (value) => tokenForm.impersonation.test(value));
  return token !== undefined && !sendsBearer(request) ? token : undefined;
}

/** Sets the cookie until the browser closes. It outlives the half hour, so that its holder is told once that it's over. */
export function setImpersonationCookie(reply: FastifyReply, config: Config, token: string): void {
  reply.header('set-cookie', cookie(impersonationCookieName(config), token, secureOf(config)));
}

/** Has the browser forget the token, and the pages of the account that it kept. */
export function clearImpersonationCookie(reply: FastifyReply, config: Config): void {
  reply.header('set-cookie', clearedCookie(config));
  reply.header('clear-site-data', '"cache"');
}

/** The header that clears the cookie. */
export function clearedCookie(config: Config): string {
  return cookie(impersonationCookieName(config), '', { ...secureOf(config), maxAge: 0 });
}

const secureOf = (config: Config) => ({ secure: usesSecureCookies(config) });
