import type { FastifyReply, FastifyRequest } from 'fastify';
import { minutes } from '../../kit/duration.ts';
import { cookie, readCookie } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { findTrail, readTrailId } from '../../people/trails/index.ts';
import { type ShownTrail, showTrail } from './shown-trail.ts';

const name = 'latchkey-trail';

/** Names the attempt to this browser, so that its next page can show what happened. In development alone. */
export function rememberTrail(
  reply: FastifyReply,
  { config }: Pick<Services, 'config'>,
  trailId: string,
): void {
  if (config.mode !== 'development') return;
  const secure = config.publicUrl.startsWith('https:');
  reply.header('set-cookie', cookie(name, trailId, { secure, maxAge: minutes(10) / 1000 }));
}

/** The last attempt of this browser, for `WhatJustHappened`; undefined outside development. */
export async function findLastTrail(
  services: Services,
  request: FastifyRequest,
): Promise<ShownTrail | undefined> {
  if (services.config.mode !== 'development') return undefined;
  const id = readTrailId(readCookie(request.headers.cookie, name) ?? '');
  return id === undefined ? undefined : findShownTrail(services, id);
}

/** The attempt of this name as its page shows it; undefined when there is none. */
export async function findShownTrail(services: Services, id: string): Promise<ShownTrail | undefined> {
  await services.trails.flush();
  const trail = await findTrail(services.db, id);
  return trail && showTrail(services, trail, { isNewest: true });
}
