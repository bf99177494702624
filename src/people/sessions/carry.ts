import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config/index.ts';
import { type Caller, cookie, cookieName, readCookie } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { sessionTimes, type Transport } from './create.ts';
import type { Absence, SessionReader, SessionRow } from './reader.ts';
import { tokenForm } from './token.ts';

/** The name of the session's cookie; over https with the prefix `__Host-`. */
const sessionCookie = 'latchkey';

const bearer = 'bearer ';

/**
 * Who sends a request. A bearer token counts before a cookie, so a program that sends one
 * is never mistaken for the browser that it may run in. Other schemes are a proxy's business, not ours.
 */
export async function identify(
  request: FastifyRequest,
  sessions: Pick<SessionReader, 'find'>,
  secureCookies: boolean,
  now: number,
): Promise<Caller | null> {
  const held = heldToken(request, secureCookies);
  return (held && (await sessions.find(held.token, held.transport, now))) ?? null;
}

/** Why `identify` found nobody. */
export async function explainAbsence(
  { config, clock, sessions }: Pick<Services, 'config' | 'clock' | 'sessions'>,
  request: FastifyRequest,
): Promise<Absence | { readonly reason: 'no-cookie' }> {
  const held = heldToken(request, usesSecureCookies(config));
  return held ? sessions.explain(held.token, held.transport, clock()) : { reason: 'no-cookie' };
}

function heldToken(request: FastifyRequest, secure: boolean): { token: string; transport: Transport } | null {
  const { authorization = '', cookie: cookies } = request.headers;
  if (sendsBearer(request)) {
    return { token: authorization.slice(bearer.length).trim(), transport: 'bearer' };
  }
  const token = readCookie(cookies, cookieName(sessionCookie, secure), isSessionToken);
  return token === undefined ? null : { token, transport: 'cookie' };
}

/** Whether a request is a program's, for which no cookie counts. */
export function sendsBearer({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers.authorization?.slice(0, bearer.length).toLowerCase() === bearer;
}

function isSessionToken(value: string): boolean {
  return tokenForm.cookie.test(value);
}

/** The name and the attributes that this server gives the cookie of a session. `maxAge` in seconds. */
export function sessionCookieOf(config: Config, remember: boolean) {
  const secure = usesSecureCookies(config);
  const maxAge = Math.floor(sessionTimes(config, true).absolute / 1000);
  return { name: cookieName(sessionCookie, secure), secure, ...(remember && { maxAge }) };
}

/** What the cookie of a session is called on this server. */
export function sessionCookieName(config: Config): string {
  return cookieName(sessionCookie, usesSecureCookies(config));
}

export function usesSecureCookies({ publicUrl }: Config): boolean {
  return publicUrl.startsWith('https:');
}

/** Gives a session's new token to whoever held the old one, in the same way as that was held. */
export function handOverToken(reply: FastifyReply, config: Config, session: SessionRow, token: string): void {
  if (session.transport === 'bearer') reply.header('latchkey-token', token);
  else setSessionCookie(reply, config, token, session.remember === 1);
}

/** Without `remember` the cookie ends with the browser's session; the server keeps its own times either way. */
export function setSessionCookie(
  reply: FastifyReply,
  config: Config,
  token: string,
  remember: boolean,
): void {
  const { name, ...attributes } = sessionCookieOf(config, remember);
  reply.header('set-cookie', cookie(name, token, attributes));
}

/** Has the browser forget the token and what it kept of this site's pages (ASVS V14.3.1). */
export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  const secure = usesSecureCookies(config);
  reply.header('set-cookie', cookie(cookieName(sessionCookie, secure), '', { secure, maxAge: 0 }));
  reply.header('clear-site-data', '"cache", "storage"');
}
