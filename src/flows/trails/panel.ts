import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import type { Services } from '../../kit/services.ts';
import { renderPart } from '../../kit/ui/index.ts';
import { findTrail } from '../../people/trails/index.ts';
import { attemptOf } from './in-trail.ts';
import { findLastTrail } from './last-trail.ts';
import { type ShownTrail, showTrail } from './shown-trail.ts';
import { WhatJustHappened } from './what-just-happened.tsx';

/**
 * Puts what just happened at the foot of a page, in development alone: the attempt that this answer ends, or else the
 * last of this browser. Whatever is no page of ours stays as it is.
 */
export async function addPanel(services: Services, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
  if (!isPage || typeof payload !== 'string' || reply.request.url.startsWith('/dev/')) return payload;
  const shown = await findShown(services, reply).catch((err: unknown) => {
    // An answer that fails here would be replaced by the error, word for word.
    services.log.warn({ requestId: reply.request.id, err }, 'The page goes without what just happened.');
    return undefined;
  });
  if (!shown) return payload;
  return payload.replace('</main>', () => `${renderPart(h(WhatJustHappened, { shown }))}</main>`);
}

async function findShown(services: Services, reply: FastifyReply): Promise<ShownTrail | undefined> {
  const id = attemptOf(reply);
  if (id !== undefined) await services.trails.flush();
  const trail = id === undefined ? undefined : await findTrail(services.db, id);
  return trail ? showTrail(services, trail, { isNewest: true }) : findLastTrail(services, reply.request);
}
