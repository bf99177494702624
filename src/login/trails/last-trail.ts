import type { FastifyReply, FastifyRequest } from 'fastify';
import { minutes } from '../../kit/duration.ts';
import { cookie, readCookie } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { usesSecureCookies } from '../../people/sessions/index.ts';
import { readTrailId } from '../../people/trails/index.ts';

const name = 'latchkey-trail';

/** Names the attempt to this browser, so that its next page can show what happened. In development alone. */
export function rememberTrail(
  reply: FastifyReply,
  { config }: Pick<Services, 'config'>,
  trailId: string,
): void {
  if (config.mode === 'development') setName(reply, config, trailId, minutes(10) / 1000);
}

/** Has the browser forget the name. */
export function forgetTrail(reply: FastifyReply, { config }: Pick<Services, 'config'>): void {
  setName(reply, config, '', 0);
}

/** `maxAge` in seconds. */
function setName(reply: FastifyReply, config: Services['config'], value: string, maxAge: number): void {
  reply.header('set-cookie', cookie(name, value, { secure: usesSecureCookies(config), maxAge }));
}

/** The name of the last attempt of this browser (`att_…`); undefined outside development. */
export function lastTrailIn(
  request: FastifyRequest,
  { config }: Pick<Services, 'config'>,
): string | undefined {
  if (config.mode !== 'development') return undefined;
  return readTrailId(readCookie(request.headers.cookie, name) ?? '');
}
