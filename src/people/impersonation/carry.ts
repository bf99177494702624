import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config/index.ts';
import { cookie, cookieName, readCookie } from '../../kit/http/index.ts';
import { sendsBearer, tokenForm, usesSecureCookies } from '../sessions/index.ts';

/** What the cookie is called on this server; over https with the prefix `__Host-`. */
export function impersonationCookieName(config: Config): string {
  return cookieName('latchkey-as', usesSecureCookies(config));
}

/** The token that a browser sends beside that of its own session. For a program's request no cookie counts. */
export function heldImpersonation(request: FastifyRequest, name: string): string | undefined {
  const token = readCookie(request.headers.cookie, name, (value) => tokenForm.impersonation.test(value));
  return token !== undefined && !sendsBearer(request) ? token : undefined;
}

/** It ends with the browser's session: one that has ended is refused once, so that nobody misses its end. */
export function setImpersonationCookie(reply: FastifyReply, config: Config, token: string): void {
  reply.header('set-cookie', cookie(impersonationCookieName(config), token, secureOf(config)));
}

/** Has the browser forget the token, and the pages of the account that it kept. */
export function clearImpersonationCookie(reply: FastifyReply, config: Config): void {
  reply.header('set-cookie', clearedCookie(config));
  reply.header('clear-site-data', '"cache"');
}

export function clearedCookie(config: Config): string {
  return cookie(impersonationCookieName(config), '', { ...secureOf(config), maxAge: 0 });
}

const secureOf = (config: Config) => ({ secure: usesSecureCookies(config) });
